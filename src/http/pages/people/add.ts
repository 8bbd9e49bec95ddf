import { findKnownByName } from '../../../../db/queries/people/people';
import { isId } from '../../../contracts/ids';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Acted, type Form, type PageContext, type Sent } from '../frame/page';
import { administrating } from './administrating';
import { peopleWords as words } from './words';

/** The button that says that none of those of the same name is meant. */
const somebodyElse = 'somebody-else';

const adding = commandForm({
  command: 'addPerson',
  fields: {
    name: { kind: 'text', at: '/name', label: words.add.name, autocomplete: 'off' },
    email: { kind: 'email', at: '/email', label: words.add.email, hint: words.add.emailHint, autocomplete: 'off' },
  },
  body: (body, _data, _context, { button }) => (button === somebodyElse ? { ...body, isSomebodyElse: true } : body),
  done: ({ subjectId }) => saying(`/people/${subjectId}`, 'added'),
});

/** Lets somebody sign in who was known by name alone: whom the button names. */
async function join(personId: string, { key, body }: Sent, context: PageContext): Promise<Acted> {
  const asked = { subjectId: personId, idempotencyKey: key, body: { email: body['email'] } };
  const performed = await context.perform('letSignIn', asked);
  if (performed.problem !== undefined) return { problem: performed.problem };
  const { outcome, stored } = performed;
  const goTo = saying(`/people/${personId}`, 'joined');
  return outcome === undefined ? { waitFor: stored.commandId, goTo } : { goTo };
}

/** Who may be the same, to choose from; the page is shown again with them, and nobody is added before that is said. */
async function alike(personIds: unknown, { parts, asker }: PageContext): Promise<Acted> {
  const ids = Array.isArray(personIds)
    ? personIds.filter((id): id is string => typeof id === 'string' && isId(id))
    : [];
  const known = await findKnownByName(parts.reading.db, asker, ids);
  return {
    preview: {
      somebodyElse,
      people: known.map(({ id, name, parties }) => ({
        id,
        says: words.same.known(name, parties.join(', ')),
        button: words.same.join(name, parties.join(', ')),
      })),
    },
  };
}

const add: Form<undefined> = {
  ...adding,
  act: async (sent, data, context) => {
    if (isId(sent.button)) return join(sent.button, sent, context);
    const acted = await adding.act(sent, data, context);
    const isAlike = 'problem' in acted && acted.problem.code === 'PERSON_KNOWN_BY_NAME';
    return isAlike ? alike(acted.problem['personIds'], context) : acted;
  },
};

/** Adds somebody; where somebody of that name is known already, it asks first whether they are the same. */
export const addPage = definePage({
  address: '/people/new',
  for: administrating,
  words,
  show: () => ({
    template: 'people/add.njk',
    title: words.add.title,
    back: { to: '/people', words: words.list.title },
  }),
  forms: { add },
});

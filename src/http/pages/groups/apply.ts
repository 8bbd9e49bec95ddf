import { v5 as idFromName } from 'uuid';
import { findPublished } from '../../../../db/queries/pots/published';
import { createDraft } from '../../../commands/application/draft';
import { rolesReaching } from '../../../domain/lives/roles';
import { refuse } from '../../../domain/refusals/refusal';
import { doorProblem, refusalProblem } from '../../problems';
import { definePage, type PageContext } from '../frame/page';
import { takingOf } from '../public/views';
import { loadGroup, type GroupData } from './data';
import { groupWords as words } from './words';

/** The kinds of party that can apply. */
const applying: readonly string[] = ['group', 'employer'];

/** Whether somebody may write an application down for a party, as its page offers it. */
export const mayWriteFor = ({ kind }: { readonly kind: string }, { asker }: Pick<PageContext, 'asker'>): boolean =>
  applying.includes(kind) && asker.roles.some(({ name }) => name === 'grants_officer');

interface Applying extends GroupData {
  /** The pots that take applications now, of those that the officer works in. */
  readonly pots: readonly { readonly id: string; readonly name: string }[];
}

// Of two that press the button, or of one that presses it twice, there is one draft.
const namespace = '5b0b8a4e-6d0e-4b0f-9b2b-0d7f6c1a9e35';

/** Where an officer begins to write down what a group says on paper or by telephone. */
export const applyPage = definePage<Applying>({
  address: '/groups/:id/apply',
  for: ['grants_officer'],
  words,
  load: async (context) => {
    const { parts, asker } = context;
    const [data, published] = await Promise.all([loadGroup(context), findPublished(parts.reading.db, asker.tenantId)]);
    if (data === undefined || !mayWriteFor(data.party, context)) return undefined;
    const pots = (published?.pots ?? []).filter(
      (pot) =>
        takingOf(pot) === 'open' &&
        rolesReaching(asker.roles, { potId: pot.id, parties: {} }).some(({ name }) => name === 'grants_officer'),
    );
    return { ...data, pots };
  },
  show: ({ party }) => ({
    template: 'groups/form.njk',
    title: words.apply.title(party.name),
    lead: words.apply.lead,
    notes: words.apply.notes,
    back: { to: `/groups/${party.id}`, words: party.name },
    formName: 'begin',
    press: words.apply.button,
  }),
  forms: {
    begin: {
      fields: ({ pots }) => ({
        pot: {
          kind: 'choice',
          at: '/potId',
          label: words.apply.pot,
          missing: words.apply.missing,
          options: pots.map(({ id, name }) => ({ value: id, words: name })),
        },
      }),
      initial: ({ pots }) => (pots.length === 1 ? { potId: pots[0]?.id } : undefined),
      refusal: ({ pots }) => (pots.length === 0 ? refuse('POT_TAKES_NOTHING', { field: '/potId' }) : undefined),
      act: async ({ body, key }, { party, pots }, { parts, asker }) => {
        const potId = pots.find(({ id }) => id === body['potId'])?.id;
        if (potId === undefined)
          return { problems: [{ pointer: '/potId', code: 'FIELD_MISSING', detail: words.apply.missing }] };
        const answer = await createDraft(parts.door.db, asker, {
          id: idFromName(`${asker.personId}/${key}`, namespace),
          potId,
          partyId: party.id,
          // Whoever writes it down is its helper, also where they could write for the group.
          helpedBy: asker.personId,
        });
        if (answer.kind === 'refused') return { problem: refusalProblem(answer.refusal) };
        if (answer.kind !== 'draft') return { problem: doorProblem('NOT_FOUND') };
        return { goTo: `/applications/${answer.draft.id}` };
      },
    },
  },
});

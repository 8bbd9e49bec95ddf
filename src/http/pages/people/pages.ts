import { findSecondFactorsOf, type SecondFactors } from '../../../../db/queries/people/second-factors';
import { listParties } from '../../../../db/queries/groups/parties';
import { listPeople } from '../../../../db/queries/people/people';
import type { Named } from '../../../../db/queries/named';
import { listPots } from '../../../../db/queries/pots/pots';
import { londonDate, shortDateInWords, type Instant } from '../../../domain/calendar/calendar';
import { partyRoles, roles, type Role } from '../../../domain/lives/roles';
import { refuse } from '../../../domain/refusals/refusal';
import { roleAuthorityRefusal } from '../../../domain/people/role-granting';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Page, type PageContext } from '../frame/page';
import { addPage } from './add';
import { administrating } from './administrating';
import { leavePage, lettingLeave } from './leave';
import { endingRefusal, isWholeAdministrator, leavingRefusal, readPerson, standingOf, type Person } from './person';
import { peopleWords as words } from './words';

const linesAPage = 50;
const choicesAtMost = 100;

/** A role in words, with what it is held for. */
function roleInWords({ role, pot, party }: Person['roles'][number]): string {
  const of = pot?.name ?? party?.name;
  const name = words.roles[role];
  return of === undefined ? name : words.roleFor(name, of);
}

const day = (at: string): string => shortDateInWords(londonDate(at as Instant));
const roleNamed = (text: string | undefined): Role | undefined => roles.find((role) => role === text);

const peoplePage = definePage({
  address: '/people',
  for: administrating,
  words,
  load: ({ parts, asker, query }) =>
    listPeople(
      parts.reading.db,
      asker,
      { role: roleNamed(query['role']) },
      { limit: linesAPage, cursor: query['cursor'] },
    ),
  show: ({ items, next }, { query }) => {
    const role = roleNamed(query['role']);
    const kept = new URLSearchParams({
      ...(role === undefined ? {} : { role }),
      ...(next === null ? {} : { cursor: next }),
    });
    return {
      template: 'people/list.njk',
      title: words.list.title,
      more: next === null ? undefined : `/people?${kept.toString()}`,
      choices: roles.map((one) => ({ value: one, text: words.roles[one], selected: one === role })),
      people: items.map((one) => ({
        id: one.id,
        name: one.name,
        email: one.email ?? '',
        roles: one.roles.map(roleInWords),
        hasLeft: one.leftAt !== null,
      })),
    };
  },
});

/** The roles that somebody may give, at least for some pot or party. */
const mayGive = ({ roles: held }: Pick<PageContext['asker'], 'roles'>): readonly Role[] =>
  roles.filter((name) =>
    [null, ...held.flatMap(({ potId }) => potId ?? [])].some(
      (potId) => roleAuthorityRefusal(held, { name, potId, partyId: null, ownLimitPence: null }) === undefined,
    ),
  );

interface PersonShown {
  readonly person: Person;
  readonly pots: readonly Named[];
  readonly parties: readonly Named[];
  /** Whether somebody else administers the whole organisation as well. */
  readonly hasOtherAdministrator: boolean;
}

/** Who may take a second factor off a colleague, as its command says. */
const resetting: readonly Role[] = ['administrator'];

const personPage = definePage<PersonShown>({
  address: '/people/:id',
  for: administrating,
  words,
  load: async (context) => {
    const { parts, asker } = context;
    const [person, pots, parties, administrators] = await Promise.all([
      readPerson(context),
      listPots(parts.reading.db, asker, {}, { limit: choicesAtMost }),
      listParties(parts.reading.db, asker, {}, { limit: choicesAtMost }),
      listPeople(parts.reading.db, asker, { role: 'administrator' }, { limit: choicesAtMost }),
    ]);
    if (person === undefined) return undefined;
    const hasOtherAdministrator = administrators.items.some(
      ({ id, roles: held }) => id !== person.id && held.some(isWholeAdministrator),
    );
    return { person, pots: pots.items, parties: parties.items, hasOtherAdministrator };
  },
  show: ({ person, hasOtherAdministrator }, { asker }) => {
    const isLast = !hasOtherAdministrator && person.roles.some(isWholeAdministrator);
    return {
      template: 'people/person.njk',
      title: person.name,
      back: { to: '/people', words: words.list.title },
      lastAdministrator: isLast ? refuse('LAST_ADMINISTRATOR').detail : undefined,
      mayLetLeave:
        asker.roles.some(({ name }) => lettingLeave.includes(name)) &&
        leavingRefusal(person, asker.roles, hasOtherAdministrator) === undefined,
      mayReset: asker.personId !== person.id && asker.roles.some(({ name }) => resetting.includes(name)),
      person: {
        id: person.id,
        email: person.email ?? '',
        hasLeft: person.leftAt !== null,
        roles: person.roles.map((role) => ({
          id: role.id,
          words: roleInWords(role),
          since: day(role.grantedAt),
          mayEnd: endingRefusal(asker.roles, role) === undefined && !(isLast && isWholeAdministrator(role)),
        })),
        connections: [
          ...person.partyConnections.map(({ party, kind }) => words.roleFor(party.name, kind)),
          ...person.personConnections.map(({ person: other, kind }) => words.roleFor(other.name, kind)),
        ],
      },
    };
  },
  forms: {
    give: commandForm<PersonShown>({
      command: 'grantRole',
      standing: ({ person }) => standingOf(person),
      refusal: ({ person }, { asker }) => (person.id === asker.personId ? refuse('ROLE_FOR_ONESELF') : undefined),
      fields: ({ pots, parties }, { asker }) => ({
        role: {
          kind: 'choice',
          at: '/role',
          label: words.person.role,
          asList: true,
          options: mayGive(asker).map((role) => ({ value: role, words: words.roles[role] })),
        },
        // Who only lets people in from outside is asked for nothing that staff and budget holders have.
        ...(mayGive(asker).every((role) => partyRoles.includes(role))
          ? {}
          : {
              pot: {
                kind: 'choice' as const,
                at: '/potId',
                label: words.person.pot,
                asList: true,
                options: [
                  { value: '', words: words.person.allPots },
                  ...pots.map(({ id, name }) => ({ value: id, words: name })),
                ],
              },
            }),
        party: {
          kind: 'choice',
          at: '/partyId',
          label: words.person.party,
          hint: words.person.partyHint,
          asList: true,
          options: [
            { value: '', words: words.person.noParty },
            ...parties.map(({ id, name }) => ({ value: id, words: name })),
          ],
        },
        ...(mayGive(asker).includes('budget_holder')
          ? {
              limit: {
                kind: 'money' as const,
                at: '/ownLimitPence',
                label: words.person.limit,
                hint: words.person.limitHint,
              },
            }
          : {}),
      }),
      done: ({ subjectId }) => saying(`/people/${subjectId}`, 'given'),
    }),
    end: commandForm<PersonShown>({
      command: 'endRole',
      fields: {},
      standing: ({ person }) => standingOf(person),
      body: (_body, _data, _context, { button }) => ({ roleId: button }),
      done: ({ subjectId }) => saying(`/people/${subjectId}`, 'ended'),
    }),
    signIn: commandForm<PersonShown>({
      command: 'letSignIn',
      standing: ({ person }) => standingOf(person),
      refusal: ({ person }) => (person.email === null ? undefined : refuse('PERSON_SIGNS_IN_ALREADY')),
      fields: {
        email: { kind: 'email', at: '/email', label: words.add.email, hint: words.add.emailHint, autocomplete: 'off' },
      },
      done: ({ subjectId }) => saying(`/people/${subjectId}`, 'joined'),
    }),
    readmit: commandForm<PersonShown>({
      command: 'readmit',
      fields: {},
      standing: ({ person }) => standingOf(person),
      done: ({ subjectId }) => saying(`/people/${subjectId}`, 'readmitted'),
    }),
  },
});

interface Resetting {
  readonly person: Person;
  readonly has: SecondFactors | undefined;
}

const resetPage = definePage<Resetting>({
  address: '/people/:id/second-factor',
  for: resetting,
  words,
  load: async (context) => {
    const person = await readPerson(context);
    if (person === undefined) return undefined;
    return { person, has: await findSecondFactorsOf(context.parts.reading.db, context.asker, person.id) };
  },
  show: ({ person, has }) => ({
    template: 'people/reset.njk',
    title: words.reset.title(person.name),
    back: { to: `/people/${person.id}`, words: person.name },
    has: words.reset.has(has?.hasApp === true, has?.passkeys ?? 0),
    enter: words.reset.enter(person.name),
  }),
  forms: {
    reset: commandForm<Resetting>({
      command: 'resetSecondFactor',
      standing: ({ person }) => standingOf(person),
      refusal: ({ person, has }, { asker }) => {
        if (person.id === asker.personId) return refuse('SECOND_FACTOR_YOUR_OWN');
        return has === undefined || (!has.hasApp && has.passkeys === 0)
          ? refuse('SECOND_FACTOR_NOT_SET_UP')
          : undefined;
      },
      fields: {
        reason: { kind: 'longText', at: '/reason', label: words.reset.reason, hint: words.reset.reasonHint, rows: 3 },
      },
      done: ({ subjectId }) => saying(`/people/${subjectId}`, 'reset'),
    }),
  },
});

/** The staff's pages about people. */
export const peoplePages: readonly Page[] = [peoplePage, addPage, personPage, resetPage, leavePage];

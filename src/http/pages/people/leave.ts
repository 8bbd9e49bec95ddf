import { listColleagues, type Colleague } from '../../../../db/queries/people/colleagues';
import { readLookedAfter, type LookedAfter } from '../../../../db/queries/grants/owned';
import { countedAtMost, countWork } from '../../../../db/queries/work/count';
import { countOwned, ownedKinds, successorRefusal, type OwnedKind } from '../../../domain/people/handing-over';
import type { Role } from '../../../domain/lives/roles';
import type { Refusal } from '../../../domain/refusals/refusal';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Sent } from '../frame/page';
import { confirmedFirst, type Consequences } from '../grants/actions/action-page';
import { leavingRefusal, readPerson, standingOf, type Person } from './person';
import { peopleWords as words } from './words';

const w = words.leave;

/** Who may let somebody leave, as its command says. */
export const lettingLeave: readonly Role[] = ['fund_manager', 'administrator'];

/** Who looks after things, so that one of them can take over from another. */
const owners: readonly Role[] = ['fund_manager', 'grants_officer', 'payment_maker'];

interface Leaving {
  readonly person: Person;
  /** Who could take over. */
  readonly others: readonly Colleague[];
  readonly after: LookedAfter;
  /** How much waits for them. */
  readonly waiting: number;
  /** Whether somebody else administers the whole organisation as well. */
  readonly hasOtherAdministrator: boolean;
}

/** What of each kind there is, in words: `3 grants`. */
const counted = ({ owned }: LookedAfter): readonly { readonly kind: OwnedKind; readonly words: string }[] =>
  ownedKinds
    .map((kind) => ({ kind, count: countOwned(owned, kind) }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => ({ kind, words: w.kinds[kind](count) }));

const total = ({ owned }: LookedAfter): number => owned.reduce((sum, { count }) => sum + count, 0);

const rolesOf = ({ roles }: Person): string => [...new Set(roles.map(({ role }) => words.roles[role]))].join(', ');

/** Why nobody could take over all that somebody looks after, if so: SUCCESSOR_UNFIT. */
const nobodyTakesOver = (others: readonly Colleague[], { owned }: LookedAfter): Refusal | undefined =>
  others.some(({ roles }) => successorRefusal(owned, roles) === undefined) ? undefined : successorRefusal(owned, []);

/** What will come of it; nothing where the command would say why it cannot be. */
function consequencesOf(body: Sent['body'], { person, others, after }: Leaving): Consequences | undefined {
  const { name } = person;
  const successor = others.find(({ id }) => id === body['successorId']);
  const things = counted(after).map((one) => one.words);
  if (body['successorId'] !== undefined && successor === undefined) return undefined;
  if (successor === undefined && things.length > 0) return undefined;
  if (successor !== undefined && successorRefusal(after.owned, successor.roles) !== undefined) return undefined;
  return {
    will: [
      ...(successor === undefined || things.length === 0 ? [] : things.map((one) => w.will.gets(successor.name, one))),
      person.roles.length === 0 ? w.will.noRoles(name) : w.will.roles(name, rolesOf(person)),
      w.will.signedOut(name),
      ...(after.chairs === 0 ? [] : [w.will.chairs(after.chairs)]),
    ],
    button:
      successor === undefined || things.length === 0
        ? w.enter(name)
        : w.enterGiving(name, successor.name, total(after)),
  };
}

/** Somebody leaves: what they look after now, what goes to whom, and then the button. */
export const leavePage = definePage<Leaving>({
  address: '/people/:id/leave',
  for: lettingLeave,
  words,
  load: async (context) => {
    const { parts, asker, params } = context;
    const { db } = parts.reading;
    const person = await readPerson(context);
    if (person === undefined) return undefined;
    const id = params['id'] ?? '';
    const [colleagues, after, { waiting }] = await Promise.all([
      listColleagues(db, asker),
      readLookedAfter(db, asker, id),
      countWork(db, asker, { ownerId: id }),
    ]);
    const others = colleagues.filter((one) => one.id !== id && one.roles.some(({ name }) => owners.includes(name)));
    const hasOtherAdministrator = colleagues.some(
      (one) => one.id !== id && one.roles.some(({ name, potId }) => name === 'administrator' && potId === null),
    );
    return { person, others, after, waiting, hasOtherAdministrator };
  },
  show: ({ person, after, waiting }) => {
    const links: Readonly<Partial<Record<OwnedKind, string>>> = { grant: `/grants?owner=${person.id}` };
    return {
      template: 'people/leave.njk',
      title: w.title(person.name),
      back: { to: `/people/${person.id}`, words: person.name },
      heading: w.now(person.name),
      facts: [
        [w.after, counted(after).map(({ kind, words: text }) => ({ text, href: links[kind] }))] as const,
        [
          w.waits,
          waiting === 0 ? [] : [{ text: w.things(waiting, countedAtMost), href: `/work?owner=${person.id}` }],
        ] as const,
        [
          w.roles,
          person.roles.map(({ role, pot, party }) => ({
            text: words.roleFor(words.roles[role], party?.name ?? pot?.name ?? w.everyPot),
          })),
        ] as const,
        [w.chairs, after.chairs === 0 ? [] : [{ text: w.meetings(after.chairs), href: '/meetings' }]] as const,
      ].map(([name, lines]) => ({ name, lines })),
      isOver: person.leftAt !== null,
    };
  },
  forms: {
    leave: commandForm<Leaving>({
      command: 'leave',
      standing: ({ person }) => standingOf(person),
      refusal: ({ person, others, after, hasOtherAdministrator }, { asker }) =>
        leavingRefusal(person, asker.roles, hasOtherAdministrator) ?? nobodyTakesOver(others, after),
      fields: ({ others, after }) => ({
        ...(after.owned.length === 0
          ? {}
          : {
              successor: {
                kind: 'choice' as const,
                at: '/successorId',
                label: w.successor,
                hint: w.successorHint,
                asList: true,
                options: others.map(({ id, name, roles }) => ({
                  value: id,
                  words: words.roleFor(name, [...new Set(roles.map((held) => words.roles[held.name]))].join(', ')),
                })),
              },
            }),
        reason: { kind: 'longText', at: '/reason', label: w.reason, rows: 3 },
      }),
      preview: confirmedFirst('leave', consequencesOf),
      done: ({ subjectId }) => saying(`/people/${subjectId}`, 'left'),
    }),
  },
});

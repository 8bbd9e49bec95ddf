import { findCommand } from '../../../../db/queries/commands';
import { readOperations } from '../../../../db/queries/operations';
import { findParty, listParties, partyReaders } from '../../../../db/queries/parties';
import { findMe, findPerson, listPeople, peopleReaders } from '../../../../db/queries/people';
import { readTimeline, type TimelineSubject } from '../../../../db/queries/timeline';
import { londonDate } from '../../../domain/calendar';
import { awardableUnderCap, capFreeFrom } from '../../../domain/group-cap';
import { partyRoles, readingRoles, staffRoles, type Role } from '../../../domain/lives/roles';
import { pence } from '../../../domain/money';
import {
  commandAnswer,
  commandExample,
  meAnswer,
  meExample,
  operationsAnswer,
  operationsExample,
  partiesPage,
  partiesQuery,
  partyAnswer,
  partyExample,
  partyListedExample,
  peoplePage,
  peopleQuery,
  personAnswer,
  personExample,
  personListedExample,
  timelineEventExample,
  timelinePage,
  timelineQuery,
} from '../../schemas/reads/people';
import { collectionOf } from '../command-route';
import { readRoute, type ReadRoute } from '../read-route';
import { allowedTo } from './allowed';

type PartyFound = NonNullable<Awaited<ReturnType<typeof findParty>>>;

/** What each pot may award a party today under its cap, and from which day that is more. */
function capsOf({ awards, caps, now }: PartyFound) {
  const counted = awards.map(({ decidedOn, awardedPence, cameBackPence }) => ({
    decidedOn,
    amountPence: pence(awardedPence),
    cameBackPence: pence(cameBackPence),
  }));
  return caps.map((cap) => {
    const question = { awards: counted, decidedOn: londonDate(now), capPence: pence(cap.capPence), period: cap.period };
    return { ...cap, awardablePence: awardableUnderCap(question), moreFrom: capFreeFrom(question) ?? null };
  });
}

/** Reads about groups, providers, funders, hosts and employers. */
export const partyReads = [
  readRoute({
    operationId: 'listParties',
    path: '/parties',
    summary: 'Groups, providers, funders, hosts and employers, by name; others see those that they act for',
    roles: [...partyReaders, ...partyRoles],
    query: partiesQuery,
    response: partiesPage,
    example: { items: [partyListedExample], next: null },
    handle: ({ db, query, ...asker }) => listParties(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getParty',
    path: '/parties/{id}',
    summary: 'All that is known of one group or organisation, with its awards and what it may still be awarded',
    roles: [...partyReaders, ...partyRoles],
    response: partyAnswer,
    example: partyExample,
    handle: async ({ db, params, ...asker }) => {
      const found = await findParty(db, asker, params['id'] ?? '');
      if (found === undefined) return undefined;
      const { now: _, ...party } = found;
      const scope = { potId: null, parties: { applicant: party.id, provider: party.id, budget_holder: party.id } };
      return { ...party, caps: capsOf(found), allowed: allowedTo(asker.roles, 'party', { state: 'known', scope }) };
    },
  }),
];

/** Reads about people. */
export const peopleReads = [
  readRoute({
    operationId: 'listPeople',
    path: '/people',
    summary: 'People with their roles, by name',
    roles: peopleReaders,
    query: peopleQuery,
    response: peoplePage,
    example: { items: [personListedExample], next: null },
    handle: ({ db, query, ...asker }) => listPeople(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getPerson',
    path: '/people/{id}',
    summary: 'One person with roles, standing connections and access tokens; everybody may look at themselves',
    roles: 'any',
    response: personAnswer,
    example: personExample,
    handle: async ({ db, params, ...asker }) => {
      const mayLook = params['id'] === asker.personId || asker.roles.some((role) => peopleReaders.includes(role.name));
      const person = mayLook ? await findPerson(db, asker, params['id'] ?? '') : undefined;
      if (person === undefined) return undefined;
      const state = person.leftAt === null ? 'known' : 'left';
      return { ...person, allowed: allowedTo(asker.roles, 'person', { state, scope: { potId: null, parties: {} } }) };
    },
  }),
  readRoute({
    operationId: 'getMe',
    path: '/me',
    summary: 'Who you are: name, roles, organisation',
    roles: 'any',
    response: meAnswer,
    example: meExample,
    handle: ({ db, ...asker }) => findMe(db, asker),
  }),
];

const panelToo: readonly Role[] = [...staffRoles, 'panel_member'];

const timelined = {
  grant: ['getGrantTimeline', 'What happened to one application or grant: when, who, why', 'any'],
  purchase: ['getPurchaseTimeline', 'What happened to one purchase', 'any'],
  payment_run: ['getPaymentRunTimeline', 'What happened to one payment run', staffRoles],
  round: ['getRoundTimeline', 'What happened to one round', readingRoles],
  fund: ['getFundTimeline', 'What happened to one fund', readingRoles],
  pot: ['getPotTimeline', 'What happened to one pot', readingRoles],
  meeting: ['getMeetingTimeline', 'What happened to one meeting', panelToo],
  party: ['getPartyTimeline', 'What happened to one group or organisation', [...panelToo, ...partyRoles]],
  person: ['getPersonTimeline', 'What happened to one person’s roles, connections and tokens', staffRoles],
} as const satisfies Record<TimelineSubject, readonly [string, string, readonly Role[] | 'any']>;

/** The timeline of each kind of subject. */
export const timelineReads: readonly ReadRoute[] = (Object.keys(timelined) as TimelineSubject[]).map((type) => {
  const [operationId, summary, roles] = timelined[type];
  return readRoute({
    operationId,
    path: `/${collectionOf(type)}/{id}/timeline`,
    summary: `${summary}, the last first`,
    roles,
    query: timelineQuery,
    response: timelinePage,
    example: { items: [timelineEventExample], next: null },
    handle: ({ db, params, query, ...asker }) => readTimeline(db, asker, { type, id: params['id'] ?? '' }, query),
  });
});

/** Reads about the engine's own work. */
export const engineReads = [
  readRoute({
    operationId: 'getCommand',
    path: '/commands/{id}',
    summary: 'What came of a command that you sent',
    roles: 'any',
    response: commandAnswer,
    example: commandExample,
    handle: async ({ db, params, ...asker }) => {
      const found = await findCommand(db, asker, params['id'] ?? '');
      if (found === undefined) return undefined;
      const { subjectType, subjectId, actorId: _, ...command } = found;
      return { ...command, subject: { type: subjectType, id: subjectId } };
    },
  }),
  readRoute({
    operationId: 'getOperations',
    path: '/operations',
    summary:
      'What is stuck: failed commands, commands that wait too long, deadlines that failed, mail that does not leave',
    roles: ['administrator', 'fund_manager'],
    response: operationsAnswer,
    example: operationsExample,
    handle: ({ db, ...asker }) => readOperations(db, asker),
  }),
];

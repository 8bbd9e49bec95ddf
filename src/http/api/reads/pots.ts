import { findMeeting, listMeetings, meetingReaders } from '../../../../db/queries/meetings';
import { findPot, listPots, type HeldByGrants, type PotMoney } from '../../../../db/queries/pots';
import { findRound, listRounds } from '../../../../db/queries/rounds';
import { pence, sumPence } from '../../../domain/money';
import {
  meetingAnswer,
  meetingExample,
  meetingListedExample,
  meetingsPage,
  meetingsQuery,
  potAnswer,
  potExample,
  potListedExample,
  potsPage,
  potsQuery,
  roundAnswer,
  roundExample,
  roundListedExample,
  roundsPage,
  roundsQuery,
} from '../../schemas/reads/pots';
import { readRoute } from '../read-route';
import { allowedTo } from './allowed';

/** A pot's money in full, with what its grants hold. */
function inFull(money: PotMoney | null, held: HeldByGrants | null) {
  if (money === null || held === null) return null;
  const of = (...kinds: readonly (keyof HeldByGrants)[]) => sumPence(kinds.map((kind) => pence(held[kind] ?? 0)));
  return {
    ...money,
    awardedPence: of('committed', 'promised', 'spent', 'refund_due', 'written_off'),
    paidPence: of('spent', 'refund_due', 'written_off'),
    promisedPence: of('promised'),
    leftPence: of('committed'),
    bankBalancePence: money.inTheBankPence + money.reservedPence + money.inTransitPence,
  };
}

/** Reads about pots. */
export const potReads = [
  readRoute({
    operationId: 'listPots',
    path: '/pots',
    summary: 'Pots, by name; their money for those who read it',
    roles: 'any',
    query: potsQuery,
    response: potsPage,
    example: { items: [potListedExample], next: null },
    handle: ({ db, query, ...asker }) => listPots(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getPot',
    path: '/pots/{id}',
    summary: 'One pot with its policy and its money',
    roles: 'any',
    response: potAnswer,
    example: potExample,
    handle: async ({ db, params, ...asker }) => {
      const found = await findPot(db, asker, params['id'] ?? '');
      if (found === undefined) return undefined;
      const { held, money, instalments, ...pot } = found;
      return {
        ...pot,
        money: inFull(money, held),
        instalments: money === null ? null : instalments,
        allowed: allowedTo(asker.roles, 'pot', { state: pot.state, scope: { potId: pot.id, parties: {} } }),
      };
    },
  }),
];

/** Reads about rounds. */
export const roundReads = [
  readRoute({
    operationId: 'listRounds',
    path: '/rounds',
    summary: 'Rounds of applications, the last to open first',
    roles: 'any',
    query: roundsQuery,
    response: roundsPage,
    example: { items: [roundListedExample], next: null },
    handle: ({ db, query, ...asker }) => listRounds(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getRound',
    path: '/rounds/{id}',
    summary: 'One round with its dates',
    roles: 'any',
    response: roundAnswer,
    example: roundExample,
    handle: async ({ db, params, ...asker }) => {
      const round = await findRound(db, asker, params['id'] ?? '');
      if (round === undefined) return undefined;
      return {
        ...round,
        allowed: allowedTo(asker.roles, 'round', { state: round.state, scope: { potId: round.pot.id, parties: {} } }),
      };
    },
  }),
];

/** Reads about meetings. */
export const meetingReads = [
  readRoute({
    operationId: 'listMeetings',
    path: '/meetings',
    summary: 'Meetings of panels, the last first',
    roles: meetingReaders,
    query: meetingsQuery,
    response: meetingsPage,
    example: { items: [meetingListedExample], next: null },
    handle: ({ db, query, ...asker }) => listMeetings(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getMeeting',
    path: '/meetings/{id}',
    summary: 'One meeting: who came, interests, decisions',
    roles: meetingReaders,
    response: meetingAnswer,
    example: meetingExample,
    handle: async ({ db, params, ...asker }) => {
      const meeting = await findMeeting(db, asker, params['id'] ?? '');
      if (meeting === undefined) return undefined;
      return {
        ...meeting,
        allowed: allowedTo(asker.roles, 'meeting', {
          state: meeting.state,
          scope: { potId: meeting.pot.id, parties: {} },
        }),
      };
    },
  }),
];

import { findRound, listRounds } from '../../../../db/queries/pots/rounds';
import { roundAnswer, roundExample, roundListedExample, roundsPage, roundsQuery } from '../../schemas/reads/pots';
import { readRoute } from '../read-route';
import { allowedTo } from './allowed';

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

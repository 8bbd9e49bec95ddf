import { findGrant } from '../../../../db/queries/grant';
import { listGrants } from '../../../../db/queries/grants';
import { grantAnswer, grantExample, grantListedExample, grantsPage, grantsQuery } from '../../schemas/reads/grants';
import { readRoute } from '../read-route';
import { answerGrant } from './grant-answer';

/** Reads about applications and the grants that come of them. */
export const grantReads = [
  readRoute({
    operationId: 'listGrants',
    path: '/grants',
    summary: 'Applications and grants that you may see, newest first',
    roles: 'any',
    query: grantsQuery,
    response: grantsPage,
    example: { items: [grantListedExample], next: null },
    handle: ({ db, query, ...asker }) => listGrants(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getGrant',
    path: '/grants/{id}',
    summary: 'One application or grant, with all that came of it and what is expected next',
    roles: 'any',
    response: grantAnswer,
    example: grantExample,
    handle: async ({ db, params, ...asker }) => {
      const found = await findGrant(db, asker, params['id'] ?? '');
      return found === undefined ? undefined : answerGrant(found, asker.roles);
    },
  }),
] as const;

import { findFund, listFunds } from '../../../../db/queries/money/funds';
import { readingRoles } from '../../../domain/lives/roles';
import { fundAnswer, fundExample, fundsPage, fundsQuery } from '../../schemas/reads/money';
import { readRoute } from '../read-route';
import { allowedTo } from './allowed';

const { pots: _, instalments: __, refundAccount: ____, allowed: ___, ...fundListedExample } = fundExample;

/** Reads about funds. */
export const fundReads = [
  readRoute({
    operationId: 'listFunds',
    path: '/funds',
    summary: 'Funds, by name',
    roles: readingRoles,
    query: fundsQuery,
    response: fundsPage,
    example: { items: [fundListedExample], next: null },
    handle: ({ db, query, ...asker }) => listFunds(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getFund',
    path: '/funds/{id}',
    summary: 'One fund with its pots and the instalments that its funder pays',
    roles: readingRoles,
    response: fundAnswer,
    example: fundExample,
    handle: async ({ db, params, ...asker }) => {
      const fund = await findFund(db, asker, params['id'] ?? '');
      if (fund === undefined) return undefined;
      return {
        ...fund,
        allowed: allowedTo(asker.roles, 'fund', { state: fund.state, scope: { potId: null, parties: {} } }),
      };
    },
  }),
];

import {
  readCommandLedger,
  readFundLedger,
  readGrantLedger,
  readPotHoldings,
  readPotLedger,
} from '../../../../db/queries/money/ledger';
import { readingRoles } from '../../../domain/lives/roles';
import {
  fundLedgerQuery,
  holdingExample,
  holdingsPage,
  holdingsQuery,
  ledgerLineExample,
  ledgerPage,
  ledgerQuery,
  potLedgerQuery,
} from '../../schemas/reads/money';
import { readRoute } from '../read-route';

const example = { items: [ledgerLineExample], next: null };

/** Reads of the ledger. */
export const ledgerReads = [
  readRoute({
    operationId: 'getGrantLedger',
    path: '/grants/{id}/ledger',
    summary: 'What moved on the accounts of a grant, the last first',
    roles: 'any',
    query: ledgerQuery,
    response: ledgerPage,
    refusals: ['APPLICATION_WITHHELD'],
    example,
    handle: ({ db, params, query, ...asker }) => readGrantLedger(db, asker, params['id'] ?? '', query),
  }),
  readRoute({
    operationId: 'getPotLedger',
    path: '/pots/{id}/ledger',
    summary: 'What moved on the accounts of a pot, in both books, or on one of them, the last first',
    roles: readingRoles,
    query: potLedgerQuery,
    response: ledgerPage,
    example,
    handle: ({ db, params, query, ...asker }) => readPotLedger(db, asker, params['id'] ?? '', query),
  }),
  readRoute({
    operationId: 'listPotHoldings',
    path: '/pots/{id}/holdings',
    summary: 'The accounts of grants that make a total of a pot: awarded, paid, promised or left',
    roles: readingRoles,
    query: holdingsQuery,
    response: holdingsPage,
    example: { items: [holdingExample], next: null },
    handle: ({ db, params, query, ...asker }) => readPotHoldings(db, asker, params['id'] ?? '', query),
  }),
  readRoute({
    operationId: 'getFundLedger',
    path: '/funds/{id}/ledger',
    summary: 'What moved on the accounts of a fund, in both books, or on one of them, the last first',
    roles: readingRoles,
    query: fundLedgerQuery,
    response: ledgerPage,
    example,
    handle: ({ db, params, query, ...asker }) => readFundLedger(db, asker, params['id'] ?? '', query),
  }),
  readRoute({
    operationId: 'getCommandLedger',
    path: '/commands/{id}/ledger',
    summary: 'All that one command moved, the last first',
    roles: readingRoles,
    query: ledgerQuery,
    response: ledgerPage,
    example,
    handle: ({ db, params, query, ...asker }) => readCommandLedger(db, asker, params['id'] ?? '', query),
  }),
];

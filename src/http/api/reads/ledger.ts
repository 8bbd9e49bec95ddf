import { readGrantLedger, readPotLedger } from '../../../../db/queries/ledger';
import { readingRoles } from '../../../domain/lives/roles';
import { ledgerLineExample, ledgerPage, ledgerQuery } from '../../schemas/reads/money';
import { readRoute } from '../read-route';

/** Reads of the ledger. */
export const ledgerReads = [
  readRoute({
    operationId: 'getGrantLedger',
    path: '/grants/{id}/ledger',
    summary: 'What moved on the accounts of a grant, the last first',
    roles: 'any',
    query: ledgerQuery,
    response: ledgerPage,
    example: { items: [ledgerLineExample], next: null },
    handle: ({ db, params, query, ...asker }) => readGrantLedger(db, asker, params['id'] ?? '', query),
  }),
  readRoute({
    operationId: 'getPotLedger',
    path: '/pots/{id}/ledger',
    summary: 'What moved on the accounts of a pot, in both books, the last first',
    roles: readingRoles,
    query: ledgerQuery,
    response: ledgerPage,
    example: { items: [ledgerLineExample], next: null },
    handle: ({ db, params, query, ...asker }) => readPotLedger(db, asker, params['id'] ?? '', query),
  }),
];

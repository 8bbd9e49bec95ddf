import { findPaymentRun, listPaymentRuns } from '../../../../db/queries/money/payment-runs';
import { listPayments } from '../../../../db/queries/money/payments';
import { exportAsCsv } from '../../../commands/payments/export-csv';
import { staffRoles } from '../../../domain/lives/roles';
import {
  paymentExample,
  paymentRunAnswer,
  paymentRunExample,
  paymentRunListedExample,
  paymentRunsPage,
  paymentRunsQuery,
  paymentsPage,
  paymentsQuery,
} from '../../schemas/reads/money';
import { z } from 'zod';
import { sameAccountsOf, sameAccountTold } from './same-accounts';
import { readRoute } from '../read-route';
import { findRunFile, hashOfRun } from './run-file';
import { withReason } from './with-reason';
import { allowedTo } from './allowed';

/** Reads about payments and payment runs. */
export const paymentReads = [
  readRoute({
    operationId: 'listPayments',
    path: '/payments',
    summary: 'Payments of every kind, the last scheduled first, with what each that waits is waiting for',
    roles: staffRoles,
    query: paymentsQuery,
    response: paymentsPage,
    example: { items: [paymentExample], next: null },
    handle: async ({ db, query, ...asker }) => {
      const { items, next } = await listPayments(db, asker, query, query);
      return {
        items: items.map(({ sequence: _, funderName, ...payment }) => withReason(payment, funderName, 'staff')),
        next,
      };
    },
  }),
  readRoute({
    operationId: 'listPaymentRuns',
    path: '/payment-runs',
    summary: 'Payment runs, newest first',
    roles: staffRoles,
    query: paymentRunsQuery,
    response: paymentRunsPage,
    example: { items: [paymentRunListedExample], next: null },
    handle: ({ db, query, ...asker }) => listPaymentRuns(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getPaymentRun',
    path: '/payment-runs/{id}',
    summary: 'One payment run as it is looked at before it is authorised, with the hash of exactly that',
    roles: staffRoles,
    response: paymentRunAnswer,
    example: paymentRunExample,
    handle: async ({ db, params, open, ...asker }) => {
      const found = await findPaymentRun(db, asker, params['id'] ?? '');
      if (found === undefined) return undefined;
      const { lines, potId, alike: _, ...run } = found;
      const held = lines.filter(({ droppedAt }) => droppedAt === null);
      return {
        ...run,
        seenHash: hashOfRun(found),
        sameAccounts: sameAccountsOf(found, open).map(sameAccountTold),
        payments: held.map(paymentOfRun),
        dropped: lines.filter(({ droppedAt }) => droppedAt !== null).map(paymentOfRun),
        allowed: allowedTo(asker.roles, 'payment_run', { state: run.state, scope: { potId, parties: {} } }),
      };
    },
  }),
  readRoute({
    operationId: 'exportPaymentRun',
    path: '/payment-runs/{id}/export',
    summary: 'The file of a released payment run for the bank’s upload, with bank details',
    roles: ['payment_maker'],
    response: z.string(),
    example:
      'Payee name,Sort code,Account number,Amount,Reference\r\nF.W.P. Hibiscus,089999,66374958,1935.00,CRO-2026-0042\r\n',
    contentType: 'text/csv',
    refusals: ['BANK_DETAILS_UNREADABLE'],
    handle: async ({ db, params, open, ...asker }) => {
      const found = await findRunFile(db, open, asker, params['id'] ?? '');
      return found === undefined ? undefined : exportAsCsv(found.lines);
    },
  }),
];

type LineOfRun = NonNullable<Awaited<ReturnType<typeof findPaymentRun>>>['lines'][number];

const paymentOfRun = ({
  bankAccountId: _,
  partyId: _party,
  droppedAt: __,
  paymentState: state,
  ...line
}: LineOfRun) => ({
  ...line,
  state,
});

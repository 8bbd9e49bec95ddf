import { defineCommand } from '../apply/definition';
import { holdRefusal, lockGrantsOfRun, lockPaymentsOfRun, unreadablePayments, unreadableRefusal } from './run-payments';

/** Nothing more needs to be said. */
export type ExportRunBody = Readonly<Record<string, never>>;

/** Releases an authorised run's file for the bank; the file itself is read from the run. @refusal PAYMENT_ON_HOLD, BANK_DETAILS_UNREADABLE */
export const exportRun = defineCommand<ExportRunBody, 'payment_run'>('payment_run', 'exportRun', async (c) => {
  const [held, payments, unreadable] = await Promise.all([
    lockGrantsOfRun(c.tx, c.tenantId, c.subjectId),
    lockPaymentsOfRun(c.tx, c.tenantId, c.subjectId),
    unreadablePayments(c.tx, c.tenantId, c.subjectId, c.canOpen),
  ]);
  return holdRefusal(payments, held) ?? unreadableRefusal(unreadable) ?? { to: 'exported', set: { exported_at: c.at } };
});

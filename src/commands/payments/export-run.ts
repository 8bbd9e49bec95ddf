import { refuse } from '../../domain/refusal';
import { defineCommand } from '../apply/definition';
import { lockGrantsOfRun } from './run-payments';

/** Nothing more needs to be said. */
export type ExportRunBody = Readonly<Record<string, never>>;

/** Releases an authorised run's file for the bank; the file itself is read from the run. @refusal PAYMENT_ON_HOLD */
export const exportRun = defineCommand<ExportRunBody, 'payment_run'>('payment_run', 'exportRun', async (c) => {
  const held = await lockGrantsOfRun(c.tx, c.tenantId, c.subjectId);
  if (held.length > 0) return refuse('PAYMENT_ON_HOLD', { facts: { paymentIds: held } });
  return { to: 'exported', set: { exported_at: c.at } };
});

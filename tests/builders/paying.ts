import { inTenant } from '../../db/transaction';
import { readSeenRun } from '../../src/commands/payments/seen-hash';
import type { Inbox } from '../support/inbox';
import type { Organisation } from './organisation';
import type { Pot } from './pot';

type Sending = Pick<Inbox, 'done' | 'db' | 'look'>;

/** The day that it is, by the database's clock, `YYYY-MM-DD` in London. */
export async function today(inbox: Pick<Inbox, 'look'>): Promise<string> {
  const [row] = await inbox.look<{ today: string }>(
    `select (app.now() at time zone 'Europe/London')::date::text as today`,
  );
  return row!.today;
}

/** Records money of the funder in the bank of a pot. */
export async function cashArrives(
  inbox: Sending,
  { manager }: Organisation,
  { fundId, potId }: Pot,
  amountPence: number,
): Promise<void> {
  const on = await today(inbox);
  const expected = await inbox.done(manager, 'expectInstalment', fundId, { potId, amountPence, expectedOn: on });
  const instalmentId = String(expected.result?.['instalmentId']);
  await inbox.done(manager, 'recordInstalment', fundId, { instalmentId, receivedOn: on });
}

/** Pays all that is ready in a pot: one run, built, authorised, exported and sent. @returns its id and its payments, none told apart yet */
export async function sentRun(
  inbox: Sending,
  { tenantId, paymentMaker, paymentAuthoriser }: Organisation,
  potId: string,
): Promise<{ readonly runId: string; readonly paymentIds: readonly string[] }> {
  const { subjectId: runId } = await inbox.done(paymentMaker, 'buildRun', null, { potId, name: 'Payments' });
  await inbox.done(paymentMaker, 'requestAuthorisation', runId);
  const { seenHash } = await inTenant(inbox.db, tenantId, (tx) => readSeenRun(tx, tenantId, runId));
  await inbox.done(paymentAuthoriser, 'authoriseRun', runId, { seenHash });
  await inbox.done(paymentMaker, 'exportRun', runId);
  await inbox.done(paymentMaker, 'markSent', runId);
  const payments = await inbox.look<{ id: string }>('select id from payment where run_id = $1 order by sequence', [
    runId,
  ]);
  return { runId, paymentIds: payments.map(({ id }) => id) };
}

/** Pays all that is ready in a pot, down to the bank statement. */
export async function payAllReady(inbox: Sending, organisation: Organisation, potId: string): Promise<void> {
  const { runId, paymentIds } = await sentRun(inbox, organisation, potId);
  const on = await today(inbox);
  const outcomes = paymentIds.map((paymentId) => ({ paymentId, outcome: 'settled', on }));
  await inbox.done(organisation.paymentMaker, 'recordOutcomes', runId, { outcomes });
}

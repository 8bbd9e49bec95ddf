import { disarm } from '../../domain/calendar/deadlines';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { tellOnTimelines } from './payment-events';
import { holdRefusal, lockGrantsOfRun, lockPaymentsOfRun, moveAllOfRun } from './run-payments';
import { runDutyRefusal } from './run-segregation';
import { readSeenRun } from './seen-hash';

/** What was authorised, by the hash that the run's page showed with it. */
export interface AuthoriseRunBody {
  readonly seenHash: string;
}

/**
 * Somebody else authorises exactly what they saw: nobody who built the run, asked for any of its money, decided on it alone, gave its
 * bank details, or is connected to such a person or to a payee.
 * @refusal SEEN_HASH_STALE, PAYMENT_ON_HOLD, SAME_PERSON, CONNECTED_PERSON
 */
export const authoriseRun = defineCommand<AuthoriseRunBody, 'payment_run'>('payment_run', 'authoriseRun', async (c) => {
  const { tx, tenantId, subjectId: runId, actorId, row } = c;
  if (actorId === null) throw new Error('a run is authorised by somebody');
  const [held, payments] = await Promise.all([
    lockGrantsOfRun(tx, tenantId, runId),
    lockPaymentsOfRun(tx, tenantId, runId),
  ]);
  const [refusal, seen] = await Promise.all([
    runDutyRefusal(c, 'authorised run', runId, payments),
    readSeenRun(tx, tenantId, runId),
  ]);
  if (refusal !== undefined) return refusal;
  if (seen.seenHash !== c.body.seenHash) return refuse('SEEN_HASH_STALE', { field: '/seenHash' });
  const onHold = holdRefusal(payments, held);
  if (onHold !== undefined) return onHold;
  const told = { payments: seen.payments, totalPence: seen.totalPence };
  return {
    to: 'authorised',
    deadlines: disarm(c.deadlines, 'authorisation'),
    writes: [
      moveAllOfRun(tx, tenantId, runId, ['in_run'], 'authorised'),
      tx
        .insertInto('authorisation')
        .values({
          tenant_id: tenantId,
          run_id: runId,
          person_id: actorId,
          seen_hash: seen.seenHash,
          total_pence: seen.totalPence,
          at: c.at,
          command_id: c.commandId,
        })
        .compile(),
      ...tellOnTimelines(
        c,
        'payment_authorised',
        payments.map((payment) => ({ ...payment, after: { runId } })),
      ),
    ],
    duties: [{ duty: 'authorised run', personId: actorId }],
    event: { after: told },
    mails: [{ template: 'run-authorised', to: row.owner_id, facts: told }],
  };
});

import { sql, type CompiledQuery } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Plain } from '../apply/change';
import type { Acting, PaymentName } from './acting';

/** What happened to payments, in the past tense. */
export type PaymentEvent =
  | 'payment_waits_for_cash'
  | 'payment_became_ready'
  | 'payment_put_in_run'
  | 'payment_taken_out_of_run'
  | 'payment_authorised'
  | 'payment_sent'
  | 'payment_settled'
  | 'payment_returned'
  | 'payment_outcome_unknown'
  | 'payment_cancelled';

/** One payment to tell of, and what its event holds besides its id. */
export interface Told extends PaymentName {
  readonly after: Plain;
}

/**
 * Tells on the timelines of their grants what happened to any number of payments: one statement with one parameter, because
 * thousands of rows of parameters would be more than a statement can have.
 */
export function tellOnTimelines(
  { tx, tenantId, commandId, at, actorId }: Acting,
  type: PaymentEvent,
  payments: readonly Told[],
): CompiledQuery[] {
  const rows = payments
    .filter(({ grantId }) => grantId !== null)
    .map(({ id, grantId, purchaseId, after }) => ({
      id: newId(),
      subject_type: purchaseId === null ? 'grant' : 'purchase',
      subject_id: purchaseId ?? grantId,
      grant_id: grantId,
      after: { paymentId: id, ...after },
    }));
  if (rows.length === 0) return [];
  return [
    sql`
      insert into event (tenant_id, id, type, at, actor_id, command_id, subject_type, subject_id, grant_id, after)
      select ${tenantId}::uuid, e.id, ${type}, ${at}::timestamptz, ${actorId}::uuid, ${commandId}::uuid, e.subject_type, e.subject_id, e.grant_id, e.after
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e (id uuid, subject_type text, subject_id uuid, grant_id uuid, after jsonb)
    `.compile(tx),
  ];
}

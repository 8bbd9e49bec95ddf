import { sql, type CompiledQuery } from 'kysely';
import type { MailTemplate } from '../../contracts/mail-templates';
import type { Pence } from '../../domain/money/money';
import type { Acting, PaymentName } from './acting';

/** A payment whose payee is told of it. */
interface Mailed extends PaymentName {
  readonly payeeId: string;
  readonly amountPence: Pence;
}

/** A mail to everybody who acts for the payees of any number of payments: one statement. */
export function mailPayees(
  { tx, tenantId, commandId }: Acting,
  template: Extract<MailTemplate, 'payment-sent' | 'payment-returned'>,
  payments: readonly Mailed[],
): CompiledQuery[] {
  const rows = payments
    .filter(({ grantId }) => grantId !== null)
    .map(({ id, grantId, purchaseId, payeeId, amountPence }) => ({
      payee_id: payeeId,
      subject_type: purchaseId === null ? 'grant' : 'purchase',
      subject_id: purchaseId ?? grantId,
      facts: { paymentId: id, amountPence },
    }));
  if (rows.length === 0) return [];
  return [
    sql`
      insert into outbox (tenant_id, id, command_id, template, person_id, subject_type, subject_id, facts, created_at, next_attempt_at)
      select ${tenantId}::uuid, uuidv7(), ${commandId}::uuid, ${template}, r.person_id, m.subject_type, m.subject_id, m.facts, app.now(), app.now()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m (payee_id uuid, subject_type text, subject_id uuid, facts jsonb)
      join (
        select distinct role.party_id, role.person_id from role join person on person.tenant_id = role.tenant_id and person.id = role.person_id
        where role.tenant_id = ${tenantId} and role.party_id is not null and role.ended_at is null and person.left_at is null
      ) r on r.party_id = m.payee_id
    `.compile(tx),
  ];
}

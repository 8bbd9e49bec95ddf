import { sql, type CompiledQuery } from 'kysely';
import { v7 as newId } from 'uuid';
import { subjectOfCommand } from '../../domain/lives';
import type { FollowUp } from '../apply/change';
import type { Acting, PaymentName } from './acting';

/**
 * What other subjects are told of payments that settled: a purchase that it is paid; a grant that its last instalment is, where its
 * report is counted from there. A grant that is closing has no payment under way, so none waits for this to close.
 */
export async function afterSettlement(acting: Acting, settled: readonly PaymentName[]): Promise<CompiledQuery[]> {
  if (settled.length === 0) return [];
  const instalments = settled.filter(({ purchaseId }) => purchaseId === null);
  const lastOf = new Map(instalments.map(({ id, grantId }) => [grantId, id]));
  const paidUp = instalments.length === 0 ? [] : await grantsWithLastInstalment(acting, instalments);
  return storeFollowUps(acting, [
    ...settled.flatMap(({ id, purchaseId }): readonly FollowUp[] =>
      purchaseId === null
        ? []
        : [{ command: 'notePurchasePaid', subjectId: purchaseId, body: { about: id }, key: `payment:${id}:settled` }],
    ),
    ...paidUp.map((grantId): FollowUp => ({
      command: 'noteLastPayment',
      subjectId: grantId,
      body: { about: lastOf.get(grantId) ?? null },
      key: `command:${acting.commandId}`,
    })),
  ]);
}

/** The running grants that are paid up once these settle, and whose report is counted from that. The grants are locked. */
async function grantsWithLastInstalment(
  { tx, tenantId }: Acting,
  settled: readonly PaymentName[],
): Promise<readonly string[]> {
  const settledIds = settled.map(({ id }) => id);
  const grantIds = settled.map(({ grantId }) => grantId);
  const { rows } = await sql<{ id: string }>`
    select a.id
    from application a join policy y on y.tenant_id = a.tenant_id and y.pot_id = a.pot_id and y.version = a.policy_version
    where a.tenant_id = ${tenantId} and a.id = any(${grantIds}::uuid[]) and a.stage = 'active'
      and y.body #>> '{report,from}' = 'last payment'
      and not exists (
        select 1 from payment p
        where p.tenant_id = a.tenant_id and p.grant_id = a.id and p.cause = 'grant' and p.state not in ('settled', 'cancelled')
          and p.id <> all(${settledIds}::uuid[])
      )
    order by a.id
  `.execute(tx);
  return rows.map(({ id }) => id);
}

/** Stores any number of the engine's commands for other subjects in two statements; the relay delivers them. */
function storeFollowUps({ tx, tenantId, commandId }: Acting, followUps: readonly FollowUp[]): CompiledQuery[] {
  if (followUps.length === 0) return [];
  const rows = JSON.stringify(
    followUps.map(({ command, subjectId, key, body }) => ({
      id: newId(),
      type: command,
      subject_type: subjectOfCommand(command),
      subject_id: subjectId,
      key,
      body: body ?? {},
    })),
  );
  return [
    sql`
      insert into command (tenant_id, id, caused_by, type, subject_type, subject_id, idempotency_key, body_hash, received_at)
      select ${tenantId}::uuid, f.id, ${commandId}::uuid, f.type, f.subject_type, f.subject_id, f.key, '', app.now()
      from jsonb_to_recordset(${rows}::jsonb) as f (id uuid, type text, subject_type text, subject_id uuid, key text)
    `.compile(tx),
    sql`
      insert into command_body (tenant_id, command_id, body)
      select ${tenantId}::uuid, f.id, f.body from jsonb_to_recordset(${rows}::jsonb) as f (id uuid, body jsonb)
    `.compile(tx),
  ];
}

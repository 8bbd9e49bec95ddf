import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../../db/client';
import type { CommandOutcome } from '../../contracts/runs';
import type { SubjectType } from '../../contracts/ids';
import type { Instant } from '../../domain/calendar/calendar';
import type { CommandName } from '../../domain/lives';
import type { HeldRole } from '../../domain/lives/roles';
import type { Policy } from '../../domain/policy/policy';

/** A command of the inbox with what applying it needs. */
export interface StoredCommand {
  readonly id: string;
  readonly type: CommandName;
  readonly subject: SubjectType;
  readonly subjectId: string;
  readonly actorId: string | null;
  readonly receivedAt: Instant;
  readonly attempts: number;
  readonly outcome: StoredOutcome | null;
  readonly body: unknown;
  readonly roles: readonly HeldRole[];
}

/** An outcome as it is stored: without the instants that come next, which are the row's to say. */
export type StoredOutcome = Omit<CommandOutcome, 'standing'>;

/** What applying needs to know besides the locked row, read in one statement after the lock. */
export interface Readings {
  readonly now: Instant;
  /** The policy that holds for the subject, and which version of its pot's it is; null for what belongs to no pot. */
  readonly policy: VersionedPolicy | null;
  /** The command that was asked for, if one was. */
  readonly asked: StoredCommand | undefined;
  /** The first command of the subject that waits and was stored before the one asked for, or at all. */
  readonly first: StoredCommand | undefined;
}

/** A version of a pot's policy. */
export interface VersionedPolicy {
  readonly version: number;
  readonly body: Policy;
}

/** Which policy holds, as a statement that gives its `pot_id` and its `version`, null for the pot's present one. */
export type PolicyFrom = RawBuilder<unknown>;

/** The policy that holds, as one value, to be read in a statement with others; null where there is none. */
export function policyAsValue(tenantId: string, from: PolicyFrom | null): RawBuilder<VersionedPolicy | null> {
  if (from === null) return sql`null::jsonb`;
  return sql`(
    select jsonb_build_object('version', p.version, 'body', p.body)
    from (${from}) s join pot o on o.tenant_id = ${tenantId} and o.id = s.pot_id
    join policy p on p.tenant_id = o.tenant_id and p.pot_id = o.id and p.version = coalesce(s.version, o.policy_version))`;
}

/** What is read, of which subject. */
export interface Applied {
  readonly tenantId: string;
  readonly subjectId: string;
  /** The command that was asked for; null to take what waits. */
  readonly askedId: string | null;
  /** Null for what belongs to no pot. */
  readonly policyFrom: PolicyFrom | null;
}

const command = (condition: ReturnType<typeof sql>) => sql`(
  select jsonb_build_object('id', c.id, 'type', c.type, 'subject', c.subject_type, 'subjectId', c.subject_id, 'actorId', c.actor_id,
    'receivedAt', to_char(c.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'attempts', c.attempts, 'outcome', c.outcome,
    'body', (select b.body from command_body b where b.tenant_id = c.tenant_id and b.command_id = c.id),
    'roles', coalesce((
      select jsonb_agg(jsonb_build_object('name', r.name, 'potId', r.pot_id, 'partyId', r.party_id, 'ownLimitPence', r.own_limit_pence))
      from role r where r.tenant_id = c.tenant_id and r.person_id = c.actor_id and r.ended_at is null), '[]'::jsonb))
  from command c where ${condition})`;

/** Waits until nobody else applies a command, and lets nobody else until this transaction ends. */
export async function lockCommand(tx: Tx, tenantId: string, commandId: string): Promise<void> {
  await sql`select from command where tenant_id = ${tenantId} and id = ${commandId} for update`.execute(tx);
}

/** Reads, in one statement, the command asked for, the first that waits, the policy and the time. The subject must be locked. */
export async function readForApplying(
  tx: Tx,
  { tenantId, subjectId, askedId, policyFrom }: Applied,
): Promise<Readings> {
  const { rows } = await sql<{
    now: Instant;
    policy: VersionedPolicy | null;
    asked: StoredCommand | null;
    first: StoredCommand | null;
  }>`
    select app.now() as now,
      ${policyAsValue(tenantId, policyFrom)} as policy,
      ${command(sql`c.tenant_id = ${tenantId} and c.id = ${askedId}::uuid`)} as asked,
      ${command(sql`c.tenant_id = ${tenantId} and c.id = (
        select w.id from command w where w.tenant_id = ${tenantId} and w.subject_id = ${subjectId} and w.status = 'stored'
        order by w.received_at, w.sequence limit 1)`)} as first
  `.execute(tx);
  const row = rows[0];
  if (row === undefined) throw new Error('a select without a table gives one row');
  return { now: row.now, policy: row.policy, asked: row.asked ?? undefined, first: row.first ?? undefined };
}

import { sql } from 'kysely';
import type { Tx } from '../../../db/client';
import type { CommandOutcome } from '../../contracts/runs';
import type { SubjectType } from '../../contracts/ids';
import type { Instant } from '../../domain/calendar';
import type { CommandName } from '../../domain/lives';
import type { HeldRole } from '../../domain/lives/roles';
import type { Policy } from '../../domain/policy';

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
  readonly policy: Policy | null;
  /** The command that was asked for, if one was. */
  readonly asked: StoredCommand | undefined;
  /** The first command of the subject that waits and was stored before the one asked for, or at all. */
  readonly first: StoredCommand | undefined;
}

/** Which policy holds: a version of a pot, or its present one. */
export interface PolicyOf {
  readonly potId: string;
  readonly version: number | null;
}

const command = (condition: ReturnType<typeof sql>) => sql`(
  select jsonb_build_object('id', c.id, 'type', c.type, 'subject', c.subject_type, 'subjectId', c.subject_id, 'actorId', c.actor_id,
    'receivedAt', to_char(c.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'attempts', c.attempts, 'outcome', c.outcome,
    'body', (select b.body from command_body b where b.tenant_id = c.tenant_id and b.command_id = c.id),
    'roles', coalesce((
      select jsonb_agg(jsonb_build_object('name', r.name, 'potId', r.pot_id, 'partyId', r.party_id, 'ownLimitPence', r.own_limit_pence))
      from role r where r.tenant_id = c.tenant_id and r.person_id = c.actor_id and r.ended_at is null), '[]'::jsonb))
  from command c where ${condition})`;

/** Reads, in one statement, the command asked for, the first that waits, the policy and the time. The subject must be locked. */
export async function readForApplying(
  tx: Tx,
  tenantId: string,
  subjectId: string,
  askedId: string | null,
  policy: PolicyOf | null,
): Promise<Readings> {
  const { rows } = await sql<{
    now: Instant;
    policy: Policy | null;
    asked: StoredCommand | null;
    first: StoredCommand | null;
  }>`
    select app.now() as now,
      (select p.body from policy p where p.tenant_id = ${tenantId} and p.pot_id = ${policy?.potId ?? null}::uuid
        and p.version = coalesce(${policy?.version ?? null}::int, (select o.policy_version from pot o where o.tenant_id = ${tenantId} and o.id = ${policy?.potId ?? null}::uuid))) as policy,
      ${command(sql`c.tenant_id = ${tenantId} and c.id = ${askedId}::uuid`)} as asked,
      ${command(sql`c.tenant_id = ${tenantId} and c.id = (
        select w.id from command w where w.tenant_id = ${tenantId} and w.subject_id = ${subjectId} and w.status = 'stored'
        order by w.received_at, w.sequence limit 1)`)} as first
  `.execute(tx);
  const row = rows[0];
  if (row === undefined) throw new Error('a select without a table gives one row');
  return { now: row.now, policy: row.policy, asked: row.asked ?? undefined, first: row.first ?? undefined };
}

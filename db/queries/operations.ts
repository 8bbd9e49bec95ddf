import { sql } from 'kysely';
import type { Database } from '../client';
import { readRows } from '../read';
import type { Asker } from './asker';
import { iso, isoOrNull } from './instants';

/** A command that got no answer, or none that is one. */
export interface CommandInTrouble {
  readonly id: string;
  readonly type: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly receivedAt: string;
  readonly attempts: number;
}

/** A subject with due instants that failed three times; they are left to people. */
export interface StuckSubject {
  readonly subjectType: string;
  readonly subjectId: string;
  /** Each by the name of its deadline, what it is about, its command and its instant. */
  readonly stuck: readonly string[];
}

/** A mail that did not leave yet, or was given up. */
export interface MailInTrouble {
  readonly id: string;
  readonly template: string;
  /** Null for somebody without an account. */
  readonly personId: string | null;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly createdAt: string;
  readonly attempts: number;
  readonly nextAttemptAt: string;
  readonly givenUpAt: string | null;
  /** A code, never words. */
  readonly lastError: string | null;
}

/** All that went wrong and waits for somebody, the oldest first and at most so many of each. */
export interface Operations {
  readonly failedCommands: readonly CommandInTrouble[];
  readonly waitingCommands: readonly CommandInTrouble[];
  readonly stuckSubjects: readonly StuckSubject[];
  readonly undeliveredMail: readonly MailInTrouble[];
}

const most = 100;
const waitsTooLong = '1 minute';

/** What is stuck in the asker's organisation. A mail counts once it failed to leave. */
export async function readOperations(db: Database, asker: Asker): Promise<Operations> {
  const command = sql`json_build_object('id', c.id, 'type', c.type, 'subjectType', c.subject_type, 'subjectId', c.subject_id,
    'receivedAt', ${iso('c.received_at')}, 'attempts', c.attempts)`;
  const stuckIn = (table: string, type: string) =>
    sql`(select ${type}::text as kind, s.id, s.stuck from ${sql.table(table)} s where s.tenant_id = ${asker.tenantId}::uuid and s.stuck <> '{}' order by s.id limit ${most})`;
  const rows = await readRows(
    db,
    asker,
    sql<Operations>`
      select
        coalesce((select json_agg(${command} order by c.sequence) from (
          select * from command where tenant_id = ${asker.tenantId}::uuid and status = 'failed' order by sequence limit ${most}) c), '[]'::json) as "failedCommands",
        coalesce((select json_agg(${command} order by c.received_at) from (
          select * from command where tenant_id = ${asker.tenantId}::uuid and status = 'stored' and received_at < app.now() - ${waitsTooLong}::interval
          order by received_at limit ${most}) c), '[]'::json) as "waitingCommands",
        coalesce((select json_agg(json_build_object('subjectType', s.kind, 'subjectId', s.id, 'stuck', to_jsonb(s.stuck))) from (
          ${stuckIn('application', 'grant')} union all ${stuckIn('purchase', 'purchase')} union all ${stuckIn('payment_run', 'payment_run')}
          union all ${stuckIn('round', 'round')}) s), '[]'::json) as "stuckSubjects",
        coalesce((select json_agg(json_build_object('id', o.id, 'template', o.template, 'personId', o.person_id, 'subjectType', o.subject_type,
            'subjectId', o.subject_id, 'createdAt', ${iso('o.created_at')}, 'attempts', o.attempts, 'nextAttemptAt', ${iso('o.next_attempt_at')},
            'givenUpAt', ${isoOrNull('o.given_up_at')}, 'lastError', o.last_error) order by o.sequence) from (
          select * from outbox where tenant_id = ${asker.tenantId}::uuid and sent_at is null and (given_up_at is not null or last_error is not null)
          order by sequence limit ${most}) o), '[]'::json) as "undeliveredMail"
    `.compile(db),
  );
  const row = rows[0];
  if (row === undefined) throw new Error('a select without a table gives one row');
  return row;
}

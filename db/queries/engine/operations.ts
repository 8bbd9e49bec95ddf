import { sql } from 'kysely';
import type { Database } from '../../client';
import { readRow, readRows } from '../../read';
import type { Asker } from '../asker';
import { iso, isoOrNull } from '../instants';
import { namedRowOf, numberOf, oneMoreThan, pageByName, pageByNumber, type Cursor, type Page } from '../paging';

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

/** Which part of a list is wanted: so many lines, after a place. */
interface Wanted {
  readonly limit: number;
  readonly cursor?: Cursor | undefined;
}

const commandColumns = sql`c.sequence, c.id, c.type, c.subject_type as "subjectType", c.subject_id as "subjectId",
  ${iso('c.received_at')} as "receivedAt", c.attempts`;

const afterNumber = (column: string, { cursor }: Wanted) => {
  const place = cursor === undefined ? undefined : numberOf(cursor);
  return place === undefined ? sql`` : sql`and ${sql.ref(column)} > ${place}`;
};

/** The commands that failed, or that wait too long for an answer; the oldest first. */
export async function listCommandsInTrouble(
  db: Database,
  asker: Asker,
  kind: 'failed' | 'waiting',
  wanted: Wanted,
): Promise<Page<CommandInTrouble>> {
  const which =
    kind === 'failed'
      ? sql`c.status = 'failed'`
      : sql`c.status = 'stored' and c.received_at < app.now() - ${waitsTooLong}::interval`;
  const rows = await readRows(
    db,
    asker,
    sql<CommandInTrouble & { readonly sequence: number }>`
      select ${commandColumns} from command c where c.tenant_id = ${asker.tenantId}::uuid and ${which} ${afterNumber('c.sequence', wanted)}
      order by c.sequence limit ${oneMoreThan(wanted.limit)}
    `.compile(db),
  );
  return pageByNumber(rows, wanted.limit, ({ sequence }) => sequence);
}

/** The subjects whose due instants failed, by id. */
export async function listStuckSubjects(db: Database, asker: Asker, wanted: Wanted): Promise<Page<StuckSubject>> {
  const last = wanted.cursor === undefined ? undefined : namedRowOf(wanted.cursor);
  const of = (table: string, type: string) =>
    sql`(select ${type}::text as "subjectType", s.id, to_jsonb(s.stuck) as stuck from ${sql.table(table)} s
      where s.tenant_id = ${asker.tenantId}::uuid and s.stuck <> '{}' ${last === undefined ? sql`` : sql`and s.id > ${last}::uuid`}
      order by s.id limit ${oneMoreThan(wanted.limit)})`;
  const rows = await readRows(
    db,
    asker,
    sql<{ id: string; subjectType: string; stuck: readonly string[] }>`
      select * from (${of('application', 'grant')} union all ${of('purchase', 'purchase')} union all ${of('payment_run', 'payment_run')}
        union all ${of('round', 'round')}) s order by s.id limit ${oneMoreThan(wanted.limit)}
    `.compile(db),
  );
  const { items, next } = pageByName(rows, wanted.limit);
  return { items: items.map(({ id, ...row }) => ({ subjectId: id, ...row })), next };
}

const mailColumns = sql`o.sequence, o.id, o.template, o.person_id as "personId", o.subject_type as "subjectType", o.subject_id as "subjectId",
  ${iso('o.created_at')} as "createdAt", o.attempts, ${iso('o.next_attempt_at')} as "nextAttemptAt", ${isoOrNull('o.given_up_at')} as "givenUpAt",
  o.last_error as "lastError"`;

/** The mails that did not leave, the oldest first. */
export async function listMailInTrouble(db: Database, asker: Asker, wanted: Wanted): Promise<Page<MailInTrouble>> {
  const rows = await readRows(
    db,
    asker,
    sql<MailInTrouble & { readonly sequence: number }>`
      select ${mailColumns} from outbox o
      where o.tenant_id = ${asker.tenantId}::uuid and o.sent_at is null and (o.given_up_at is not null or o.last_error is not null)
        ${afterNumber('o.sequence', wanted)}
      order by o.sequence limit ${oneMoreThan(wanted.limit)}
    `.compile(db),
  );
  return pageByNumber(rows, wanted.limit, ({ sequence }) => sequence);
}

/** A mail that did not leave, and to whom it was to go: null for somebody without an account. */
export interface OneMailInTrouble extends MailInTrouble {
  readonly name: string | null;
  readonly email: string | null;
}

/** One mail that did not leave yet; undefined once it has, or when there is none. */
export function findMailInTrouble(db: Database, asker: Asker, id: string): Promise<OneMailInTrouble | undefined> {
  return readRow(
    db,
    asker,
    sql<OneMailInTrouble>`
      select ${mailColumns}, p.name, l.email from outbox o
        left join person p on p.tenant_id = o.tenant_id and p.id = o.person_id left join login l on l.id = p.login_id
      where o.tenant_id = ${asker.tenantId}::uuid and o.id = ${id}::uuid and o.sent_at is null
        and (o.given_up_at is not null or o.last_error is not null)
    `.compile(db),
  );
}

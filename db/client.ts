import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { Pool, types, type PoolClient, type PoolConfig } from 'pg';
import { preparing } from './prepared';
import type { DB } from './types';

/** A connection pool to the application's database, typed by its tables. */
export type Database = Kysely<DB>;

/** One connection inside a transaction that {@link inTenant} opened. */
export type Tx = Kysely<DB> | Transaction<DB>;

const oid = { int8: 20, date: 1082, timestamptz: 1184 } as const;

const safeInteger = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a whole number from the database is too large to be exact');
  return value;
};

/** As Postgres writes an instant in UTC, `2026-11-22 17:04:00.12+00`: cut together anew, for a list has hundreds and a Date takes its time. */
const inUtc = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,3})\d*)?\+00$/;

function instant(text: string): string {
  const parts = inUtc.exec(text);
  return parts === null
    ? new Date(text).toISOString()
    : `${parts[1] ?? ''}T${parts[2] ?? ''}.${(parts[3] ?? '').padEnd(3, '0')}Z`;
}

// Sums are safe integers, days stay `YYYY-MM-DD`, instants are ISO 8601 in UTC with milliseconds: no value of ours is a Date.
type Parser = (text: string) => unknown;
const parsers: Record<number, Parser> = {
  [oid.int8]: safeInteger,
  [oid.date]: (text: string) => text,
  [oid.timestamptz]: instant,
};

/** How long a pool waits, in milliseconds: for a lock, for a statement, and for any answer at all, in this order of length. */
export interface Patience {
  readonly lockMs: number;
  readonly statementMs: number;
  readonly answerMs: number;
}

/** For whoever works on by itself, and tries again. */
const patient: Patience = { lockMs: 8_000, statementMs: 10_000, answerMs: 12_000 };

/** For whoever is waited for by a person: told sooner that it is not for the moment, they ask again. */
export const impatient: Patience = { lockMs: 5_000, statementMs: 6_000, answerMs: 7_000 };

/** What a pool may be told. */
export interface DatabaseOptions {
  /** How many connections at most; each command holds one while it is applied. */
  readonly connections?: number;
  /** Ten seconds for a statement, unless told otherwise. */
  readonly patience?: Patience;
}

/**
 * Opens a pool. No statement and no wait for a lock is without an end, so that a paused server frees whoever waits for it. When a server
 * that should have given up on a statement has not even said so, its connection passes nothing any more: it is closed, and so are
 * the idle ones, which were there as long and would each be found silent only by somebody's waiting.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const { lockMs, statementMs, answerMs } = options.patience ?? patient;
  const settings: PoolConfig & { pipeline: boolean } = {
    connectionString: url,
    // Statements that are begun without waiting for each other's answers travel together; see db/transaction.ts.
    pipeline: true,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementMs,
    lock_timeout: lockMs,
    query_timeout: answerMs,
    idle_in_transaction_session_timeout: 15_000,
    types: { getTypeParser: (id, format) => parsers[id] ?? (types.getTypeParser(id, format) as Parser) },
  };
  const pool = new Pool(settings);
  // A lost connection is told to whoever uses it by its query; unheard, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const idle = new Set<PoolClient>();
  pool.on('acquire', (client) => idle.delete(client));
  pool.on('remove', (client) => idle.delete(client));
  pool.on('release', (_error, client) => {
    if (isAtRest(client)) {
      idle.add(client);
      return;
    }
    void client.end().catch(() => undefined);
    if (hasNoAnswer(client)) for (const other of idle) drop(other);
  });
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
  pools.set(db, pool);
  return db;
}

const pools = new WeakMap<Database, Pool>();

/** The pool that {@link openDatabase} opened. @throws Error for a database that it did not open */
export function poolOf(db: Database): Pool {
  const pool = pools.get(db);
  if (pool === undefined) throw new Error('this database was not opened by openDatabase');
  return pool;
}

/** How busy a pool is: connections that are open, those of them that nobody uses, and how many wait for one. */
export interface PoolFigures {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

/** How busy a pool is that {@link openDatabase} opened. */
export function poolFigures(db: Database): PoolFigures {
  const pool = pools.get(db);
  return { total: pool?.totalCount ?? 0, idle: pool?.idleCount ?? 0, waiting: pool?.waitingCount ?? 0 };
}

/**
 * Whether a connection is between transactions and waits for no answer. One whose rollback was never answered is not: whoever got it
 * next would commit what was to be undone. An ended one is not handed out again.
 */
function isAtRest(client: PoolClient): boolean {
  const { getTransactionStatus } = client as Partial<{ getTransactionStatus: () => string }>;
  return !hasNoAnswer(client) && (getTransactionStatus?.call(client) ?? 'I') === 'I';
}

/** Whether a connection still waits for the answer to a query, or is lost. */
function hasNoAnswer(client: PoolClient): boolean {
  return (client as { readyForQuery?: boolean }).readyForQuery === false;
}

/** Closes a connection that nobody uses without a word to the server, who may not hear it. The pool forgets it by its error. */
function drop(client: PoolClient): void {
  const { connection } = client as { connection?: { stream: { destroy(error: Error): void } } };
  connection?.stream.destroy(new Error('another connection was silent'));
}

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

// Sums are safe integers, days stay `YYYY-MM-DD`, instants are ISO 8601 in UTC with milliseconds: no value of ours is a Date.
type Parser = (text: string) => unknown;
const parsers: Record<number, Parser> = {
  [oid.int8]: safeInteger,
  [oid.date]: (text: string) => text,
  [oid.timestamptz]: (text: string) => new Date(text).toISOString(),
};

/** What a pool may be told. */
export interface DatabaseOptions {
  /** How many connections at most; each command holds one while it is applied. */
  readonly connections?: number;
}

/**
 * Opens a pool. No statement runs longer than ten seconds and no lock is waited for longer than eight, so that a paused server
 * frees whoever waits for it.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const settings: PoolConfig & { pipeline: boolean } = {
    connectionString: url,
    // Statements that are begun without waiting for each other's answers travel together; see db/transaction.ts.
    pipeline: true,
    max: options.connections ?? 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    lock_timeout: 8_000,
    query_timeout: 12_000,
    idle_in_transaction_session_timeout: 15_000,
    types: { getTypeParser: (id, format) => parsers[id] ?? (types.getTypeParser(id, format) as Parser) },
  };
  const pool = new Pool(settings);
  // A lost connection is told to whoever uses it by its query; unheard, it would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('release', (_error, client) => {
    if (!isAtRest(client)) void client.end().catch(() => undefined);
  });
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
  pools.set(db, pool);
  return db;
}

const pools = new WeakMap<Database, Pool>();

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
  const { readyForQuery, getTransactionStatus } = client as Partial<{
    readyForQuery: boolean;
    getTransactionStatus: () => string;
  }>;
  return readyForQuery !== false && (getTransactionStatus?.call(client) ?? 'I') === 'I';
}

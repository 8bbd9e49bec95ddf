import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';

/** More different statements than the product has; what comes after these is planned each time. */
const atMost = 500;

/** The name of each statement that was ever run, by its text: the same on every connection of this process. */
const names = new Map<string, string>();

/**
 * A pool whose statements are prepared once a connection and then run by name: Postgres parses and plans most of a command's
 * statements for longer than it runs them.
 */
export function preparing(pool: Pool): PostgresPool {
  const prepared = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    connect: async () => {
      const client = await pool.connect();
      const known = prepared.get(client);
      if (known !== undefined) return known;
      const made = preparingClient(client);
      prepared.set(client, made);
      return made;
    },
    end: () => pool.end(),
  };
}

function preparingClient(client: PoolClient): PostgresPoolClient {
  function query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query(asked: string | PostgresCursor<unknown>, values: readonly unknown[] = []): unknown {
    if (typeof asked !== 'string') throw new TypeError('lists are read in pages, not by cursors');
    const name = values.length === 0 ? undefined : nameOf(asked);
    return client.query({ text: asked, values: [...values], ...(name === undefined ? {} : { name }) });
  }
  return {
    query,
    release: () => {
      client.release();
    },
  };
}

/** A prepared statement that gives all columns breaks, on connections that have it, when a migration adds one. */
const givesAllColumns = /\b(select|returning)\s+(\w+\.)?\*|,\s*\w+\.\*/i;

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= atMost || givesAllColumns.test(text)) return known;
  const name = `s${String(names.size)}`;
  names.set(text, name);
  return name;
}

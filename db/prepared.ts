import type { Socket } from 'node:net';
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { statementName } from './statement-names';

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
    together(client);
    const name = values.length === 0 || givesAllColumns.test(asked) ? undefined : statementName(asked);
    return client.query({ text: asked, values: [...values], ...(name === undefined ? {} : { name }) });
  }
  return {
    query,
    release: () => {
      client.release();
    },
  };
}

const gathering = new WeakSet<PoolClient>();

/** What is begun in one turn goes to the socket in one write: the driver makes one of each statement, and each wakes Postgres. */
function together(client: PoolClient): void {
  const { connection } = client as { connection?: { stream: Pick<Socket, 'cork' | 'uncork'> } };
  if (connection === undefined || gathering.has(client)) return;
  gathering.add(client);
  connection.stream.cork();
  process.nextTick(() => {
    gathering.delete(client);
    connection.stream.uncork();
  });
}

/** A prepared statement that gives all columns breaks, on connections that have it, when a migration adds one. */
const givesAllColumns = /\b(select|returning)\s+(\w+\.)?\*|,\s*\w+\.\*/i;

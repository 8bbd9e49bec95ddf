import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Driver,
  type KyselyPlugin,
} from 'kysely';
import type { DB } from './types';

/** Statements on one connection that somebody holds. */
export interface OnConnection {
  readonly statements: Kysely<DB>;
  /** Refuses what is begun from now on: the connection may be somebody else's by then. */
  readonly end: () => void;
}

/**
 * Builds and runs statements on one connection that somebody holds. Kysely's own way to do this waits for each answer before it
 * sends the next statement; here those that are begun in one turn travel together, and are run in the order in which they were begun.
 */
export function onConnection(connection: DatabaseConnection, plugins: readonly KyselyPlugin[] = []): OnConnection {
  const held = { connection, ended: false };
  return {
    statements: new Kysely<DB>({
      dialect: {
        createAdapter: () => new PostgresAdapter(),
        createDriver: () => holding(held),
        createIntrospector: (db) => new PostgresIntrospector(db),
        createQueryCompiler: () => new PostgresQueryCompiler(),
      },
      plugins: [...plugins],
    }),
    end: () => {
      held.ended = true;
    },
  };
}

/** A driver that has one connection, which is not its own to begin, end or close. */
function holding(held: { readonly connection: DatabaseConnection; readonly ended: boolean }): Driver {
  const notHere = () => Promise.reject(new Error('inTenant begins and ends transactions'));
  return {
    init: () => Promise.resolve(),
    acquireConnection: () =>
      held.ended ? Promise.reject(new Error('this transaction has ended')) : Promise.resolve(held.connection),
    releaseConnection: () => Promise.resolve(),
    beginTransaction: notHere,
    commitTransaction: notHere,
    rollbackTransaction: notHere,
    destroy: () => Promise.resolve(),
  };
}

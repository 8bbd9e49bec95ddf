import { CompiledQuery } from 'kysely';
import type { Database, Tx } from './client';
import { onConnection } from './on-connection';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Leaves the last statements of a transaction to be sent together with its commit. `failed` is told what any of them fails with, and throws. */
export type WithCommit = (last: readonly CompiledQuery[], failed: (error: unknown) => never) => void;

/**
 * Runs work in one transaction that sees one tenant's rows and no others: the only way to a transaction. What the work throws
 * rolls everything back and is thrown on.
 *
 * Statements that the work begins without waiting in between travel to Postgres together and are run in that order, each seeing what
 * was committed before it: `Promise.all` over readings costs one round trip. The first of them takes the opening along.
 */
export async function inTenant<T>(
  db: Database,
  tenantId: string,
  work: (tx: Tx, withCommit: WithCommit) => Promise<T>,
): Promise<T> {
  if (!uuid.test(tenantId)) throw new TypeError('a tenant is named by a UUID');
  const executor = db.getExecutor();
  return executor.provideConnection(async (connection) => {
    const run = (text: string) => connection.executeQuery(CompiledQuery.raw(text));
    let last: readonly CompiledQuery[] = [];
    let lastFailed = (error: unknown): never => {
      throw error;
    };
    // Both in one statement; the id was checked above, since a setting takes no parameter.
    const begun = run(`begin; set local app.tenant = '${tenantId}'`);
    begun.catch(() => undefined); // told below, or by the first statement that it takes along
    const { statements, end } = onConnection(connection, executor.plugins);
    try {
      const result = await work(statements, (queries, failed) => {
        [last, lastFailed] = [queries, failed];
      });
      const sent = last.map((query) => connection.executeQuery(query));
      await together([begun, ...sent, run('commit')]).catch(lastFailed);
      return result;
    } catch (error) {
      end(); // of readings that were begun together, the others may still want to go on
      await run('rollback').catch(() => undefined);
      throw error;
    } finally {
      end();
    }
  });
}

/** Waits for all answers; what failed first is the reason, not what the others then say. */
async function together(statements: readonly Promise<unknown>[]): Promise<void> {
  for (const answer of await Promise.allSettled(statements)) if (answer.status === 'rejected') throw answer.reason;
}

import { CompiledQuery } from 'kysely';
import type { Database, Tx } from './client';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Runs work in one transaction that sees one tenant's rows and no others: the only way to a transaction. What the work throws
 * rolls everything back and is thrown on.
 */
export async function inTenant<T>(db: Database, tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!uuid.test(tenantId)) throw new TypeError('a tenant is named by a UUID');
  return db.connection().execute(async (tx) => {
    // Both in one round trip; the id was checked above, since a setting takes no parameter.
    await tx.executeQuery(CompiledQuery.raw(`begin; set local app.tenant = '${tenantId}'`));
    try {
      const result = await work(tx);
      await tx.executeQuery(CompiledQuery.raw('commit'));
      return result;
    } catch (error) {
      await tx.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined);
      throw error;
    }
  });
}

import { sql } from 'kysely';
import type { Database } from '../../../db/client';

/** The organisation that addresses call by this name: for whoever has no account. Undefined where there is none. */
export async function tenantOfSlug(db: Database, slug: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select tenant_id as id from app.tenant_of_slug(${slug})`.execute(db);
  return rows[0]?.id;
}

/** The organisation of a Grantpot that has one alone, as most do. Undefined where there are several, or none yet. */
export async function onlyTenant(db: Database): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select tenant_id as id from app.tenants() limit 2`.execute(db);
  return rows.length === 1 ? rows[0]?.id : undefined;
}

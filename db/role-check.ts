import { sql } from 'kysely';
import type { Database } from './client';

/** That a process would see through row-level security. */
export class UnsafeRole extends Error {
  constructor(what: string) {
    super(
      `DATABASE_URL logs in as ${what}, which would see every organisation's records: use the login of the role grantpot_app.`,
    );
  }
}

/** Refuses a login that row-level security does not bind. @throws UnsafeRole for a superuser, a bypassing role, or the tables' owner. */
export async function refuseUnsafeRole(db: Database): Promise<void> {
  const { rows } = await sql<{ superuser: boolean; bypasses: boolean; owns: boolean }>`
    select r.rolsuper as superuser, r.rolbypassrls as bypasses,
      exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('public', 'app') and c.relkind = 'r' and pg_has_role(current_user, c.relowner, 'USAGE')) as owns
    from pg_roles r where r.rolname = current_user
  `.execute(db);
  const [role] = rows;
  if (role === undefined || role.superuser) throw new UnsafeRole('a superuser');
  if (role.bypasses) throw new UnsafeRole('a role that bypasses row-level security');
  if (role.owns) throw new UnsafeRole("the tables' owner");
}

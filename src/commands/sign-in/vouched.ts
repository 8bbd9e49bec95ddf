import { sql } from 'kysely';
import type { Database } from '../../../db/client';
import { refuse, type Refusal } from '../../domain/refusals/refusal';

/** Finds whose login a confirmed address is. Nobody is made: who may come in is said by the organisation. @refusal SIGN_IN_PROVIDER_UNKNOWN */
export async function findVouched(
  db: Database,
  email: string | undefined,
): Promise<{ readonly loginId: string } | Refusal> {
  const address = email?.trim().toLowerCase() ?? null;
  const { rows } = await sql<{ id: string }>`
    select l.id from login l where l.email = ${address} and exists (select from app.people_of_login(l.id))
  `.execute(db);
  const [row] = rows;
  return row === undefined ? refuse('SIGN_IN_PROVIDER_UNKNOWN') : { loginId: row.id };
}

import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Database } from '../../../db/client';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { hashOf } from '../sign-in/secrets';
import type { Founding } from './found-organisation';

/** Whether the address with this secret can still set the installation up. */
export async function setUpIsOpen(db: Database, secret: string): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`select app.set_up_is_open(${hashOf(secret)}) as open`.execute(db);
  return rows[0]?.open === true;
}

/**
 * Makes the first organisation and its administrator, once, for whoever has the secret that was printed when Grantpot started.
 * @returns the administrator's login @refusal SET_UP_OVER
 */
export async function foundFirst(
  db: Database,
  secret: string,
  { name, slug, administrator }: Founding,
): Promise<{ readonly loginId: string } | Refusal> {
  const email = administrator.email.trim().toLowerCase();
  const { rows } = await sql<{ login: string | null }>`
    select app.found_first(${hashOf(secret)}, ${newId()}, ${name}, ${slug}, ${newId()}, ${email}, ${newId()}, ${administrator.name}, ${newId()}) as login
  `.execute(db);
  const loginId = rows[0]?.login ?? undefined;
  return loginId === undefined ? refuse('SET_UP_OVER') : { loginId };
}

import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Database } from '../../../db/client';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { deviceOf } from '../../domain/people/signing-in';
import { newSecret } from './secrets';

/** A session that has just begun, or has a new id: what its cookie holds is told this once. */
export interface Opened {
  readonly token: string;
}

/** Somebody who is let in. */
export interface Opening {
  readonly loginId: string;
  readonly userAgent: string | undefined;
  /** The session that this browser had before, if it had one: it ends, so that nobody who knew its id is let in with it. */
  readonly before?: Buffer | undefined;
  /** Whether whoever vouches for them has asked for a second factor. */
  readonly hasSecondFactor?: boolean;
  /** Which of the login's people it is; left out, the only one, or none until one is chosen. */
  readonly as?: { readonly tenantId: string; readonly personId: string };
}

/** Opens a session with an id of its own. @refusal SIGN_IN_NOBODY when the login is nobody in any organisation any more */
export async function openSession(db: Database, opening: Opening): Promise<Opened | Refusal> {
  const token = newSecret();
  const { loginId, before, as, hasSecondFactor = false } = opening;
  const { rows } = await sql`
    with people as materialized (
      select tenant_id, person_id from app.people_of_login(${loginId})
      where ${as?.personId ?? null}::uuid is null or (tenant_id, person_id) = (${as?.tenantId ?? null}::uuid, ${as?.personId ?? null}::uuid)
    ), only_one as (
      select tenant_id, person_id from people where (select count(*) from people) = 1
    ), ended as (
      update session set ended_at = app.now() where token_hash = ${before ?? null} and ended_at is null
    )
    insert into session (id, token_hash, login_id, organisation_id, person_id, device, created_at, last_seen_at,
      second_factor_at, reauthenticated_at)
    select ${newId()}, ${token.hash}, ${loginId}, o.tenant_id, o.person_id, ${deviceOf(opening.userAgent)}, t.now, t.now,
      case when ${hasSecondFactor} then t.now end, t.now
    from (select app.now() as now) t left join only_one o on true
    where exists (select from people)
    returning id
  `.execute(db);
  return rows.length === 0 ? refuse('SIGN_IN_NOBODY') : { token: token.plain };
}

/**
 * Goes on in one of the organisations that the login works with, under a new id. A second factor that was given for another does not
 * count for it. @refusal ORGANISATION_NOT_YOURS
 */
export async function chooseOrganisation(
  db: Database,
  sessionHash: Buffer,
  tenantId: string,
): Promise<Opened | Refusal> {
  const token = newSecret();
  const { rows } = await sql`
    update session s set token_hash = ${token.hash}, organisation_id = p.tenant_id, person_id = p.person_id,
      second_factor_at = case when s.organisation_id is null or s.organisation_id = p.tenant_id then s.second_factor_at end
    from (select z.id, q.tenant_id, q.person_id from session z cross join lateral app.people_of_login(z.login_id) q
      where z.token_hash = ${sessionHash} and z.ended_at is null and q.tenant_id = ${tenantId}) p
    where s.id = p.id
    returning s.id
  `.execute(db);
  return rows.length === 0 ? refuse('ORGANISATION_NOT_YOURS') : { token: token.plain };
}

/** Which of its facts a session gains. */
export interface Shown {
  /** That a second factor was given, and not only that it is still them. */
  readonly secondFactor: boolean;
}

/** Notes that somebody has shown once more that it is them, and gives the session a new id. Undefined when it has ended meanwhile. */
export async function noteShown(
  db: Database,
  sessionHash: Buffer,
  { secondFactor }: Shown,
): Promise<Opened | undefined> {
  const token = newSecret();
  const { rows } = await sql`
    update session s set token_hash = ${token.hash}, reauthenticated_at = t.now,
      second_factor_at = case when ${secondFactor} then t.now else s.second_factor_at end
    from (select app.now() as now) t
    where s.token_hash = ${sessionHash} and s.ended_at is null
    returning s.id
  `.execute(db);
  return rows.length === 0 ? undefined : { token: token.plain };
}

/** Ends the session of this browser. */
export async function signOut(db: Database, sessionHash: Buffer): Promise<void> {
  await db
    .updateTable('session')
    .set({ ended_at: sql<string>`app.now()` })
    .where('token_hash', '=', sessionHash)
    .where('ended_at', 'is', null)
    .execute();
}

/** Ends one session of a login. @refusal SESSION_UNKNOWN */
export async function endSession(
  db: Database,
  { loginId, sessionId }: { readonly loginId: string; readonly sessionId: string },
): Promise<Refusal | undefined> {
  const { numUpdatedRows } = await db
    .updateTable('session')
    .set({ ended_at: sql<string>`app.now()` })
    .where('id', '=', sessionId)
    .where('login_id', '=', loginId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 0n ? refuse('SESSION_UNKNOWN') : undefined;
}

/** Ends all sessions of a login, or all but one. */
export async function endSessions(
  db: Database,
  { loginId, but }: { readonly loginId: string; readonly but?: string | undefined },
): Promise<void> {
  await sql`
    update session set ended_at = app.now()
    where login_id = ${loginId} and ended_at is null and id is distinct from ${but ?? null}::uuid
  `.execute(db);
}

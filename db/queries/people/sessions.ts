import { sql } from 'kysely';
import type { HeldRole } from '../../../src/domain/lives/roles';
import { staffRoles } from '../../../src/domain/lives/roles';
import { sessionLimits } from '../../../src/domain/people/signing-in';
import type { Database } from '../../client';
import { compiledOnce } from '../../compiled-once';
import { readUnfencedRow } from '../../read';
import { inTenant } from '../../transaction';
import { isThere } from '../is-there';
import { lookOf, type Look } from '../look';

/** Which of a login's people somebody is now. */
export interface PersonOfLogin {
  readonly tenantId: string;
  readonly personId: string;
  readonly name: string;
  readonly organisation: Look;
}

/** Who somebody is whose browser has shown its cookie. */
export interface Session {
  readonly sessionId: string;
  readonly loginId: string;
  readonly email: string;
  /** Null while one of several organisations is still to be chosen. */
  readonly person: PersonOfLogin | null;
  readonly roles: readonly HeldRole[];
  readonly secondFactorAt: string | null;
  readonly reauthenticatedAt: string | null;
  /** What they have set up as a second factor; whether they need one is said by their roles. */
  readonly hasApp: boolean;
  readonly hasPasskey: boolean;
  /** The instant of the answer. */
  readonly now: string;
}

const { staff, others } = sessionLimits;

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** Its limits depend on the roles that are held now: whoever becomes staff has staff's at once. */
const statement = compiledOnce(['hash'], (db, { hash }) =>
  sql<Session>`
    with found as materialized (
      select s.*, nullif(set_config('app.tenant', coalesce(s.organisation_id::text, ''), true), '')::uuid as fenced, app.now() as now
      from session s where s.token_hash = ${hash} and s.ended_at is null
    ), known as materialized (
      select f.*,
        (select json_build_object('tenantId', p.tenant_id, 'personId', p.id, 'name', p.name,
            'organisation', ${lookOf})
          from person p join tenant t on t.id = p.tenant_id where p.tenant_id = f.fenced and p.id = f.person_id and p.left_at is null) as person,
        held.roles, held.is_staff
      from found f cross join lateral (
        select coalesce(json_agg(json_build_object('name', r.name, 'potId', r.pot_id, 'partyId', r.party_id, 'ownLimitPence', r.own_limit_pence) order by r.id), '[]'::json) as roles,
          coalesce(bool_or(r.name = any(${[...staffRoles]}::text[])), false) as is_staff
        from role r where r.tenant_id = f.fenced and r.person_id = f.person_id and r.ended_at is null
      ) held
    ), live as materialized (
      select * from known k where (k.person_id is null or k.person is not null)
        and k.last_seen_at > k.now - make_interval(secs => case when k.is_staff then ${staff.idleSeconds}::int else ${others.idleSeconds}::int end)
        and k.created_at > k.now - make_interval(secs => case when k.is_staff then ${staff.absoluteSeconds}::int else ${others.absoluteSeconds}::int end)
    ), seen as (
      update session s set last_seen_at = live.now from live where s.id = live.id and live.last_seen_at < live.now - interval '1 minute'
    )
    select live.id as "sessionId", live.login_id as "loginId", l.email, live.person, live.roles,
      ${iso('live.second_factor_at')} as "secondFactorAt", ${iso('live.reauthenticated_at')} as "reauthenticatedAt",
      ${isThere(sql`second_factor f where f.login_id = live.login_id and f.secret_sealed is not null`)} as "hasApp",
      ${isThere(sql`passkey k where k.login_id = live.login_id`)} as "hasPasskey",
      ${iso('live.now')} as now
    from live join login l on l.id = live.login_id
  `.compile(db),
);

/**
 * Finds who a session is by the SHA-256 of its cookie, in one statement, which also notes once a minute that it was used. Undefined for a
 * session that is unknown, has ended or outlasted its limits, or whose person has left.
 */
export function findSession(db: Database, tokenHash: Buffer): Promise<Session | undefined> {
  return readUnfencedRow(db, statement(db, { hash: tokenHash }));
}

/** Whose login a person has; undefined for somebody without one, or who has left. */
export async function findLoginOf(
  db: Database,
  { tenantId, personId }: Pick<PersonOfLogin, 'tenantId' | 'personId'>,
): Promise<string | undefined> {
  const row = await inTenant(db, tenantId, (tx) =>
    tx
      .selectFrom('person')
      .select('login_id')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', personId)
      .where('left_at', 'is', null)
      .executeTakeFirst(),
  );
  return row?.login_id ?? undefined;
}

/** A session as its owner's list has it. */
export interface SessionListed {
  readonly id: string;
  readonly device: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
}

/** The sessions of a login that have not ended, the one used last first. Those that have outlasted every limit are left out. */
export async function listSessions(db: Database, loginId: string): Promise<readonly SessionListed[]> {
  const { rows } = await sql<SessionListed>`
    select id, device, created_at as "createdAt", last_seen_at as "lastSeenAt" from session
    where login_id = ${loginId} and ended_at is null
      and last_seen_at > app.now() - make_interval(secs => ${others.idleSeconds}::int)
      and created_at > app.now() - make_interval(secs => ${others.absoluteSeconds}::int)
    order by last_seen_at desc, id
  `.execute(db);
  return rows;
}

/** How many organisations a login works with: in one reading, where none of them is shown. */
export async function countOrganisationsOf(db: Database, loginId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from app.people_of_login(${loginId})
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** The organisations that a login works with, by name: whom it can go on as. One reading for each, since each sees its own rows only. */
export async function listOrganisationsOf(db: Database, loginId: string): Promise<readonly PersonOfLogin[]> {
  const { rows } = await sql<{ tenantId: string; personId: string }>`
    select tenant_id as "tenantId", person_id as "personId" from app.people_of_login(${loginId})
  `.execute(db);
  const people = await Promise.all(
    rows.map(({ tenantId, personId }) =>
      inTenant(db, tenantId, (tx) =>
        tx
          .selectFrom('person')
          .innerJoin('tenant', 'tenant.id', 'person.tenant_id')
          .innerJoin('organisation', 'organisation.tenant_id', 'person.tenant_id')
          .select([
            'person.name',
            'tenant.name as organisation',
            'tenant.slug',
            'organisation.colour',
            'organisation.logo_id',
          ])
          .where('person.tenant_id', '=', tenantId)
          .where('person.id', '=', personId)
          .executeTakeFirst(),
      ).then((row) =>
        row === undefined
          ? []
          : [
              {
                tenantId,
                personId,
                name: row.name,
                organisation: {
                  id: tenantId,
                  name: row.organisation,
                  slug: row.slug,
                  colour: row.colour,
                  logoId: row.logo_id,
                },
              },
            ],
      ),
    ),
  );
  return people.flat().toSorted((one, other) => one.organisation.name.localeCompare(other.organisation.name, 'en'));
}

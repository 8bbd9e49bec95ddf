import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { staffRoles, type Role } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRow, readRows } from '../../read';
import type { Asker } from '../asker';
import { iso, isoOrNull } from '../instants';
import { named, nameOfAny, type Named } from '../named';
import { afterNamed, namedRowOf, oneMoreThan, pageByName, type Cursor } from '../paging';
import type { ConnectionKind } from '../groups/parties';

/** Who may see the list of people; everybody may see themselves. */
export const peopleReaders: readonly Role[] = staffRoles;

const people = (db: Database, tenantId: string) =>
  db
    .selectFrom('person as p')
    .leftJoin('login', 'login.id', 'p.login_id')
    .select(['p.id', 'p.name', 'login.email', 'p.version', 'p.created_at as createdAt', 'p.left_at as leftAt'])
    .select((p) =>
      jsonArrayFrom(
        p
          .selectFrom('role as r')
          .select([
            'r.id',
            sql<Role>`r.name`.as('role'),
            nameOfAny('pot', 'r.pot_id').as('pot'),
            nameOfAny('party', 'r.party_id').as('party'),
            'r.own_limit_pence as ownLimitPence',
            iso('r.granted_at').as('grantedAt'),
          ])
          .whereRef('r.tenant_id', '=', 'p.tenant_id')
          .whereRef('r.person_id', '=', 'p.id')
          .where('r.ended_at', 'is', null)
          .orderBy('r.name')
          .orderBy('r.id'),
      ).as('roles'),
    )
    .where('p.tenant_id', '=', tenantId);

/** The people whom the organisation works with, by name; those with a role, if one is named. */
export async function listPeople(
  db: Database,
  asker: Asker,
  filters: { role?: Role | undefined; partyId?: string | undefined },
  wanted: { limit: number; cursor?: Cursor | undefined },
) {
  const last = wanted.cursor === undefined ? undefined : namedRowOf(wanted.cursor);
  let query = people(db, asker.tenantId);
  if (filters.role !== undefined || filters.partyId !== undefined) {
    query = query.where((p) => {
      let held = p
        .selectFrom('role as h')
        .select('h.id')
        .whereRef('h.tenant_id', '=', 'p.tenant_id')
        .whereRef('h.person_id', '=', 'p.id')
        .where('h.ended_at', 'is', null);
      if (filters.role !== undefined) held = held.where('h.name', '=', filters.role);
      if (filters.partyId !== undefined) held = held.where('h.party_id', '=', filters.partyId);
      return p.exists(held);
    });
  }
  if (last !== undefined) query = query.where(afterNamed('person', 'p', asker.tenantId, last));
  const rows = await readRows(
    db,
    asker,
    query
      .orderBy(sql`lower(p.name)`)
      .orderBy('p.id')
      .limit(oneMoreThan(wanted.limit))
      .compile(),
    'anew', // few are administrators, and nearly all are applicants
  );
  return pageByName(rows, wanted.limit);
}

/** Those of some people who cannot sign in, each with the groups that they are connected with. */
export async function findKnownByName(db: Database, asker: Asker, ids: readonly string[]) {
  return readRows(
    db,
    asker,
    sql<{ id: string; name: string; parties: readonly string[] }>`
      select p.id, p.name, (select coalesce(json_agg(distinct g.name order by g.name), '[]'::json) from party_connection c
          join party g on g.tenant_id = c.tenant_id and g.id = c.party_id
          where c.tenant_id = p.tenant_id and c.person_id = p.id and c.ended_at is null) as parties
      from person p where p.tenant_id = ${asker.tenantId}::uuid and p.id = any(${ids}::uuid[]) and p.login_id is null order by p.id
    `.compile(db),
  );
}

/** One person with roles and standing connections. */
export async function findPerson(db: Database, asker: Asker, id: string) {
  return readRow(
    db,
    asker,
    people(db, asker.tenantId)
      .select((p) => [
        jsonArrayFrom(
          p
            .selectFrom('party_connection as c')
            .innerJoin('party', (join) =>
              join.onRef('party.tenant_id', '=', 'c.tenant_id').onRef('party.id', '=', 'c.party_id'),
            )
            .select([
              'c.id',
              named('party').as('party'),
              sql<ConnectionKind>`c.kind`.as('kind'),
              'c.position',
              'c.signatory',
              iso('c.declared_at').as('declaredAt'),
            ])
            .whereRef('c.tenant_id', '=', 'p.tenant_id')
            .whereRef('c.person_id', '=', 'p.id')
            .where('c.ended_at', 'is', null)
            .orderBy('party.name'),
        ).as('partyConnections'),
        sql<
          readonly {
            id: string;
            person: Named;
            kind: 'family' | 'household' | 'business' | 'knows';
            declaredAt: string;
          }[]
        >`(
          select coalesce(json_agg(json_build_object('id', near.id, 'person', ${named('other')}, 'kind', near.kind, 'declaredAt', ${iso('near.declared_at')}) order by other.name), '[]'::json)
          from (
            select c.id, c.tenant_id, c.other_id as near_id, c.kind, c.declared_at from person_connection c
              where c.tenant_id = p.tenant_id and c.person_id = p.id and c.ended_at is null
            union all
            select c.id, c.tenant_id, c.person_id, c.kind, c.declared_at from person_connection c
              where c.tenant_id = p.tenant_id and c.other_id = p.id and c.ended_at is null
          ) near join person other on other.tenant_id = near.tenant_id and other.id = near.near_id)`.as(
          'personConnections',
        ),
        jsonArrayFrom(
          p
            .selectFrom('access_token as t')
            .select([
              't.id',
              't.label',
              't.scopes',
              iso('t.created_at').as('createdAt'),
              isoOrNull('t.last_used_at').as('lastUsedAt'),
            ])
            .whereRef('t.tenant_id', '=', 'p.tenant_id')
            .whereRef('t.person_id', '=', 'p.id')
            .where('t.revoked_at', 'is', null)
            .orderBy('t.created_at'),
        ).as('tokens'),
      ])
      .where('p.id', '=', id)
      .compile(),
  );
}

/** Who somebody is: name, address, organisation, roles. */
export async function findMe(db: Database, asker: Asker) {
  return readRow(
    db,
    asker,
    people(db, asker.tenantId)
      .innerJoin('tenant', 'tenant.id', 'p.tenant_id')
      .select(
        sql<{
          id: string;
          name: string;
          slug: string;
        }>`json_build_object('id', tenant.id, 'name', tenant.name, 'slug', tenant.slug)`.as('organisation'),
      )
      .where('p.id', '=', asker.personId)
      .compile(),
  );
}

import { sql, type RawBuilder } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import type { CalendarDate } from '../../../src/domain/calendar/calendar';
import type { GrantStage } from '../../../src/domain/lives/grant-life';
import { partyRoles, staffRoles, type Role } from '../../../src/domain/lives/roles';
import type { OrganisationType, Policy } from '../../../src/domain/policy/policy';
import type { PartyKind } from '../../../src/domain/people/role-granting';
import type { Database } from '../../client';
import { readRow, readRows } from '../../read';
import { isOfStaff, partiesOf, partyWithin, potsReached, type Asker } from '../asker';
import { iso, now } from '../instants';
import { named } from '../named';
import { afterNamed, namedRowOf, oneMoreThan, pageByName, type Cursor } from '../paging';

/** Who may see every group, provider, funder, host and employer; others see those that they act for. */
export const partyReaders: readonly Role[] = [...staffRoles, 'panel_member'];

const readsAll = (asker: Asker): boolean => asker.roles.some((role) => partyReaders.includes(role.name));

const seenBy = (asker: Asker): RawBuilder<boolean> =>
  readsAll(asker) ? sql<boolean>`true` : partyWithin('g.id', partiesOf(asker, partyRoles));

/** The parties that the asker may see, by name. */
export async function listParties(
  db: Database,
  asker: Asker,
  filters: { kind?: PartyKind | undefined },
  wanted: { limit: number; cursor?: Cursor | undefined },
) {
  const last = wanted.cursor === undefined ? undefined : namedRowOf(wanted.cursor);
  let query = db
    .selectFrom('party as g')
    .select([
      'g.id',
      'g.name',
      sql<PartyKind>`g.kind`.as('kind'),
      sql<OrganisationType | null>`g.organisation_type`.as('organisationType'),
      'g.created_at as createdAt',
    ])
    .where('g.tenant_id', '=', asker.tenantId)
    .where(seenBy(asker));
  if (filters.kind !== undefined) query = query.where('g.kind', '=', filters.kind);
  if (last !== undefined) query = query.where(afterNamed('party', 'g', asker.tenantId, last));
  const rows = await readRows(
    db,
    asker,
    query
      .orderBy(sql`lower(g.name)`)
      .orderBy('g.id')
      .limit(oneMoreThan(wanted.limit))
      .compile(),
  );
  return pageByName(rows, wanted.limit);
}

/**
 * One party with its people, its bank account's last digits, its awards, and the caps that pots put on more. Of the account the party itself
 * and staff are told, and the panel is not.
 */
export async function findParty(db: Database, asker: Asker, id: string) {
  const reach = potsReached(asker, partyReaders);
  const found = await readRow(
    db,
    asker,
    db
      .selectFrom('party as g')
      .select([
        'g.id',
        'g.name',
        sql<PartyKind>`g.kind`.as('kind'),
        sql<OrganisationType | null>`g.organisation_type`.as('organisationType'),
        'g.version',
        'g.created_at as createdAt',
        now.as('now'),
      ])
      .select((g) => [
        jsonArrayFrom(
          g
            .selectFrom('party_connection as c')
            .innerJoin('person', (join) =>
              join.onRef('person.tenant_id', '=', 'c.tenant_id').onRef('person.id', '=', 'c.person_id'),
            )
            .select([
              'c.id',
              named('person').as('person'),
              sql<ConnectionKind>`c.kind`.as('kind'),
              'c.position',
              'c.signatory',
              iso('c.declared_at').as('declaredAt'),
            ])
            .whereRef('c.tenant_id', '=', 'g.tenant_id')
            .whereRef('c.party_id', '=', 'g.id')
            .where('c.ended_at', 'is', null)
            .orderBy('person.name'),
        ).as('connections'),
        jsonArrayFrom(
          g
            .selectFrom('role as r')
            .innerJoin('person', (join) =>
              join.onRef('person.tenant_id', '=', 'r.tenant_id').onRef('person.id', '=', 'r.person_id'),
            )
            .select([
              'r.id',
              named('person').as('person'),
              sql<Role>`r.name`.as('role'),
              'r.own_limit_pence as ownLimitPence',
            ])
            .whereRef('r.tenant_id', '=', 'g.tenant_id')
            .whereRef('r.party_id', '=', 'g.id')
            .where('r.ended_at', 'is', null)
            .orderBy('person.name'),
        ).as('people'),
        jsonObjectFrom(
          g
            .selectFrom('bank_account as b')
            .select([
              'b.id',
              'b.version',
              'b.account_name as accountName',
              'b.last_digits as lastDigits',
              iso('b.given_at').as('givenAt'),
            ])
            .whereRef('b.tenant_id', '=', 'g.tenant_id')
            .whereRef('b.party_id', '=', 'g.id')
            .orderBy('b.version', 'desc')
            .limit(sql.lit(1)),
        ).as('bankAccount'),
        jsonArrayFrom(
          g
            .selectFrom('award as w')
            .innerJoin('application as a', (join) =>
              join.onRef('a.tenant_id', '=', 'w.tenant_id').onRef('a.id', '=', 'w.id'),
            )
            .innerJoin('pot', (join) =>
              join.onRef('pot.tenant_id', '=', 'w.tenant_id').onRef('pot.id', '=', 'w.pot_id'),
            )
            .select([
              'w.id as grantId',
              'a.reference',
              sql<GrantStage>`a.stage`.as('stage'),
              named('pot').as('pot'),
              'w.awarded_pence as awardedPence',
              'w.came_back_pence as cameBackPence',
              sql<CalendarDate>`w.decided_on`.as('decidedOn'),
            ])
            .whereRef('w.tenant_id', '=', 'g.tenant_id')
            .whereRef('w.party_id', '=', 'g.id')
            .orderBy('w.decided_on', 'desc')
            .orderBy('w.id'),
        ).as('awards'),
        // The caps of open pots, with the newest policy of each: what may be awarded next is decided by that.
        jsonArrayFrom(
          g
            .selectFrom('pot')
            .innerJoin('policy', (join) =>
              join
                .onRef('policy.tenant_id', '=', 'pot.tenant_id')
                .onRef('policy.pot_id', '=', 'pot.id')
                .onRef('policy.version', '=', 'pot.policy_version'),
            )
            .select([
              named('pot').as('pot'),
              sql<Policy['groupCapPence']>`(policy.body ->> 'groupCapPence')::bigint`.as('capPence'),
              sql<Policy['groupCapPeriod']>`policy.body ->> 'groupCapPeriod'`.as('period'),
            ])
            .whereRef('pot.tenant_id', '=', 'g.tenant_id')
            .where('pot.state', '=', 'open')
            .where(
              reach.all || !readsAll(asker) ? sql<boolean>`true` : sql<boolean>`pot.id = any(${reach.potIds}::uuid[])`,
            )
            .orderBy('pot.name'),
        ).as('caps'),
      ])
      .where('g.tenant_id', '=', asker.tenantId)
      .where('g.id', '=', id)
      .where(seenBy(asker))
      .compile(),
  );
  if (found === undefined) return undefined;
  const isTold = isOfStaff(asker) || partiesOf(asker, partyRoles).includes(id);
  return isTold ? found : { ...found, bankAccount: null };
}

/** How a person can be connected with a party. */
export type ConnectionKind = 'self' | 'committee' | 'employee' | 'family' | 'business' | 'knows';

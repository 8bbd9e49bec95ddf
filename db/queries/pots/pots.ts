import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { budget, cash } from '../../../src/domain/money/accounts';
import { readingRoles } from '../../../src/domain/lives/roles';
import type { PotState } from '../../../src/domain/lives/clockless-lives';
import type { Policy } from '../../../src/domain/policy/policy';
import type { CalendarDate } from '../../../src/domain/calendar/calendar';
import type { Database } from '../../client';
import { readRow, readRows } from '../../read';
import { potsReached, potWithin, type Asker } from '../asker';
import { named } from '../named';
import { ownerToldTo } from '../owner-told';
import { afterNamed, namedRowOf, oneMoreThan, pageByName, type Cursor } from '../paging';

/** What narrows the list of pots. */
export interface PotFilters {
  readonly fundId?: string | undefined;
  readonly state?: PotState | undefined;
}

/** A pot's money at this moment, in pence. */
export interface PotMoney {
  readonly canStillBeAwardedPence: number;
  /** In the bank and not yet reserved for a payment. */
  readonly inTheBankPence: number;
  readonly reservedPence: number;
  readonly inTransitPence: number;
  readonly waitingForCashPence: number;
}

/** In SQL: the money of a joined row of `pot`, from its own few accounts; null for who may not see it. */
export const potMoney = (asker: Asker) => {
  const balance = (code: string) =>
    sql`coalesce((select k.balance from account k where k.tenant_id = pot.tenant_id and k.code = ${code} || pot.id::text), 0)`;
  return sql<PotMoney | null>`case when ${potWithin('pot.id', potsReached(asker, readingRoles))} then json_build_object(
    'canStillBeAwardedPence', ${balance(budget.available('').code)}, 'inTheBankPence', ${balance(cash.bank('').code)},
    'reservedPence', ${balance(cash.reserved('').code)}, 'inTransitPence', ${balance(cash.inTransit('').code)},
    'waitingForCashPence', (select coalesce(sum(y.amount_pence), 0) from payment y
      where y.tenant_id = pot.tenant_id and y.pot_id = pot.id and y.state = 'waiting_for_cash')) end`;
};

/** What the accounts of a pot's grants hold, by kind of account. */
export type HeldByGrants = Readonly<
  Partial<Record<'committed' | 'promised' | 'spent' | 'refund_due' | 'written_off', number>>
>;

/** In SQL: what the grants of a joined row of `pot` hold; null for who may not see it. */
export const heldByGrants = (asker: Asker) =>
  sql<HeldByGrants | null>`case when ${potWithin('pot.id', potsReached(asker, readingRoles))} then (
    select coalesce(json_object_agg(held.kind, held.pence), '{}'::json) from (
      select k.kind, sum(k.balance) as pence from account k
      where k.tenant_id = pot.tenant_id and k.pot_id = pot.id and k.grant_id is not null and k.balance > 0 group by k.kind
    ) held) end`;

const potColumns = [
  'pot.id',
  'pot.name',
  'pot.reference_prefix as referencePrefix',
  'pot.version',
  'pot.policy_version as policyVersion',
  'pot.created_at as createdAt',
] as const;

/** The tenant's pots, by name. Anybody may see which there are; their money is for those who read them. */
export async function listPots(
  db: Database,
  asker: Asker,
  filters: PotFilters,
  wanted: { limit: number; cursor?: Cursor | undefined },
) {
  const last = wanted.cursor === undefined ? undefined : namedRowOf(wanted.cursor);
  let query = db
    .selectFrom('pot')
    .innerJoin('fund', (join) =>
      join.onRef('fund.tenant_id', '=', 'pot.tenant_id').onRef('fund.id', '=', 'pot.fund_id'),
    )
    .innerJoin('person as owner', (join) =>
      join.onRef('owner.tenant_id', '=', 'pot.tenant_id').onRef('owner.id', '=', 'pot.owner_id'),
    )
    .select([
      ...potColumns,
      sql<PotState>`pot.state`.as('state'),
      named('fund').as('fund'),
      named('owner').as('owner'),
      potMoney(asker).as('money'),
    ])
    .where('pot.tenant_id', '=', asker.tenantId);
  if (filters.fundId !== undefined) query = query.where('pot.fund_id', '=', filters.fundId);
  if (filters.state !== undefined) query = query.where('pot.state', '=', filters.state);
  if (last !== undefined) query = query.where(afterNamed('pot', 'pot', asker.tenantId, last));
  const rows = await readRows(
    db,
    asker,
    query
      .orderBy(sql`lower(pot.name)`)
      .orderBy('pot.id')
      .limit(oneMoreThan(wanted.limit))
      .compile(),
  );
  return pageByName(rows.map(ownerToldTo(asker, (pot) => pot.id)), wanted.limit);
}

/** One pot with its present policy, its money, and what its grants hold of it. Undefined for one that is not there. */
export async function findPot(db: Database, asker: Asker, id: string) {
  const found = await readRow(
    db,
    asker,
    db
      .selectFrom('pot')
      .innerJoin('fund', (join) =>
        join.onRef('fund.tenant_id', '=', 'pot.tenant_id').onRef('fund.id', '=', 'pot.fund_id'),
      )
      .innerJoin('person as owner', (join) =>
        join.onRef('owner.tenant_id', '=', 'pot.tenant_id').onRef('owner.id', '=', 'pot.owner_id'),
      )
      .innerJoin('policy', (join) =>
        join
          .onRef('policy.tenant_id', '=', 'pot.tenant_id')
          .onRef('policy.pot_id', '=', 'pot.id')
          .onRef('policy.version', '=', 'pot.policy_version'),
      )
      .select([
        ...potColumns,
        sql<PotState>`pot.state`.as('state'),
        named('fund').as('fund'),
        named('owner').as('owner'),
        potMoney(asker).as('money'),
      ])
      .select([sql<Policy>`policy.body`.as('policy'), 'policy.published_at as policyPublishedAt'])
      .select((pot) => [
        heldByGrants(asker).as('held'),
        jsonArrayFrom(
          pot
            .selectFrom('instalment as i')
            .select([
              'i.id',
              'i.amount_pence as amountPence',
              sql<CalendarDate>`i.expected_on`.as('expectedOn'),
              sql<CalendarDate | null>`i.received_on`.as('receivedOn'),
            ])
            .whereRef('i.tenant_id', '=', 'pot.tenant_id')
            .whereRef('i.pot_id', '=', 'pot.id')
            .orderBy('i.expected_on')
            .orderBy('i.id'),
        ).as('instalments'),
      ])
      .where('pot.tenant_id', '=', asker.tenantId)
      .where('pot.id', '=', id)
      .compile(),
  );
  return found === undefined ? undefined : ownerToldTo<typeof found>(asker, (pot) => pot.id)(found);
}

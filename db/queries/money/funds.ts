import { sql, type RawBuilder } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import { budget, cash } from '../../../src/domain/money/accounts';
import type { CalendarDate } from '../../../src/domain/calendar/calendar';
import type { FundState } from '../../../src/domain/lives/clockless-lives';
import { readingRoles } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRow, readRows } from '../../read';
import { isOfStaff, potsReached, potWithin, type Asker } from '../asker';
import { iso } from '../instants';
import { named } from '../named';
import { ownerToldTo } from '../owner-told';
import { afterNamed, namedRowOf, oneMoreThan, pageByName, type Cursor } from '../paging';

/** A fund's money, in pence. */
export interface FundMoney {
  /** In the budgets of its pots, all told. */
  readonly pledgedPence: number;
  readonly receivedPence: number;
  readonly owedToFunderPence: number;
}

const columns = ['fund.id', 'fund.name', 'fund.version', 'fund.created_at as createdAt'] as const;

/** What lies outside our books is below nothing by what came from there. */
const fundMoney = () => {
  const balance = (code: string) =>
    sql`coalesce((select k.balance from account k where k.tenant_id = fund.tenant_id and k.code = ${code} || fund.id::text), 0)`;
  return sql<FundMoney>`json_build_object('pledgedPence', -${balance(budget.pledge('').code)}, 'receivedPence', -${balance(cash.funder('').code)},
    'owedToFunderPence', ${balance(budget.owedToFunder('').code)})`;
};

/** In SQL: whether somebody may see a joined row of `fund`: all of them, or those with a pot within reach. */
export function fundSeenBy(asker: Asker): RawBuilder<boolean> {
  const reach = potsReached(asker, readingRoles);
  if (reach.all) return sql<boolean>`true`;
  return sql<boolean>`exists (select 1 from pot where pot.tenant_id = fund.tenant_id and pot.fund_id = fund.id and ${potWithin('pot.id', reach)})`;
}

/** The funds that the asker may see, by name. */
export async function listFunds(
  db: Database,
  asker: Asker,
  filters: { state?: FundState | undefined },
  wanted: { limit: number; cursor?: Cursor | undefined },
) {
  const last = wanted.cursor === undefined ? undefined : namedRowOf(wanted.cursor);
  let query = db
    .selectFrom('fund')
    .innerJoin('party as funder', (join) =>
      join.onRef('funder.tenant_id', '=', 'fund.tenant_id').onRef('funder.id', '=', 'fund.funder_id'),
    )
    .innerJoin('person as owner', (join) =>
      join.onRef('owner.tenant_id', '=', 'fund.tenant_id').onRef('owner.id', '=', 'fund.owner_id'),
    )
    .select([...columns, sql<FundState>`fund.state`.as('state'), sql<CalendarDate | null>`fund.spend_by`.as('spendBy')])
    .select([named('funder').as('funder'), named('owner').as('owner'), fundMoney().as('money')])
    .where('fund.tenant_id', '=', asker.tenantId)
    .where(fundSeenBy(asker));
  if (filters.state !== undefined) query = query.where('fund.state', '=', filters.state);
  if (last !== undefined) query = query.where(afterNamed('fund', 'fund', asker.tenantId, last));
  const rows = await readRows(
    db,
    asker,
    query
      .orderBy(sql`lower(fund.name)`)
      .orderBy('fund.id')
      .limit(oneMoreThan(wanted.limit))
      .compile(),
  );
  return pageByName(rows.map(ownerToldTo(asker, () => null)), wanted.limit);
}

/** One fund with its pots and the funder's instalments. Undefined for one that is not there, or that the asker may not see. */
export async function findFund(db: Database, asker: Asker, id: string) {
  const found = await readRow(
    db,
    asker,
    db
      .selectFrom('fund')
      .innerJoin('party as funder', (join) =>
        join.onRef('funder.tenant_id', '=', 'fund.tenant_id').onRef('funder.id', '=', 'fund.funder_id'),
      )
      .innerJoin('person as owner', (join) =>
        join.onRef('owner.tenant_id', '=', 'fund.tenant_id').onRef('owner.id', '=', 'fund.owner_id'),
      )
      .select([
        ...columns,
        sql<FundState>`fund.state`.as('state'),
        sql<CalendarDate | null>`fund.spend_by`.as('spendBy'),
      ])
      .select([named('funder').as('funder'), named('owner').as('owner'), fundMoney().as('money')])
      .select((fund) => [
        jsonArrayFrom(
          fund
            .selectFrom('pot')
            .select(['pot.id', 'pot.name'])
            .whereRef('pot.tenant_id', '=', 'fund.tenant_id')
            .whereRef('pot.fund_id', '=', 'fund.id')
            .orderBy('pot.name'),
        ).as('pots'),
        jsonObjectFrom(
          fund
            .selectFrom('refund_account as k')
            .select(['k.account_name as accountName', 'k.last_digits as lastDigits', iso('k.given_at').as('givenAt')])
            .whereRef('k.tenant_id', '=', 'fund.tenant_id')
            .whereRef('k.fund_id', '=', 'fund.id')
            .orderBy('k.version', 'desc')
            .limit(sql.lit(1)),
        ).as('refundAccount'),
        jsonArrayFrom(
          fund
            .selectFrom('instalment as i')
            .select([
              'i.id',
              'i.pot_id as potId',
              'i.amount_pence as amountPence',
              sql<CalendarDate>`i.expected_on`.as('expectedOn'),
            ])
            .select(sql<CalendarDate | null>`i.received_on`.as('receivedOn'))
            .whereRef('i.tenant_id', '=', 'fund.tenant_id')
            .whereRef('i.fund_id', '=', 'fund.id')
            .orderBy('i.expected_on')
            .orderBy('i.id'),
        ).as('instalments'),
      ])
      .where('fund.tenant_id', '=', asker.tenantId)
      .where('fund.id', '=', id)
      .where(fundSeenBy(asker))
      .compile(),
  );
  if (found === undefined) return undefined;
  // Named here: joined to their pots, the instalments would lose the order in which their index has them.
  const pots = new Map(found.pots.map((pot) => [pot.id, pot]));
  const instalments = found.instalments.flatMap(({ potId, ...instalment }) => {
    const pot = pots.get(potId);
    return pot === undefined ? [] : [{ ...instalment, pot }];
  });
  return {
    ...ownerToldTo<typeof found>(asker, () => null)(found),
    instalments,
    // It is staff who say to groups where to pay back to.
    refundAccount: isOfStaff(asker) ? found.refundAccount : null,
  };
}

import { sql } from 'kysely';
import type { CalendarDate } from '../../domain/calendar/calendar';
import type { BudgetKind } from '../../domain/money/accounts';
import { isDrawnDownByPurchases } from '../../domain/award/drawn-down';
import { pence, type Pence } from '../../domain/money/money';
import { policyOf, type GrantContext } from './grant-context';

/** The award of a grant, and where its money is. */
export interface Award {
  readonly awardedPence: Pence;
  readonly decidedOn: CalendarDate;
  readonly needsNewBudget: boolean;
  /** Never paid, or paid and returned: no longer counted against the group's cap. */
  readonly cameBackPence: Pence;
  /** Whether a budget holder buys from it, so that its recipient is paid nothing. */
  readonly isDrawnDown: boolean;
  /** What the grant's budget accounts hold. */
  readonly holds: (kind: BudgetKind) => Pence;
  /** Whether its group has to give an account before it can be paid: it is paid itself, and none is known. */
  readonly wantsBankDetails: boolean;
}

/** Reads the award once the grant is locked. */
export async function readAward(c: Pick<GrantContext, 'tx' | 'tenantId' | 'subjectId' | 'policy'>): Promise<Award> {
  const row = await c.tx
    .selectFrom('award')
    .innerJoin('party', (join) =>
      join.onRef('party.tenant_id', '=', 'award.tenant_id').onRef('party.id', '=', 'award.party_id'),
    )
    .select([
      'award.awarded_pence',
      'award.decided_on',
      'award.needs_new_budget',
      'award.came_back_pence',
      'party.kind',
    ])
    .select(
      sql<Partial<Record<BudgetKind, number>>>`(
        select coalesce(jsonb_object_agg(a.kind, a.balance), '{}'::jsonb) from account a
        where a.tenant_id = award.tenant_id and a.grant_id = award.id)`.as('balances'),
    )
    .select(
      sql<boolean>`not exists (select from bank_account b where b.tenant_id = award.tenant_id and b.party_id = award.party_id)
        and not exists (select from application a where a.tenant_id = award.tenant_id and a.id = award.id and a.host_id is not null)`.as(
        'unknown_account',
      ),
    )
    .where('award.tenant_id', '=', c.tenantId)
    .where('award.id', '=', c.subjectId)
    .executeTakeFirstOrThrow();
  const isDrawnDown = isDrawnDownByPurchases(row.kind, policyOf(c));
  return {
    awardedPence: pence(row.awarded_pence),
    decidedOn: row.decided_on as CalendarDate,
    needsNewBudget: row.needs_new_budget,
    cameBackPence: pence(row.came_back_pence),
    isDrawnDown,
    wantsBankDetails: !isDrawnDown && row.unknown_account,
    holds: (kind) => pence(row.balances[kind] ?? 0),
  };
}

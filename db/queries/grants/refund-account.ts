import { sql } from 'kysely';
import { closenessTo } from '../../../src/domain/people/reading';
import type { Database } from '../../client';
import { readRow } from '../../read';
import type { Asker } from '../asker';
import { isInside } from './grant';

/** The account into which what was not used of a grant is paid back; its numbers sealed. */
export interface RefundAccountFound {
  readonly accountName: string;
  readonly detailsSealed: string;
}

/**
 * Where the money of a grant comes back to, for those who act for its group and for staff, as long as some of it is due. Null where nothing is due and where no
 * account was set; undefined for others.
 */
export async function findRefundAccount(
  db: Database,
  asker: Asker,
  grantId: string,
): Promise<RefundAccountFound | null | undefined> {
  const row = await readRow(
    db,
    asker,
    sql<{ potId: string; partyId: string; accountName: string | null; detailsSealed: string | null }>`
      select a.pot_id as "potId", a.party_id as "partyId", k.account_name as "accountName", k.details_sealed as "detailsSealed"
      from application a
      join pot on pot.tenant_id = a.tenant_id and pot.id = a.pot_id
      left join lateral (select account_name, details_sealed from refund_account where refund_account.tenant_id = a.tenant_id
        and refund_account.fund_id = pot.fund_id and exists (select from refund f where f.tenant_id = a.tenant_id and f.grant_id = a.id and f.state = 'due')
        order by version desc limit 1) k on true
      where a.tenant_id = ${asker.tenantId}::uuid and a.id = ${grantId}::uuid and a.stage <> 'draft'
    `.compile(db),
  );
  if (row === undefined) return undefined;
  const closeness = closenessTo(asker, row);
  if (closeness === undefined || !(closeness === 'group' || isInside(closeness))) return undefined;
  const { accountName, detailsSealed } = row;
  return accountName === null || detailsSealed === null ? null : { accountName, detailsSealed };
}

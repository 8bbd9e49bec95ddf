import type { Database } from '../../../db/client';
import type { Asker } from '../../../db/queries/asker';
import { findRefundAccount } from '../../../db/queries/refund-account';
import type { BankDetails } from '../../domain/bank-details';

/** The account that a grant's money is paid back into, with its numbers, for those who may know them; null where none is set or nothing is due, undefined for others. */
export async function refundAccountOf(
  { db, open }: { readonly db: Database; readonly open: (sealed: string) => string },
  asker: Asker,
  grantId: string,
): Promise<BankDetails | null | undefined> {
  const found = await findRefundAccount(db, asker, grantId);
  if (found == null) return found;
  const numbers = JSON.parse(open(found.detailsSealed)) as Omit<BankDetails, 'accountName'>;
  return { accountName: found.accountName, ...numbers };
}

import type { Database } from '../../../db/client';
import type { Asker } from '../../../db/queries/asker';
import { findRefundAccount } from '../../../db/queries/grants/refund-account';
import type { BankDetails } from '../../domain/money/bank-details';

/** The account that a grant's money is paid back into, with its numbers, for those who may know them; null where none is set or nothing is due, undefined for others, `unreadable` where its numbers cannot be opened. */
export async function refundAccountOf(
  { db, open }: { readonly db: Database; readonly open: (sealed: string) => string | undefined },
  asker: Asker,
  grantId: string,
): Promise<BankDetails | 'unreadable' | null | undefined> {
  const found = await findRefundAccount(db, asker, grantId);
  if (found == null) return found;
  const opened = open(found.detailsSealed);
  if (opened === undefined) return 'unreadable';
  const numbers = JSON.parse(opened) as Omit<BankDetails, 'accountName'>;
  return { accountName: found.accountName, ...numbers };
}

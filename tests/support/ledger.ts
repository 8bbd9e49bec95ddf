import { verifyLedger } from '../../src/commands/ledger/verify';
import { assertBooksBalance } from './books';
import type { Inbox } from './inbox';

/** What the accounts of a pot hold, grants and all, by kind; in pence. */
export async function potHolds(
  inbox: Pick<Inbox, 'look'>,
  potId: string,
): Promise<Readonly<Partial<Record<string, number>>>> {
  const rows = await inbox.look<{ kind: string; held: number }>(
    'select kind, sum(balance)::int as held from account where pot_id = $1 group by kind',
    [potId],
  );
  return Object.fromEntries(rows.map(({ kind, held }) => [kind, held]));
}

/** What the budget accounts of a grant hold, by kind; in pence. */
export async function grantHolds(
  inbox: Pick<Inbox, 'look'>,
  grantId: string,
): Promise<Readonly<Partial<Record<string, number>>>> {
  const rows = await inbox.look<{ kind: string; held: number }>(
    'select kind, balance::int as held from account where grant_id = $1 and balance <> 0',
    [grantId],
  );
  return Object.fromEntries(rows.map(({ kind, held }) => [kind, held]));
}

/** Both books balance, and say what awards, payments, purchases and refunds say. */
export async function assertLedgerVerified(inbox: Pick<Inbox, 'look' | 'db'>): Promise<void> {
  await assertBooksBalance(inbox);
  const { differences } = await verifyLedger(inbox.db);
  if (differences.length > 0) throw new Error(`the ledger differs: ${JSON.stringify(differences, null, 2)}`);
}

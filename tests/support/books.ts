import type { Inbox } from './inbox';

/** Adds up every transfer anew and compares: accounts with their transfers, and each book with zero. */
export async function assertBooksBalance(inbox: Pick<Inbox, 'look'>): Promise<void> {
  const differing = await inbox.look<{ code: string; balance: number; summed: number }>(`
    select a.code, a.balance::int, coalesce(sum(case when t.to_code = a.code then t.amount else -t.amount end), 0)::int as summed
    from account a left join transfer t on t.tenant_id = a.tenant_id and a.code in (t.from_code, t.to_code)
    group by a.tenant_id, a.code, a.balance having a.balance <> coalesce(sum(case when t.to_code = a.code then t.amount else -t.amount end), 0)`);
  const books = await inbox.look<{ book: string; total: number }>(
    'select book, sum(balance)::int as total from account group by tenant_id, book having sum(balance) <> 0',
  );
  if (differing.length > 0 || books.length > 0)
    throw new Error(`the books do not balance: ${JSON.stringify({ differing, books })}`);
}

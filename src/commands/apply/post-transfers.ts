import { sql } from 'kysely';
import type { Tx } from '../../../db/client';
import type { Account, Transfer } from '../../domain/accounts';
import { pence, type Pence } from '../../domain/money';

/** Where and when transfers are posted. */
export interface Posting {
  readonly tenantId: string;
  readonly commandId: string;
  readonly at: string;
}

/** An account that holds too little for what was to be taken from it. */
export interface Shortage {
  readonly code: string;
  readonly left: Pence;
}

/**
 * Posts a set of transfers in one statement. Accounts are locked in the order of their codes; a sum is taken by a conditional
 * update, so of two that race for the last pound one gets it. An account that does not exist yet is opened by what comes in.
 * @returns the first account that holds too little; then part of the set is written and the caller must roll back.
 */
export async function postTransfers(tx: Tx, transfers: readonly Transfer[], posting: Posting): Promise<Shortage | undefined> {
  const accounts = [...new Map(transfers.flatMap(({ from, to }) => [from, to]).map((account) => [account.code, account])).values()];
  const moves = transfers.map((one, number) => ({
    n: number, book: one.from.book, from_code: one.from.code, to_code: one.to.code, amount: one.amountPence, key: one.key,
    grant_id: one.from.grantId ?? one.to.grantId,
  }));
  const { rows } = await sql<{ code: string }>`
    with moves as (
      select * from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb)
        as m (n int, book text, from_code text, to_code text, amount bigint, key text, grant_id uuid)
    ), accounts as (
      select * from jsonb_to_recordset(${JSON.stringify(accounts.map(asRow))}::jsonb)
        as a (code text, book text, kind text, fund_id uuid, pot_id uuid, grant_id uuid)
    ), sides as (
      select n, code, delta, sum(delta) over (partition by code order by n)::bigint as so_far
      from (select n, from_code as code, -amount as delta from moves union all select n, to_code, amount from moves) side
    ), totals as (
      select a.*, (select sum(s.delta) from sides s where s.code = a.code)::bigint as delta from accounts a
    ), locked as materialized (
      select a.code from account a
      where a.tenant_id = ${posting.tenantId}::uuid and a.code in (select code from accounts) order by a.code for no key update
    ), taken as (
      update account a set balance = a.balance + t.delta
      from totals t, (select count(*) from locked) all_locked
      where a.tenant_id = ${posting.tenantId}::uuid and a.code = t.code and t.delta < 0 and a.kind not in ('pledge', 'funder', 'payee')
        and a.balance + t.delta >= 0
      returning a.code, a.balance
    ), given as (
      insert into account (tenant_id, code, book, kind, fund_id, pot_id, grant_id, balance)
      select ${posting.tenantId}::uuid, t.code, t.book, t.kind, t.fund_id, t.pot_id, t.grant_id, t.delta
      from totals t, (select count(*) from locked) all_locked
      where t.delta >= 0 or t.kind in ('pledge', 'funder', 'payee') order by t.code
      on conflict (tenant_id, code) do update set balance = account.balance + excluded.balance
      returning code, balance
    ), balances as (
      select code, balance from taken union all select code, balance from given
    ), posted as (
      insert into transfer (tenant_id, book, from_code, to_code, amount, from_balance_after, to_balance_after, business_key, command_id, grant_id, at)
      select ${posting.tenantId}::uuid, m.book, m.from_code, m.to_code, m.amount,
        bf.balance - tf.delta + sf.so_far, bt.balance - tt.delta + st.so_far,
        m.key, ${posting.commandId}::uuid, m.grant_id, ${posting.at}::timestamptz
      from moves m
        join balances bf on bf.code = m.from_code join totals tf on tf.code = m.from_code join sides sf on sf.code = m.from_code and sf.n = m.n
        join balances bt on bt.code = m.to_code join totals tt on tt.code = m.to_code join sides st on st.code = m.to_code and st.n = m.n
      order by m.n
    )
    select t.code from totals t where not exists (select 1 from balances b where b.code = t.code) order by t.code limit 1
  `.execute(tx);
  const short = rows[0];
  return short === undefined ? undefined : { code: short.code, left: await balanceOf(tx, posting.tenantId, short.code) };
}

async function balanceOf(tx: Tx, tenantId: string, code: string): Promise<Pence> {
  const row = await tx.selectFrom('account').select('balance').where('tenant_id', '=', tenantId).where('code', '=', code).executeTakeFirst();
  return pence(row?.balance ?? 0);
}

const asRow = (account: Account) => ({
  code: account.code, book: account.book, kind: account.kind, fund_id: account.fundId, pot_id: account.potId, grant_id: account.grantId,
});

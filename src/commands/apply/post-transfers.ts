import { sql } from 'kysely';
import type { Tx } from '../../../db/client';
import type { Account, Transfer } from '../../domain/accounts';
import { addPence, pence, subtractPence, ZERO, type Pence } from '../../domain/money';

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
 * What each account gains or loses is added up here: the statement then looks at each transfer once, also when there are thousands.
 * @returns the first account that holds too little; then part of the set is written and the caller must roll back.
 */
export async function postTransfers(
  tx: Tx,
  transfers: readonly Transfer[],
  posting: Posting,
): Promise<Shortage | undefined> {
  const { accounts, moves } = addedUp(transfers);
  const { rows } = await sql<{ code: string }>`
    with moves as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb)
        as m (n int, book text, from_code text, to_code text, amount bigint, key text, grant_id uuid, from_later bigint, to_later bigint)
    ), totals as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(accounts)}::jsonb)
        as a (code text, book text, kind text, fund_id uuid, pot_id uuid, grant_id uuid, delta bigint)
    ), locked as materialized (
      select a.code from account a
      where a.tenant_id = ${posting.tenantId}::uuid and a.code in (select code from totals) order by a.code for no key update
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
      select ${posting.tenantId}::uuid, m.book, m.from_code, m.to_code, m.amount, bf.balance - m.from_later, bt.balance - m.to_later,
        m.key, ${posting.commandId}::uuid, m.grant_id, ${posting.at}::timestamptz
      from moves m join balances bf on bf.code = m.from_code join balances bt on bt.code = m.to_code
      order by m.n
    )
    select t.code from totals t where not exists (select 1 from balances b where b.code = t.code) order by t.code limit 1
  `.execute(tx);
  const short = rows[0];
  return short === undefined
    ? undefined
    : { code: short.code, left: await balanceOf(tx, posting.tenantId, short.code) };
}

/** Each account with what the whole set does to it, and each transfer with what the later ones still do to its two accounts. */
function addedUp(transfers: readonly Transfer[]) {
  const soFar = new Map<string, { account: Account; delta: Pence }>();
  const add = (account: Account, amount: Pence): Pence => {
    const delta = addPence(soFar.get(account.code)?.delta ?? ZERO, amount);
    soFar.set(account.code, { account, delta });
    return delta;
  };
  const total = ({ code }: Account): Pence => soFar.get(code)?.delta ?? ZERO;
  const posted = transfers.map((one) => ({
    one,
    fromSoFar: add(one.from, subtractPence(ZERO, one.amountPence)),
    toSoFar: add(one.to, one.amountPence),
  }));
  return {
    accounts: [...soFar.values()].map(({ account, delta }) => ({ ...asRow(account), delta })),
    moves: posted.map(({ one, fromSoFar, toSoFar }, n) => ({
      n,
      book: one.from.book,
      from_code: one.from.code,
      to_code: one.to.code,
      amount: one.amountPence,
      key: one.key,
      grant_id: one.from.grantId ?? one.to.grantId,
      from_later: subtractPence(total(one.from), fromSoFar),
      to_later: subtractPence(total(one.to), toSoFar),
    })),
  };
}

async function balanceOf(tx: Tx, tenantId: string, code: string): Promise<Pence> {
  const row = await tx
    .selectFrom('account')
    .select('balance')
    .where('tenant_id', '=', tenantId)
    .where('code', '=', code)
    .executeTakeFirst();
  return pence(row?.balance ?? 0);
}

const asRow = (account: Account) => ({
  code: account.code,
  book: account.book,
  kind: account.kind,
  fund_id: account.fundId,
  pot_id: account.potId,
  grant_id: account.grantId,
});

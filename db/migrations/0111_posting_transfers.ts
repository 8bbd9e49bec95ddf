import { sql, type Kysely } from 'kysely';

/** Posts the transfers of a command in one statement that fails when an account holds too little, so that it can be sent together with the commit. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- 'accounts' has each account with what the whole set does to it; 'moves' each transfer in its order, with what the later ones still do
    -- to its two accounts. Fails with GP002 and {"code", "left"} as its detail.
    create function app.post_transfers(tenant uuid, command uuid, happened timestamptz, accounts jsonb, moves jsonb) returns void language plpgsql as $$
    declare
      one record;
      held bigint;
    begin
      -- Everybody locks accounts in the same order, the last codes first: a grant's own before those that a whole pot waits for.
      for one in
        select a.* from jsonb_to_recordset(accounts) as a (code text, book text, kind text, fund_id uuid, pot_id uuid, grant_id uuid, delta bigint)
        order by a.code desc
      loop
        if one.delta >= 0 or one.kind in ('pledge', 'funder', 'payee') then
          insert into account (tenant_id, code, book, kind, fund_id, pot_id, grant_id, balance)
          values (tenant, one.code, one.book, one.kind, one.fund_id, one.pot_id, one.grant_id, one.delta)
          on conflict (tenant_id, code) do update set balance = account.balance + excluded.balance;
          continue;
        end if;
        loop
          update account a set balance = a.balance + one.delta
          where a.tenant_id = tenant and a.code = one.code and a.balance + one.delta >= 0;
          exit when found;
          -- Locked, so that what is told is what there is; and if it has become enough meanwhile, it is taken after all.
          select a.balance into held from account a where a.tenant_id = tenant and a.code = one.code for no key update;
          if coalesce(held, 0) + one.delta < 0 then
            raise exception 'an account holds too little'
              using errcode = 'GP002', detail = jsonb_build_object('code', one.code, 'left', coalesce(held, 0));
          end if;
        end loop;
      end loop;

      -- Balances are looked up one by one: joined, they might be looked for in all accounts.
      insert into transfer (tenant_id, book, from_code, to_code, amount, from_balance_after, to_balance_after, business_key, command_id, grant_id, at)
      select tenant, m.book, m.from_code, m.to_code, m.amount,
        (select a.balance from account a where a.tenant_id = tenant and a.code = m.from_code) - m.from_later,
        (select a.balance from account a where a.tenant_id = tenant and a.code = m.to_code) - m.to_later,
        m.key, command, m.grant_id, happened
      from jsonb_to_recordset(moves)
        as m (n int, book text, from_code text, to_code text, amount bigint, key text, grant_id uuid, from_later bigint, to_later bigint)
      order by m.n;
    end $$;
  `.execute(db);
}

import { sql, type RawBuilder } from 'kysely';

/** Where a sum is not what it should be. */
export interface Found {
  /** The account's code, the transfer's business key, or the id of the grant, pot or fund. */
  readonly about: string;
  readonly expectedPence: number;
  readonly foundPence: number;
}

/** A check: the rows that it finds are differences. */
type Check = (tenantId: string) => RawBuilder<Found>;

/** Compares two sums of each thing; `sums` gives `about`, `expected` and `found`. */
const differing = (sums: RawBuilder<unknown>): RawBuilder<Found> => sql<Found>`
  select about, expected::bigint as "expectedPence", found::bigint as "foundPence" from (${sums}) sums (about, expected, found)
  where expected is distinct from found order by about limit 100`;

const balance = (kind: string, of: 'fund_id' | 'pot_id' | 'grant_id', id: RawBuilder<unknown>, tenantId: string) => sql`
  coalesce((select sum(b.balance) from account b where b.tenant_id = ${tenantId} and b.kind = ${kind} and b.${sql.ref(of)} = ${id}), 0)`;

/** The transfers of one account as deltas, in the order in which they were posted. */
const sides = (tenantId: string) => sql`
  select t.sequence, t.book, t.business_key, t.from_code as code, -t.amount as delta, t.from_balance_after as after from transfer t where t.tenant_id = ${tenantId}
  union all
  select t.sequence, t.book, t.business_key, t.to_code, t.amount, t.to_balance_after from transfer t where t.tenant_id = ${tenantId}`;

const budgetIsPromised = ['waiting_for_cash', 'ready', 'in_run', 'authorised', 'sent', 'unknown', 'returned'];
const purchaseIsPromised = ['authorised', 'ordered', 'accepted', 'delivered', 'not_delivered', 'invoiced', 'disputed'];

const paymentsOf = (tenantId: string, states: readonly string[], by: RawBuilder<unknown>) => sql`
  coalesce((select sum(p.amount_pence) from payment p where p.tenant_id = ${tenantId} and p.state in (${sql.join(states)}) and ${by}), 0)`;

const refundsOf = (tenantId: string, states: readonly string[], by: RawBuilder<unknown>) => sql`
  coalesce((
    select sum(r.amount_pence) from refund r join award x on x.tenant_id = r.tenant_id and x.id = r.grant_id
    where r.tenant_id = ${tenantId} and r.state in (${sql.join(states)}) and ${by}), 0)`;

/** Each pot with one sum by its rows and one by its cash account of a kind. */
const potCash = (tenantId: string, kind: string, expected: RawBuilder<unknown>) =>
  differing(
    sql`select o.id::text, ${expected}, ${balance(kind, 'pot_id', sql`o.id`, tenantId)} from pot o where o.tenant_id = ${tenantId}`,
  );

/** Each award with one sum by its rows and one by its budget account of a kind. */
const grantBudget = (tenantId: string, kind: string, expected: RawBuilder<unknown>) =>
  differing(
    sql`select w.id::text, ${expected}, ${balance(kind, 'grant_id', sql`w.id`, tenantId)} from award w where w.tenant_id = ${tenantId}`,
  );

const ofGrant = sql`p.grant_id = w.id`;
const ofPot = sql`p.pot_id = o.id`;
const refundOfGrant = sql`r.grant_id = w.id`;
const refundOfPot = sql`x.pot_id = o.id`;

/** Every check by what it compares. */
export const checks: Readonly<Record<string, Check>> = {
  'an account holds what its transfers add up to': (tenantId) =>
    differing(sql`
      select a.code, coalesce(s.total, 0), a.balance
      from account a left join (select code, sum(delta) as total from (${sides(tenantId)}) side group by code) s on s.code = a.code
      where a.tenant_id = ${tenantId}`),

  'a transfer carries the balance that it left': (tenantId) =>
    differing(sql`
      select s.business_key || ' ' || s.code, sum(s.delta) over (partition by s.code order by s.sequence), s.after from (${sides(tenantId)}) s`),

  'a book adds up to nothing': (tenantId) =>
    differing(sql`select a.book, 0, sum(a.balance) from account a where a.tenant_id = ${tenantId} group by a.book`),

  'only what lies outside our books is below nothing': (tenantId) =>
    differing(sql`
      select s.business_key || ' ' || s.code, 0, s.after from (${sides(tenantId)}) s join account a on a.tenant_id = ${tenantId} and a.code = s.code
      where s.after < 0 and a.kind not in ('pledge', 'funder', 'payee')`),

  'a transfer was made by a command that was applied': (tenantId) =>
    differing(sql`
      select t.business_key, 0, t.amount from transfer t join command c on c.tenant_id = t.tenant_id and c.id = t.command_id
      where t.tenant_id = ${tenantId} and c.status <> 'applied'`),

  'a grant holds what it was awarded, less what came back': (tenantId) =>
    differing(sql`
      select w.id::text, w.awarded_pence - w.came_back_pence, coalesce((
        select sum(a.balance) from account a where a.tenant_id = w.tenant_id and a.grant_id = w.id), 0)
      from award w where w.tenant_id = ${tenantId}`),

  'no grant holds money without an award': (tenantId) =>
    differing(sql`
      select a.code, 0, a.balance from account a where a.tenant_id = ${tenantId} and a.grant_id is not null
        and not exists (select 1 from award w where w.tenant_id = a.tenant_id and w.id = a.grant_id)`),

  'what is promised is what fell due or was ordered, and has not settled': (tenantId) =>
    grantBudget(
      tenantId,
      'promised',
      sql`
      ${paymentsOf(tenantId, budgetIsPromised, sql`p.cause = 'grant' and ${ofGrant}`)}
      + coalesce((
        select sum(u.price_pence) from purchase u where u.tenant_id = ${tenantId} and u.grant_id = w.id and u.state in (${sql.join(purchaseIsPromised)})), 0)
      + ${paymentsOf(tenantId, ['scheduled', ...budgetIsPromised], sql`p.cause = 'purchase' and ${ofGrant}`)}`,
    ),

  'what is spent is what settled, less what was asked back': (tenantId) =>
    grantBudget(
      tenantId,
      'spent',
      sql`
      ${paymentsOf(tenantId, ['settled'], ofGrant)} - ${refundsOf(tenantId, ['due', 'received', 'written_off'], refundOfGrant)}`,
    ),

  'what is due back is what was asked back and has not come': (tenantId) =>
    grantBudget(tenantId, 'refund_due', refundsOf(tenantId, ['due'], refundOfGrant)),

  'what is written off is on record as a refund': (tenantId) =>
    grantBudget(tenantId, 'written_off', refundsOf(tenantId, ['written_off'], refundOfGrant)),

  'what can be awarded is the pledge, less the awards, and what came back of them': (tenantId) =>
    differing(sql`
      select o.id::text,
        coalesce((
          select sum(t.amount) from transfer t join account f on f.tenant_id = t.tenant_id and f.code = t.from_code
            join account g on g.tenant_id = t.tenant_id and g.code = t.to_code
          where t.tenant_id = ${tenantId} and f.kind = 'pledge' and g.kind = 'available' and g.pot_id = o.id), 0)
        - coalesce((select sum(w.awarded_pence - w.came_back_pence) from award w where w.tenant_id = ${tenantId} and w.pot_id = o.id), 0)
        - coalesce((
          select sum(t.amount) from transfer t join account f on f.tenant_id = t.tenant_id and f.code = t.from_code
            join account g on g.tenant_id = t.tenant_id and g.code = t.to_code
          where t.tenant_id = ${tenantId} and f.pot_id = o.id and g.kind = 'owed_to_funder'), 0),
        ${balance('available', 'pot_id', sql`o.id`, tenantId)}
      from pot o where o.tenant_id = ${tenantId}`),

  'the funder has paid the instalments that were received': (tenantId) =>
    differing(sql`
      select f.id::text, -coalesce((
        select sum(i.amount_pence) from instalment i where i.tenant_id = ${tenantId} and i.fund_id = f.id and i.received_on is not null), 0),
        ${balance('funder', 'fund_id', sql`f.id`, tenantId)}
      from fund f where f.tenant_id = ${tenantId}`),

  'the bank holds what was received, less what is reserved, sent or paid, and what was returned': (tenantId) =>
    potCash(
      tenantId,
      'bank',
      sql`
      coalesce((select sum(i.amount_pence) from instalment i where i.tenant_id = ${tenantId} and i.pot_id = o.id and i.received_on is not null), 0)
      - ${paymentsOf(tenantId, ['ready', 'in_run', 'authorised', 'sent', 'unknown', 'settled'], ofPot)}
      + ${refundsOf(tenantId, ['received'], refundOfPot)}`,
    ),

  'what is reserved is what is ready or in a run': (tenantId) =>
    potCash(tenantId, 'reserved', paymentsOf(tenantId, ['ready', 'in_run', 'authorised'], ofPot)),

  'what is in transit is what was sent, and has neither settled nor come back': (tenantId) =>
    potCash(tenantId, 'in_transit', paymentsOf(tenantId, ['sent', 'unknown'], ofPot)),

  'payees have what settled, less what they returned': (tenantId) =>
    potCash(
      tenantId,
      'payee',
      sql`
      ${paymentsOf(tenantId, ['settled'], ofPot)} - ${refundsOf(tenantId, ['received'], refundOfPot)}`,
    ),
};

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

type Sql = RawBuilder<unknown>;

/** Compares two sums of each thing; `sums` gives `about`, `expected` and `found`. */
const differing = (sums: Sql): RawBuilder<Found> => sql<Found>`
  select about, expected::bigint as "expectedPence", found::bigint as "foundPence" from (${sums}) sums (about, expected, found)
  where expected is distinct from found order by about limit 100`;

/** What the accounts of one kind hold, against sums of rows: `parts` give an id and what it adds, in pence. */
const asRowsSay = (
  tenantId: string,
  { table, by, kind }: { table: 'award' | 'pot' | 'fund'; by: 'grant_id' | 'pot_id' | 'fund_id'; kind: string },
  parts: readonly Sql[],
): RawBuilder<Found> =>
  differing(sql`
    select t.id::text, coalesce(said.total, 0), coalesce(held.total, 0)
    from ${sql.table(table)} t
      left join (select id, sum(pence) as total from (${sql.join(parts, sql` union all `)}) part (id, pence) group by id) said on said.id = t.id
      left join (
        select ${sql.ref(by)} as id, sum(balance) as total from account
        where tenant_id = ${tenantId} and kind = ${kind} and ${sql.ref(by)} is not null group by 1
      ) held on held.id = t.id
    where t.tenant_id = ${tenantId}`);

const ofGrants = (tenantId: string, kind: string, ...parts: readonly Sql[]) =>
  asRowsSay(tenantId, { table: 'award', by: 'grant_id', kind }, parts);
const ofPots = (tenantId: string, kind: string, ...parts: readonly Sql[]) =>
  asRowsSay(tenantId, { table: 'pot', by: 'pot_id', kind }, parts);

/** The sums of payments in some states, by grant or by pot; `sign` says whether they add or take. */
const payments = (
  tenantId: string,
  by: 'grant_id' | 'pot_id',
  sign: 1 | -1,
  states: readonly string[],
  cause?: string,
) =>
  sql`select ${sql.ref(by)}, ${sql.lit(sign)} * amount_pence from payment
    where tenant_id = ${tenantId} and state in (${sql.join(states)}) and cause = coalesce(${cause ?? null}, cause)`;

/** The sums of refunds in some states, by grant or by pot. */
const refunds = (tenantId: string, by: 'grant_id' | 'pot_id', sign: 1 | -1, states: readonly string[]) =>
  sql`select ${by === 'grant_id' ? sql`w.id` : sql`w.pot_id`}, ${sql.lit(sign)} * r.amount_pence
    from refund r join award w on w.tenant_id = r.tenant_id and w.id = r.grant_id
    where r.tenant_id = ${tenantId} and r.state in (${sql.join(states)})`;

/** What the funder has paid, by pot or by fund. */
const received = (tenantId: string, by: 'pot_id' | 'fund_id', sign: 1 | -1) =>
  sql`select ${sql.ref(by)}, ${sql.lit(sign)} * amount_pence from instalment where tenant_id = ${tenantId} and received_on is not null`;

/** Transfers from accounts of one kind to those of another, by the pot of one side. */
const moved = (tenantId: string, from: string, to: string, potOf: 'f' | 'g', sign: 1 | -1) =>
  sql`select ${sql.ref(`${potOf}.pot_id`)}, ${sql.lit(sign)} * t.amount
    from transfer t join account f on f.tenant_id = t.tenant_id and f.code = t.from_code join account g on g.tenant_id = t.tenant_id and g.code = t.to_code
    where t.tenant_id = ${tenantId} and f.kind = ${from} and g.kind = ${to}`;

/** The transfers of each account as what they add to it. */
const sides = (tenantId: string) => sql`
  select t.sequence, t.business_key, t.from_code as code, -t.amount as delta, t.from_balance_after as after from transfer t where t.tenant_id = ${tenantId}
  union all
  select t.sequence, t.business_key, t.to_code, t.amount, t.to_balance_after from transfer t where t.tenant_id = ${tenantId}`;

const covered = ['ready', 'in_run', 'authorised'];
const atTheBank = ['sent', 'unknown'];
const due = ['waiting_for_cash', ...covered, ...atTheBank, 'returned'];
const ordered = ['authorised', 'ordered', 'accepted', 'delivered', 'not_delivered', 'invoiced', 'disputed'];

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

  'nothing of ours was ever below nothing': (tenantId) =>
    differing(sql`
      select s.business_key || ' ' || s.code, 0, s.after from (${sides(tenantId)}) s join account a on a.tenant_id = ${tenantId} and a.code = s.code
      where s.after < 0 and a.kind not in ('pledge', 'funder', 'payee')`),

  'a transfer was made by a command that was applied': (tenantId) =>
    differing(sql`
      select t.business_key, 0, t.amount from transfer t join command c on c.tenant_id = t.tenant_id and c.id = t.command_id
      where t.tenant_id = ${tenantId} and c.status <> 'applied'`),

  'no grant holds money without an award': (tenantId) =>
    differing(sql`
      select a.code, 0, a.balance from account a left join award w on w.tenant_id = a.tenant_id and w.id = a.grant_id
      where a.tenant_id = ${tenantId} and a.grant_id is not null and w.id is null`),

  'a grant holds what it was awarded, less what came back': (tenantId) =>
    differing(sql`
      select w.id::text, w.awarded_pence - w.came_back_pence, coalesce(held.total, 0)
      from award w left join (
        select grant_id, sum(balance) as total from account where tenant_id = ${tenantId} and grant_id is not null group by grant_id
      ) held on held.grant_id = w.id
      where w.tenant_id = ${tenantId}`),

  'what is promised is what fell due or was ordered, and has not settled': (tenantId) =>
    ofGrants(
      tenantId,
      'promised',
      payments(tenantId, 'grant_id', 1, due, 'grant'),
      payments(tenantId, 'grant_id', 1, ['scheduled', ...due], 'purchase'),
      sql`select grant_id, price_pence from purchase where tenant_id = ${tenantId} and state in (${sql.join(ordered)})`,
    ),

  'what is spent is what settled, less what was asked back': (tenantId) =>
    ofGrants(
      tenantId,
      'spent',
      payments(tenantId, 'grant_id', 1, ['settled']),
      refunds(tenantId, 'grant_id', -1, ['due', 'received', 'written_off']),
    ),

  'what is due back is what was asked back and has not come': (tenantId) =>
    ofGrants(tenantId, 'refund_due', refunds(tenantId, 'grant_id', 1, ['due'])),

  'what is written off is on record as a refund': (tenantId) =>
    ofGrants(tenantId, 'written_off', refunds(tenantId, 'grant_id', 1, ['written_off'])),

  'what can be awarded is the pledge, less the awards, and what came back of them': (tenantId) =>
    ofPots(
      tenantId,
      'available',
      moved(tenantId, 'pledge', 'available', 'g', 1),
      moved(tenantId, 'available', 'pledge', 'f', -1),
      sql`select pot_id, came_back_pence - awarded_pence from award where tenant_id = ${tenantId}`,
      moved(tenantId, 'refund_due', 'owed_to_funder', 'f', -1),
    ),

  'the funder has paid the instalments that were received': (tenantId) =>
    asRowsSay(tenantId, { table: 'fund', by: 'fund_id', kind: 'funder' }, [received(tenantId, 'fund_id', -1)]),

  'the bank holds what was received and returned, less what is reserved, sent or paid': (tenantId) =>
    ofPots(
      tenantId,
      'bank',
      received(tenantId, 'pot_id', 1),
      refunds(tenantId, 'pot_id', 1, ['received']),
      payments(tenantId, 'pot_id', -1, [...covered, ...atTheBank, 'settled']),
    ),

  'what is reserved is what is ready or in a run': (tenantId) =>
    ofPots(tenantId, 'reserved', payments(tenantId, 'pot_id', 1, covered)),

  'what is in transit is what was sent, and has neither settled nor come back': (tenantId) =>
    ofPots(tenantId, 'in_transit', payments(tenantId, 'pot_id', 1, atTheBank)),

  'payees have what settled, less what they returned': (tenantId) =>
    ofPots(
      tenantId,
      'payee',
      payments(tenantId, 'pot_id', 1, ['settled']),
      refunds(tenantId, 'pot_id', -1, ['received']),
    ),
};

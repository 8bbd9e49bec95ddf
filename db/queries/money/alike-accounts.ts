import { sql } from 'kysely';

/** A longer run is only compared with itself: each of its accounts would be looked for among all that there are. */
export const comparedWithEarlierAtMost = 300;

/** A payment to an account, or somebody's account, that may be the same as another's: its numbers end alike, and whoever may open both compares them. */
export interface AlikeAccount {
  /** Null for an account on which nothing was paid in the twelve months before. */
  readonly paymentId: string | null;
  readonly grantId: string | null;
  readonly reference: string | null;
  readonly payeeId: string;
  /** The payee's name. */
  readonly payee: string;
  readonly sealed: string;
  /** Whether it is in the run; else it was paid, or its account given, in the twelve months before. */
  readonly inRun: boolean;
}

const facts = (payment: string, payee: string, account: string) =>
  sql`json_build_object('paymentId', ${sql.ref(`${payment}.id`)}, 'grantId', ${sql.ref(`${payment}.grant_id`)},
    'reference', (select a.reference from application a where a.tenant_id = r.tenant_id and a.id = ${sql.ref(`${payment}.grant_id`)}),
    'payeeId', ${sql.ref(payee)}, 'payee', (select n.name from party n where n.tenant_id = r.tenant_id and n.id = ${sql.ref(payee)}), 'sealed', ${sql.ref(`${account}.details_sealed`)}`;

/**
 * In SQL: of the payment run `r`, while it can still be stopped, the payments whose account numbers end as those of another payment do that is in
 * the run too, or that another payee was paid on, or gave as its own, in the twelve months before.
 */
export const alikeAccounts = sql<readonly AlikeAccount[]>`(
  case when r.state in ('building', 'awaiting_authorisation') then (
    with own as materialized (
      select y.id, y.grant_id, l.payee_id, b.details_sealed, b.last_digits, count(*) over (partition by b.last_digits) as alike, count(*) over () as lines
      from payment_run_line l
      join payment y on y.tenant_id = l.tenant_id and y.id = l.payment_id
      join bank_account b on b.tenant_id = l.tenant_id and b.id = l.bank_account_id
      where l.tenant_id = r.tenant_id and l.run_id = r.id and l.dropped_at is null
    ), earlier as materialized (
      select d.last_digits, o.id as account_id, p.id, p.grant_id, o.party_id as payee_id, o.details_sealed
      from (select distinct last_digits, payee_id from own where lines <= ${sql.lit(comparedWithEarlierAtMost)}) d
      join bank_account o on o.tenant_id = r.tenant_id and o.last_digits = d.last_digits and o.party_id <> d.payee_id
      left join lateral (
        select y.id, y.grant_id from award w join payment y on y.tenant_id = w.tenant_id and y.grant_id = w.id
        where w.tenant_id = r.tenant_id and w.party_id = o.party_id and y.bank_account_id = o.id
          and y.state in ('authorised', 'sent', 'settled') and y.due_at > app.now() - interval '1 year'
        order by y.sequence desc limit 1) p on true
      where p.id is not null or o.given_at > app.now() - interval '1 year'
    )
    select coalesce(json_agg(x.one), '[]'::json) from (
      select ${facts('own', 'own.payee_id', 'own')}, 'inRun', true) as one from own
        where own.alike > 1 or own.last_digits in (select last_digits from earlier)
      union all
      select ${facts('e', 'e.payee_id', 'e')}, 'inRun', false) from (select distinct on (account_id) * from earlier order by account_id) e
    ) x
  ) else '[]'::json end)`;

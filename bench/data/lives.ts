/**
 * What became of each grant of a chunk, and of its payments and purchases: when it was sent, checked, decided, accepted, paid, reported
 * and closed, by its age and its fate. The rows of the product's tables are then read off from these.
 */
import { chance, meetingEvery, panelSize, roundEvery } from './organisation';

/** Days after it was begun at which something happens to an application and its grant. */
export const day = {
  sent: 1,
  checking: 3,
  checked: 5,
  withdrawn: 5,
  ineligible: 6,
  toPanel: 8,
  decided: 30,
  declined: 38,
  accepted: 40,
  bankDetails: 41,
  due: 47,
  lapsed: 58,
  terminated: 200,
  reportDue: 405,
  reported: 395,
  accountedFor: 410,
  refunded: 445,
  late: 600,
} as const;

/** Days from when a payment is due until each step, once there is cash; where a pot waits for cash, `wait` days later. */
const paid = { ready: 0, inRun: 1, authorised: 2, sent: 3, settled: 5, wait: 18 } as const;

/** Days after a purchase was asked for. */
export const bought = {
  authorised: 2,
  ordered: 4,
  accepted: 6,
  delivered: 10,
  invoiced: 20,
  matched: 24,
  due: 26,
} as const;

/** In SQL: the instant so many days after the beginning of a row of `life`. */
export const after = (days: number | string, from = 'l.base'): string =>
  `date_trunc('milliseconds', ${from} + (${days}) * interval '1 day')`;

/** Tables that one chunk is made of, and that go before the next. */
export const scratch = ['life', 'buy', 'pay', 'run', 'happening', 'move'] as const;

const fates: readonly (readonly [below: number, fate: string])[] = [
  [10, 'expired'],
  [40, 'withdrawn'],
  [90, 'ineligible'],
  [220, 'refused'],
  [260, 'not_yet'],
  [275, 'declined'],
  [300, 'lapsed'],
  [310, 'terminated'],
  [330, 'late'],
  [350, 'refunds'],
];

const stage = `case
  when fate = 'expired' then case when a < 180 then 'draft' else 'expired' end
  when a < ${day.sent} then 'draft' when a < ${day.checking} then 'submitted'
  when fate = 'withdrawn' and a >= ${day.withdrawn} then 'withdrawn'
  when fate = 'ineligible' and a >= ${day.ineligible} then 'ineligible'
  when a < ${day.toPanel} then 'checking' when a < ${day.decided} then 'assessing'
  when fate in ('refused', 'not_yet') then fate
  when fate = 'declined' and a >= ${day.declined} then 'declined'
  when fate = 'lapsed' then case when a >= ${day.lapsed} then 'lapsed' else 'offered' end
  when a < ${day.accepted} then 'offered'
  when fate = 'terminated' and not buys and a >= ${day.terminated} then 'terminated'
  when fate = 'late' and a < ${day.late} then 'active'
  when a < ${day.accountedFor} then 'active'
  when fate = 'refunds' and not buys and not waits and a < ${day.refunded} then 'closing'
  else 'closed' end`;

/** `life`: one row a grant of the chunk `$1` to `$2` whose pot belongs to lane `$3`; every `$4`th has its whole timeline. */
const life = `create temp table life as
  select l.*, l.stage in ('offered', 'active', 'closing', 'closed', 'declined', 'lapsed', 'terminated') as awarded,
    l.stage in ('active', 'closing', 'closed', 'terminated') as begun,
    l.stage in ('refused', 'not_yet', 'offered', 'active', 'closing', 'closed', 'declined', 'lapsed', 'terminated') as decided,
    l.stage in ('withdrawn', 'ineligible', 'expired', 'not_yet', 'declined', 'lapsed', 'closed', 'terminated') or (l.stage = 'refused' and l.a > ${day.decided + 28}) as final,
    l.stage in ('closing', 'closed') as reported,
    case when l.fate = 'refunds' and not l.buys and not l.waits and l.stage in ('closing', 'closed') then l.award_pence / 10 else 0 end as refund_pence,
    case when l.fate = 'late' then ${day.late} else ${day.accountedFor} end as accounted_day,
    ${after(day.decided)} as decided_at, t.id as meeting_id, r.id as round_id,
    l.reference_prefix || '-' || extract(year from ${after(day.sent)})::int || '-' || lpad(l.n::text, 7, '0') as reference
  from (
    select *, ${stage} as stage from (
      select n, n % $4 = 0 as whole, s.tenant_id, s.now, uuidv7(b.began - clock_timestamp()) as id, b.began,
        date_trunc('milliseconds', b.began + b.jitter * interval '1 day') as base, extract(epoch from s.now - b.began) / 86400 - b.jitter as a,
        case ${fates.map(([below, fate]) => `when b.fate < ${below} then '${fate}'`).join(' ')} else 'plain' end as fate,
        p.k as pot_k, p.id as pot_id, p.buys, p.waits, p.has_rounds, f.id as fund_id, pp.reference_prefix,
        g.id as party_id, g.applicant_id, g.second_id, g.bank_account_id,
        (select id from made.staff m where m.role = 'grants_officer' and m.k = 1 + p.k % 12) as officer_id,
        (select id from made.staff m where m.role = 'fund_manager' and m.k = 1 + p.k % 3) as manager_id,
        (select array_agg(id order by k) from made.staff m where m.role = 'panel_member' and m.pot_k = p.k and m.k < ${panelSize}) as panel,
        20000 + ${chance('n', 5, 181)} * 1000 as award_pence, ${chance('n', 6, 7)} = 0 as in_two, ${chance('n', 7, 200)} = 0 as held,
        ${chance('n', 8, 20)} = 0 as has_condition,
        uuidv7(b.began - clock_timestamp()) as c_submit, uuidv7(b.began + interval '${day.decided} days' - clock_timestamp()) as c_decide,
        uuidv7(b.began + interval '${day.accepted} days' - clock_timestamp()) as c_accept, uuidv7(b.began + interval '${day.accountedFor} days' - clock_timestamp()) as c_end,
        uuidv7(b.began + interval '${day.refunded} days' - clock_timestamp()) as c_refund, uuidv7(b.began + interval '${day.accountedFor} days' - clock_timestamp()) as refund_id
      from made.setting s, (
        select n, ${chance('n', 1, 1000)} as fate, 1 + ${chance('n', 2, '(select pots from made.setting)')} as pot_k, ${chance('n', 3, 48)} / 24.0 as jitter,
          date_trunc('milliseconds', (select began from made.setting) + n / (select grants from made.setting)::float8 * ((select now from made.setting) - (select began from made.setting))) as began
        from generate_series($1::int, $2::int) n
      ) b
        join made.pot p on p.k = b.pot_k and p.lane = $3::int join pot pp on pp.id = p.id join made.fund f on f.lane = p.lane
        join made.party g on g.k = case when p.buys then 10 * (1 + ${chance('b.n', 4, '(select parties / 10 from made.setting)')})
          else 1 + (${chance('b.n', 4, '(select parties / 10 from made.setting)')}) * 10 + ${chance('b.n', 9, 9)} end
      ) aged
    ) l
    left join made.meeting t on t.pot_k = l.pot_k and t.n = ceil((extract(epoch from l.base - (select began from made.setting)) / 86400 + ${day.decided}) / ${meetingEvery})::int
    left join made.round r on l.has_rounds and r.pot_k = l.pot_k and r.n = floor(extract(epoch from l.base - (select began from made.setting)) / 86400 / ${roundEvery})::int`;

const purchaseState = `case
  when x < ${bought.authorised} then 'requested' when refused then 'refused' when x < ${bought.ordered} then 'authorised' when x < ${bought.accepted} then 'ordered'
  when x < ${bought.delivered} then 'accepted' when x < ${bought.invoiced} then 'delivered' when x < ${bought.matched} then 'invoiced'
  when x < ${bought.due} + lag + ${paid.settled} then 'matched' else 'closed' end`;

/** `buy`: three purchases of each grant that is spent so, one by one. */
const buy = `create temp table buy as
  select *, ${purchaseState} as state, state_x >= 0 as asked from (
    select l.n, l.id as grant_id, l.tenant_id, l.now, l.pot_id, l.base, l.applicant_id, l.officer_id, l.whole, i,
      uuidv7(l.base + (50 + 60 * i) * interval '1 day' - clock_timestamp()) as id, uuidv7(l.base + (52 + 60 * i) * interval '1 day' - clock_timestamp()) as command_id,
      50 + 60 * i as on_day, l.a - (50 + 60 * i) as x, l.a - (50 + 60 * i) as state_x, ${chance('l.n * 3 + i', 21, 8)} = 0 as refused,
      case when l.waits then ${paid.wait} else 0 end as lag, l.award_pence / 4 as price_pence,
      v.id as provider_id, v.bank_account_id, v.person_id as provider_person_id
    from life l, generate_series(0, 2) i, made.provider v
    where l.buys and l.begun and l.a >= 50 + 60 * i and v.k = 1 + ${chance('l.n * 3 + i', 22, '(select count(*) from made.provider)')}
  ) b`;

const paymentState = `case
  when x < 0 then 'scheduled' when y < 0 then 'waiting_for_cash' when y < ${paid.inRun} then 'ready' when y < ${paid.authorised} then 'in_run'
  when y < ${paid.sent} then 'authorised' when y < ${paid.settled} then 'sent' else 'settled' end`;

/** `pay`: the instalments of each grant that has begun, and the invoices of its purchases. */
const pay = `create temp table pay as
  select *, ${paymentState} as state, (pot_id::text || floor(extract(epoch from due_at) / 604800)) as week from (
    select p.*, p.x - p.lag as y, uuidv7(p.due_at - clock_timestamp()) as id, uuidv7(p.due_at - clock_timestamp()) as command_id from (
      select l.id as grant_id, null::uuid as purchase_id, l.n, 1 + i as number, l.tenant_id, l.now, l.pot_id, l.pot_k, l.fund_id, l.whole, l.c_accept, l.manager_id,
        l.party_id as payee_id, l.bank_account_id, l.award_pence / (case when l.in_two then 2 else 1 end) as amount_pence,
        ${after(`${day.due} + 120 * i`)} as due_at, ${after(day.accepted)} as scheduled_at, l.a - (${day.due} + 120 * i) as x, case when l.waits then ${paid.wait} else 0 end as lag
      from life l, generate_series(0, 1) i where l.begun and not l.buys and (i = 0 or l.in_two)
      union all
      select b.grant_id, b.id, b.n, 100 + b.i, b.tenant_id, b.now, b.pot_id, l.pot_k, l.fund_id, b.whole, b.command_id, l.manager_id,
        b.provider_id, b.bank_account_id, b.price_pence, ${after(`b.on_day + ${bought.due}`)}, ${after(`b.on_day + ${bought.matched}`)}, b.x - ${bought.due}, b.lag
      from buy b join life l on l.id = b.grant_id where not b.refused and b.x >= ${bought.matched}
    ) p
  ) p`;

/** `run`: the payment runs, one for the payments of a pot, a week and a state. */
const run = `create temp table run as
  select r.*, m.id as maker_id, u.id as authoriser_id,
    (r.last_at + interval '${paid.inRun} days') as built_at, (r.last_at + interval '${paid.authorised} days') as authorised_at,
    (r.last_at + interval '${paid.sent} days') as sent_at, (r.last_at + interval '${paid.settled} days') as settled_at,
    case r.payment_state when 'in_run' then 'building' when 'authorised' then 'authorised' when 'sent' then 'sent' else 'reconciled' end as state
  from (
    select week, pot_id, pot_k, state as payment_state, max(due_at + lag * interval '1 day') as last_at, count(*) as payments, sum(amount_pence)::bigint as total_pence,
      uuidv7(max(due_at) - clock_timestamp()) as id, uuidv7(max(due_at) - clock_timestamp()) as c_build, uuidv7(max(due_at) - clock_timestamp()) as c_authorise,
      uuidv7(max(due_at) - clock_timestamp()) as c_send, uuidv7(max(due_at) - clock_timestamp()) as c_settle
    from pay where state in ('in_run', 'authorised', 'sent', 'settled') group by week, pot_id, pot_k, state
  ) r join made.staff m on m.role = 'payment_maker' and m.k = 1 + r.pot_k % 2 join made.staff u on u.role = 'payment_authoriser' and u.k = 1 + r.pot_k % 3`;

/** The statements that work a chunk out. The first takes its parameters. */
export const liveStatements: readonly string[] = [
  life,
  'analyze life',
  buy,
  pay,
  run,
  'analyze buy',
  'analyze pay',
  'analyze run',
];

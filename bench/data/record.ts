/** What was asked for, what happened and what moved: commands, events and transfers of a chunk, in the order of time. */
import { after, bought, day } from './lives';

interface Happening {
  readonly type: string;
  readonly command: string;
  readonly at: string;
  readonly actor: string;
  /** The command's id; a new one unless something else refers to it. */
  readonly id?: string;
  /** In SQL: a JSON object. */
  readonly after?: string;
  readonly text?: string;
  readonly when: string;
}

const state = (to: string): string => `jsonb_build_object('state', ${to})`;

/** What is on every grant's timeline: each has a command that something refers to, or ends something. */
const milestones: readonly Happening[] = [
  {
    type: 'application_submitted',
    command: 'submitApplication',
    at: after(day.sent),
    actor: 'l.applicant_id',
    id: 'l.c_submit',
    after: state(`'submitted'`),
    when: `l.stage not in ('draft', 'expired')`,
  },
  {
    type: 'application_withdrawn',
    command: 'withdraw',
    at: after(day.withdrawn),
    actor: 'l.applicant_id',
    after: state(`'withdrawn'`),
    when: `l.stage = 'withdrawn'`,
  },
  {
    type: 'declared_ineligible',
    command: 'declareIneligible',
    at: after(day.ineligible),
    actor: 'l.officer_id',
    after: state(`'ineligible'`),
    text: 'Not within the pot’s area.',
    when: `l.stage = 'ineligible'`,
  },
  {
    type: 'draft_expired',
    command: 'expireDraft',
    at: after(180),
    actor: 'null::uuid',
    after: state(`'expired'`),
    when: `l.stage = 'expired'`,
  },
  {
    type: 'decision_made',
    command: 'decide',
    at: 'l.decided_at',
    actor: 'l.officer_id',
    id: 'l.c_decide',
    after: `jsonb_build_object('state', case when l.awarded then 'offered' else l.stage end, 'outcome', case when l.awarded then 'award' else replace(l.stage, 'refused', 'refuse') end,
      'amountPence', case when l.awarded then l.award_pence end, 'meetingId', l.meeting_id, 'counted', 4)`,
    text: 'The panel discussed it at some length.',
    when: 'l.decided',
  },
  {
    type: 'offer_declined',
    command: 'declineOffer',
    at: after(day.declined),
    actor: 'l.applicant_id',
    id: 'l.c_end',
    after: state(`'declined'`),
    when: `l.stage = 'declined'`,
  },
  {
    type: 'offer_lapsed',
    command: 'lapseOffer',
    at: after(day.lapsed),
    actor: 'null::uuid',
    id: 'l.c_end',
    after: state(`'lapsed'`),
    when: `l.stage = 'lapsed'`,
  },
  {
    type: 'offer_accepted',
    command: 'acceptOffer',
    at: after(day.accepted),
    actor: 'l.second_id',
    id: 'l.c_accept',
    after: `'{"state": "active", "acceptances": 2, "needed": 2}'::jsonb`,
    when: 'l.begun',
  },
  {
    type: 'grant_terminated',
    command: 'terminate',
    at: after(day.terminated),
    actor: 'l.manager_id',
    after: state(`'terminated'`),
    text: 'The group has dissolved.',
    when: `l.stage = 'terminated'`,
  },
  {
    type: 'report_accepted',
    command: 'acceptReport',
    at: after('l.accounted_day'),
    actor: 'l.officer_id',
    id: 'l.c_end',
    after: state(`case when l.refund_pence > 0 then 'closing' else 'closed' end`),
    when: 'l.reported',
  },
  {
    type: 'refund_received',
    command: 'recordRefund',
    at: after(day.refunded),
    actor: 'l.manager_id',
    id: 'l.c_refund',
    after: `jsonb_build_object('refundId', l.refund_id, 'amountPence', l.refund_pence)`,
    when: `l.refund_pence > 0 and l.stage = 'closed'`,
  },
];

/** What else is on a whole timeline. */
const between: readonly Happening[] = [
  {
    type: 'checking_started',
    command: 'startChecking',
    at: after(day.checking),
    actor: 'l.officer_id',
    after: state(`'checking'`),
    when: `(l.decided or l.stage in ('checking', 'assessing', 'ineligible'))`,
  },
  {
    type: 'check_recorded',
    command: 'recordCheck',
    at: after(day.checked),
    actor: 'l.officer_id',
    after: `'{"kind": "governing_document", "passed": true}'::jsonb`,
    when: `(l.decided or l.stage = 'assessing')`,
  },
  {
    type: 'check_recorded',
    command: 'recordCheck',
    at: after(day.checked + 0.1),
    actor: 'l.officer_id',
    after: `'{"kind": "accounts", "passed": true}'::jsonb`,
    when: `(l.decided or l.stage = 'assessing')`,
  },
  {
    type: 'passed_to_panel',
    command: 'passToPanel',
    at: after(day.toPanel),
    actor: 'l.officer_id',
    after: state(`'assessing'`),
    when: `(l.decided or l.stage = 'assessing')`,
  },
  {
    type: 'offer_accepted',
    command: 'acceptOffer',
    at: after(day.accepted - 4),
    actor: 'l.applicant_id',
    after: `'{"acceptances": 1, "needed": 2}'::jsonb`,
    when: 'l.begun',
  },
  {
    type: 'bank_details_given',
    command: 'giveBankDetails',
    at: after(day.bankDetails),
    actor: 'l.applicant_id',
    after: `'{"version": 1}'::jsonb`,
    when: 'l.begun and not l.buys and l.a >= 41',
  },
  {
    type: 'report_fell_due',
    command: 'reportFallsDue',
    at: after(day.reportDue - 60),
    actor: 'null::uuid',
    after: `jsonb_build_object('dueAt', ${after(day.reportDue)})`,
    when: `l.begun and l.a >= ${day.reportDue - 60} and l.stage <> 'terminated'`,
  },
  {
    type: 'report_reminded',
    command: 'remindReport',
    at: after(day.reportDue - 14),
    actor: 'null::uuid',
    when: `l.begun and l.a >= ${day.reportDue - 14} and l.stage <> 'terminated'`,
  },
  {
    type: 'report_submitted',
    command: 'submitReport',
    at: after(day.reported + 0.5),
    actor: 'l.applicant_id',
    after: `jsonb_build_object('spentPence', l.award_pence - l.refund_pence)`,
    when: 'l.reported',
  },
  {
    type: 'grant_closed',
    command: 'closeGrant',
    at: after(day.refunded + 0.1),
    actor: 'null::uuid',
    after: state(`'closed'`),
    when: `l.refund_pence > 0 and l.stage = 'closed'`,
  },
];

const ofGrant = ({ type, command, at, actor, id, after: facts, text, when }: Happening, whole: boolean): string =>
  `select l.id as grant_id, 'grant' as subject_type, l.id as subject_id, '${type}' as type, '${command}' as command, ${at} as at, ${actor} as actor_id,
     ${id ?? `uuidv7(${at} - clock_timestamp())`} as command_id, true as own, ${facts ?? `'{}'::jsonb`} as after, ${text === undefined ? 'null' : `'${text}'`} as text
   from life l where ${whole ? 'l.whole and ' : ''}${when}`;

const ofPurchase = (
  type: string,
  command: string,
  on: number,
  actor: string,
  to: string,
  when: string,
  id?: string,
): string =>
  `select b.grant_id, 'purchase', b.id, '${type}', '${command}', ${after(`b.on_day + ${on}`, 'b.base')}, ${actor}, ${id ?? `uuidv7(b.base + (b.on_day + ${on}) * interval '1 day' - clock_timestamp())`}, true,
     ${state(`'${to}'`)}, null from buy b where ${when}`;

const subjectOfPayment = `case when p.purchase_id is null then 'grant' else 'purchase' end, coalesce(p.purchase_id, p.grant_id)`;

/** An event that the command of a payment run, or of the payment's becoming due, puts on the timeline of its grant. */
const ofPayment = (type: string, at: string, actor: string, commandId: string, states: readonly string[]): string =>
  `select p.grant_id, ${subjectOfPayment}, '${type}', 'none', ${at}, ${actor}, ${commandId}, false, jsonb_build_object('paymentId', p.id, 'amountPence', p.amount_pence), null
   from pay p left join run r on r.week = p.week and r.payment_state = p.state where p.whole and p.state in (${states.map((one) => `'${one}'`).join(', ')})`;

const atBank = ['sent', 'settled'];
const inRuns = ['in_run', 'authorised', ...atBank];
const readied = ['ready', ...inRuns];

const fellDue = `select p.grant_id, ${subjectOfPayment}, case when p.purchase_id is null then 'instalment_fell_due' else 'purchase_payment_fell_due' end,
    case when p.purchase_id is null then 'payInstalment' else 'payPurchase' end, p.due_at, null::uuid, p.command_id, true, jsonb_build_object('paymentId', p.id, 'amountPence', p.amount_pence), null
  from pay p where p.whole and p.state <> 'scheduled'`;

const lastSettled = `select p.grant_id, 'grant', p.grant_id, 'last_payment_settled', 'noteLastPayment', max(r.settled_at), null::uuid, uuidv7(max(r.settled_at) - clock_timestamp()), true, '{}'::jsonb, null
  from pay p join run r on r.week = p.week and r.payment_state = p.state
  where p.whole and p.purchase_id is null group by p.grant_id having bool_and(p.state = 'settled')`;

/** Each state of a payment run, in order, with the command that brings it about. */
const runSteps = [
  ['building', 'payment_run_built', 'buildRun', 'r.built_at', 'r.maker_id', 'r.c_build'],
  ['authorised', 'payment_run_authorised', 'authoriseRun', 'r.authorised_at', 'r.authoriser_id', 'r.c_authorise'],
  ['sent', 'payment_run_sent', 'markSent', 'r.sent_at', 'r.maker_id', 'r.c_send'],
  ['reconciled', 'payment_outcomes_recorded', 'recordOutcomes', 'r.settled_at', 'r.maker_id', 'r.c_settle'],
] as const;

const ofRuns = runSteps.map(([to, type, command, at, actor, id], place) => {
  const reached = runSteps
    .slice(place)
    .map(([one]) => `'${one}'`)
    .join(', ');
  return `select null::uuid, 'payment_run', r.id, '${type}', '${command}', ${at}, ${actor}, ${id}, true, ${state(`'${to}'`)}, null from run r where r.state in (${reached})`;
});

const happening = `create temp table happening as select uuidv7(h.at - clock_timestamp()) as id, h.* from (${[
  ...milestones.map((one) => ofGrant(one, false)),
  ...between.map((one) => ofGrant(one, true)),
  ofPurchase('purchase_requested', 'requestPurchase', 0, 'b.applicant_id', 'requested', 'b.whole'),
  ofPurchase(
    'purchase_authorised',
    'authorisePurchase',
    bought.authorised,
    'b.officer_id',
    'authorised',
    `b.x >= ${bought.authorised} and not b.refused`,
    'b.command_id',
  ),
  ofPurchase(
    'purchase_refused',
    'refusePurchase',
    bought.authorised,
    'b.officer_id',
    'refused',
    `b.x >= ${bought.authorised} and b.refused`,
    'b.command_id',
  ),
  ofPurchase(
    'purchase_ordered',
    'orderPurchase',
    bought.ordered,
    'b.applicant_id',
    'ordered',
    `b.whole and b.x >= ${bought.ordered} and not b.refused`,
  ),
  ofPurchase(
    'order_accepted',
    'acceptOrder',
    bought.accepted,
    'b.provider_person_id',
    'accepted',
    `b.whole and b.x >= ${bought.accepted} and not b.refused`,
  ),
  ofPurchase(
    'service_delivered',
    'recordDelivery',
    bought.delivered,
    'b.provider_person_id',
    'delivered',
    `b.whole and b.x >= ${bought.delivered} and not b.refused`,
  ),
  ofPurchase(
    'invoice_received',
    'recordInvoice',
    bought.invoiced,
    'b.provider_person_id',
    'invoiced',
    `b.whole and b.x >= ${bought.invoiced} and not b.refused`,
  ),
  ofPurchase(
    'invoice_matched',
    'matchInvoice',
    bought.matched,
    'b.officer_id',
    'matched',
    `b.whole and b.x >= ${bought.matched} and not b.refused`,
  ),
  fellDue,
  ofPayment('payment_became_ready', `p.due_at + p.lag * interval '1 day'`, 'null::uuid', 'p.command_id', readied),
  ofPayment('payment_put_in_run', 'r.built_at', 'r.maker_id', 'r.c_build', inRuns),
  ofPayment('payment_authorised', 'r.authorised_at', 'r.authoriser_id', 'r.c_authorise', ['authorised', ...atBank]),
  ofPayment('payment_sent', 'r.sent_at', 'r.maker_id', 'r.c_send', atBank),
  ofPayment('payment_settled', 'r.settled_at', 'r.maker_id', 'r.c_settle', ['settled']),
  lastSettled,
  ...ofRuns,
].join(' union all ')}) h`;

const commandsAndEvents: readonly string[] = [
  happening,
  `insert into command (tenant_id, id, actor_id, type, subject_type, subject_id, idempotency_key, body_hash, received_at, status, outcome, applied_at)
   select s.tenant_id, h.command_id, h.actor_id, h.command, h.subject_type, h.subject_id, h.command_id::text, case when h.actor_id is null then '' else repeat('0', 64) end,
     h.at, 'applied', '{"status": "applied"}', h.at
   from happening h, made.setting s where h.own order by h.at`,
  // What was typed is erased once a grant is over.
  `insert into command_body (tenant_id, command_id, body)
   select l.tenant_id, h.command_id, h.after from happening h join life l on l.id = h.grant_id where h.own and not l.final order by h.at`,
  `insert into event (tenant_id, id, type, at, actor_id, command_id, subject_type, subject_id, grant_id, after)
   select s.tenant_id, h.id, h.type, h.at, h.actor_id, h.command_id, h.subject_type, h.subject_id, h.grant_id, h.after from happening h, made.setting s order by h.at`,
  `insert into event_text (tenant_id, event_id, text) select s.tenant_id, h.id, h.text from happening h, made.setting s where h.text is not null order by h.at`,
  `insert into outbox (tenant_id, id, command_id, template, person_id, subject_type, subject_id, created_at, next_attempt_at, attempts, sent_at)
   select l.tenant_id, uuidv7(l.base - clock_timestamp()), l.c_submit, 'application-submitted', l.applicant_id, 'grant', l.id, ${after(day.sent)}, ${after(day.sent)}, 1, ${after(day.sent)}
   from life l where l.stage not in ('draft', 'expired') and l.n % 5 = 0 order by l.base`,
];

interface Move {
  readonly book: 'budget' | 'cash';
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  readonly key: string;
  readonly command: string;
  readonly at: string;
  /** The rows of `life l`, `buy b` or `pay p` and `run r`. */
  readonly rows: string;
}

const grants = 'from life l where';
const paying =
  'from pay p left join run r on r.week = p.week and r.payment_state = p.state join life l on l.id = p.grant_id where';
const one = (value: string, states: readonly string[]): string =>
  `${value} in (${states.map((text) => `'${text}'`).join(', ')})`;

const moves: readonly Move[] = [
  {
    book: 'budget',
    from: 'available',
    to: 'committed',
    amount: 'l.award_pence',
    key: `'grant:' || l.id || ':award:1'`,
    command: 'l.c_decide',
    at: 'l.decided_at',
    rows: `${grants} l.awarded`,
  },
  {
    book: 'budget',
    from: 'committed',
    to: 'available',
    amount: 'l.award_pence',
    key: `'grant:' || l.id || ':' || l.stage || ':1'`,
    command: 'l.c_end',
    at: after(`case l.stage when 'lapsed' then ${day.lapsed} else ${day.declined} end`),
    rows: `${grants} ${one('l.stage', ['declined', 'lapsed'])}`,
  },
  {
    book: 'budget',
    from: 'committed',
    to: 'promised',
    amount: 'b.price_pence',
    key: `'purchase:' || b.id || ':promise:1'`,
    command: 'b.command_id',
    at: after(`b.on_day + ${bought.authorised}`),
    rows: `from buy b join life l on l.id = b.grant_id where b.x >= ${bought.authorised} and not b.refused`,
  },
  {
    book: 'budget',
    from: 'committed',
    to: 'promised',
    amount: 'p.amount_pence',
    key: `'payment:' || p.id || ':promise:1'`,
    command: `case when p.whole then p.command_id else p.c_accept end`,
    at: 'p.due_at',
    rows: `${paying} p.purchase_id is null and p.state <> 'scheduled'`,
  },
  {
    book: 'cash',
    from: 'bank',
    to: 'reserved',
    amount: 'p.amount_pence',
    key: `'payment:' || p.id || ':reserve:1'`,
    command: `case when p.whole then p.command_id else p.c_accept end`,
    at: `p.due_at + p.lag * interval '1 day'`,
    rows: `${paying} ${one('p.state', readied)}`,
  },
  {
    book: 'cash',
    from: 'reserved',
    to: 'in_transit',
    amount: 'p.amount_pence',
    key: `'payment:' || p.id || ':send:1'`,
    command: 'r.c_send',
    at: 'r.sent_at',
    rows: `${paying} ${one('p.state', atBank)}`,
  },
  {
    book: 'cash',
    from: 'in_transit',
    to: 'payee',
    amount: 'p.amount_pence',
    key: `'payment:' || p.id || ':settle:1'`,
    command: 'r.c_settle',
    at: 'r.settled_at',
    rows: `${paying} p.state = 'settled'`,
  },
  {
    book: 'budget',
    from: 'promised',
    to: 'spent',
    amount: 'p.amount_pence',
    key: `'payment:' || p.id || ':settle:1'`,
    command: 'r.c_settle',
    at: 'r.settled_at',
    rows: `${paying} p.state = 'settled'`,
  },
  {
    book: 'budget',
    from: 'committed',
    to: 'available',
    amount: 'l.left_pence',
    key: `'grant:' || l.id || ':underspend:1'`,
    command: 'l.c_end',
    at: after('l.accounted_day'),
    rows: `from (select l.*, l.award_pence - coalesce(p.total, 0) as left_pence from life l
      left join (select grant_id, sum(amount_pence) as total from pay group by grant_id) p on p.grant_id = l.id where l.buys and l.reported) l where l.left_pence > 0`,
  },
  {
    book: 'budget',
    from: 'spent',
    to: 'refund_due',
    amount: 'l.refund_pence',
    key: `'refund:' || l.refund_id || ':ask:1'`,
    command: 'l.c_end',
    at: after('l.accounted_day'),
    rows: `${grants} l.refund_pence > 0`,
  },
  {
    book: 'cash',
    from: 'payee',
    to: 'bank',
    amount: 'l.refund_pence',
    key: `'refund:' || l.refund_id || ':received:1'`,
    command: 'l.c_refund',
    at: after(day.refunded),
    rows: `${grants} l.refund_pence > 0 and l.stage = 'closed'`,
  },
  {
    book: 'budget',
    from: 'refund_due',
    to: 'available',
    amount: 'l.refund_pence',
    key: `'refund:' || l.refund_id || ':received:1'`,
    command: 'l.c_refund',
    at: after(day.refunded),
    rows: `${grants} l.refund_pence > 0 and l.stage = 'closed'`,
  },
];

const ofPot = ['available', 'bank', 'reserved', 'in_transit', 'payee'];
const code = (book: string, kind: string): string =>
  ofPot.includes(kind) ? `'${book}/${kind}/pot/' || l.pot_id` : `'${book}/${kind}/grant/' || l.id`;

const moved = ({ book, from, to, amount, key, command, at, rows }: Move, place: number): string => {
  const isOfGrant = !ofPot.includes(from) || !ofPot.includes(to);
  return `select ${place} as step, '${book}' as book, ${code(book, from)} as from_code, '${from}' as from_kind, ${code(book, to)} as to_code, '${to}' as to_kind,
    (${amount})::bigint as amount, ${key} as key, ${command} as command_id, ${at} as at, ${isOfGrant ? 'l.id' : 'null::uuid'} as grant_id, l.pot_id, l.id as of_grant_id ${rows}`;
};

/** Cash comes from the funder at the chunk's beginning, as much as the chunk pays. */
const ledger: readonly string[] = [
  `create temp table move as ${moves.map(moved).join(' union all ')}`,
  `create temp table received as
   select uuidv7() as id, uuidv7() as command_id, m.pot_id, p.lane, sum(m.amount)::bigint as amount, min(m.at) - interval '1 day' as at
   from move m join made.pot p on p.id = m.pot_id where m.from_kind = 'bank' group by m.pot_id, p.lane`,
  `insert into instalment (tenant_id, id, fund_id, pot_id, amount_pence, expected_on, received_on)
   select s.tenant_id, r.id, f.id, r.pot_id, r.amount, r.at::date, r.at::date from received r join made.fund f on f.lane = r.lane, made.setting s`,
  `insert into command (tenant_id, id, actor_id, type, subject_type, subject_id, idempotency_key, body_hash, received_at, status, outcome, applied_at)
   select s.tenant_id, r.command_id, m.id, 'recordInstalment', 'fund', f.id, r.command_id::text, repeat('0', 64), r.at, 'applied', '{"status": "applied"}', r.at
   from received r join made.fund f on f.lane = r.lane, made.setting s, made.staff m where m.role = 'fund_manager' and m.k = 1`,
  `insert into event (tenant_id, id, type, at, actor_id, command_id, subject_type, subject_id, after)
   select s.tenant_id, uuidv7(), 'instalment_received', r.at, m.id, r.command_id, 'fund', f.id, jsonb_build_object('instalmentId', r.id, 'amountPence', r.amount)
   from received r join made.fund f on f.lane = r.lane, made.setting s, made.staff m where m.role = 'fund_manager' and m.k = 1`,
  `insert into move select -1, 'cash', 'cash/funder/fund/' || f.id, 'funder', 'cash/bank/pot/' || r.pot_id, 'bank', r.amount, 'instalment:' || r.id || ':receive:1', r.command_id, r.at, null, r.pot_id, null
   from received r join made.fund f on f.lane = r.lane`,
  `create temp table ordered as select row_number() over (order by at, step, key) as n, m.* from move m`,
  `create temp table side as
   select n, code, kind, sum(delta) over (partition by code order by n)::bigint as so_far, delta, is_from, pot_id, of_grant_id from (
     select n, from_code as code, from_kind as kind, -amount as delta, true as is_from, pot_id, of_grant_id from ordered
     union all select n, to_code, to_kind, amount, false, pot_id, of_grant_id from ordered) s`,
  `create temp table total as
   select side.code, min(side.kind) as kind, sum(side.delta)::bigint as delta, min(side.pot_id::text)::uuid as pot_id, min(side.of_grant_id::text)::uuid as grant_id, coalesce(max(a.balance), 0) as before,
     bool_or(a.code is not null) as is_open
   from side join made.setting s on true left join account a on a.tenant_id = s.tenant_id and a.code = side.code group by side.code`,
  'analyze total',
  `update account a set balance = a.balance + t.delta from total t, made.setting s where a.tenant_id = s.tenant_id and a.code = t.code and t.is_open`,
  `insert into account (tenant_id, code, book, kind, fund_id, pot_id, grant_id, balance)
   select s.tenant_id, t.code, split_part(t.code, '/', 1), t.kind, case when split_part(t.code, '/', 3) = 'fund' then split_part(t.code, '/', 4)::uuid end,
     case when split_part(t.code, '/', 3) <> 'fund' then t.pot_id end, case when split_part(t.code, '/', 3) = 'grant' then t.grant_id end, t.delta
   from total t, made.setting s where not t.is_open`,
  `insert into transfer (tenant_id, book, from_code, to_code, amount, from_balance_after, to_balance_after, business_key, command_id, grant_id, at)
   select s.tenant_id, o.book, o.from_code, o.to_code, o.amount, tf.before + f.so_far, tt.before + t.so_far, o.key, o.command_id, o.grant_id, o.at
   from ordered o join side f on f.n = o.n and f.is_from join side t on t.n = o.n and not t.is_from
     join total tf on tf.code = o.from_code join total tt on tt.code = o.to_code, made.setting s order by o.n`,
  'drop table received, ordered, side, total',
];

/** The statements that write a chunk's commands, events, mails and transfers. */
export const recordStatements: readonly string[] = [...commandsAndEvents, ...ledger];

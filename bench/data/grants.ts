/** The rows of applications and of what came of them, read off from `life`, `buy`, `pay` and `run`. */
import { after, bought, day } from './lives';

const iso = (instant: string): string => `to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What waits is due at some time to come: its own date, or one to which it was moved. */
const toCome = (instant: string): string => `greatest(${instant}, l.now + interval '1 day' * (1 + l.n % 30))`;

const deadline = (name: string, command: string, at: string): string =>
  `jsonb_build_array(jsonb_build_object('name', '${name}', 'at', ${iso(at)}, 'steps', jsonb_build_array(jsonb_build_object('command', '${command}', 'at', ${iso(at)}))))`;

/** By stage: what comes next, by which command, and when. */
const waiting: readonly (readonly [when: string, name: string, command: string, at: string])[] = [
  [`l.stage = 'draft'`, 'draft', 'expireDraft', after(180)],
  [`l.stage in ('submitted', 'checking')`, 'check', 'chaseCheck', after(day.sent + 10)],
  [`l.stage = 'assessing'`, 'decision', 'chaseDecision', after(day.toPanel + 42)],
  [`l.stage = 'refused' and not l.final`, 'appeal', 'endAppealWindow', after(day.decided + 28)],
  [`l.stage = 'offered'`, 'offer', 'lapseOffer', after(day.decided + 28)],
  [`l.stage = 'active'`, 'report', 'reportOverdue', after(day.reportDue)],
  [`l.stage = 'closing'`, 'refund', 'remindRefund', after(day.accountedFor + 28)],
];
const byStage = (of: (one: (typeof waiting)[number]) => string): string =>
  `case ${waiting.map((one) => `when ${one[0]} then ${of(one)}`).join(' ')}`;

const words =
  'Weekly sessions for people of the neighbourhood who are on their own, with a warm meal and somebody to talk to, and two outings in the summer.';

const content = `jsonb_build_object('askedPence', l.award_pence, 'purpose', '${words}', 'activities', jsonb_build_array(
    jsonb_build_object('description', 'Weekly sessions', 'output', 'sessions held', 'target', 40, 'unit', 'sessions'),
    jsonb_build_object('description', 'Outings', 'output', 'outings', 'target', 2, 'unit', 'outings')),
  'peopleHelped', 20 + l.n % 60, 'area', 'North', 'startsOn', (${after(60)})::date, 'endsOn', (${after(360)})::date,
  'budget', jsonb_build_array(jsonb_build_object('description', 'Hall and food', 'costPence', l.award_pence, 'askedPence', l.award_pence, 'otherPence', 0)),
  'contacts', jsonb_build_array(jsonb_build_object('name', 'The treasurer', 'email', 'treasurer@group.example'), jsonb_build_object('name', 'The chair', 'email', 'chair@group.example')),
  'organisationType', case when l.buys then 'public_body' else 'unincorporated_association' end, 'childrenOrAdultsAtRisk', false, 'answers', '{}'::jsonb,
  'declarations', '["true_and_complete", "committee_agrees"]'::jsonb)`;

const applications: readonly string[] = [
  `insert into application (tenant_id, id, pot_id, party_id, round_id, reference, stage, owner_id, created_by, asked_pence, policy_version, version, deadlines,
     next_due_at, held_since, held_by, final, created_at, changed_at, submitted_at)
   select l.tenant_id, l.id, l.pot_id, l.party_id, l.round_id, case when l.sent then l.reference end, l.stage, case when l.sent then l.officer_id end, l.applicant_id,
     l.award_pence, case when l.awarded then 1 end, 1 + l.n % 12,
     ${byStage(([, name, command, at]) => deadline(name, command, toCome(at)))} else '[]'::jsonb end,
     case when l.held and l.stage = 'active' then null else ${byStage(([, , , at]) => toCome(at))} end end,
     case when l.held and l.stage = 'active' then date_trunc('milliseconds', l.now - interval '3 days') end, case when l.held and l.stage = 'active' then l.manager_id end,
     l.final, l.began, least(l.now, ${after('l.a')}), case when l.sent then ${after(day.sent)} end
   from (select *, stage not in ('draft', 'expired') as sent from life) l order by l.began`,
  `insert into application_content (tenant_id, application_id, content) select l.tenant_id, l.id, ${content} from life l order by l.began`,
  `insert into party_check (tenant_id, id, party_id, application_id, kind, passed, checked_on, expires_on, checked_by, command_id)
   select l.tenant_id, uuidv7(l.base - clock_timestamp()), l.party_id, l.id, case when l.n % 2 = 0 then 'governing_document' else 'accounts' end, true, (${after(day.checked)})::date,
     (${after(day.checked + 365)})::date, l.officer_id, l.c_submit
   from life l where l.stage not in ('draft', 'expired', 'submitted', 'withdrawn', 'ineligible', 'checking')`,
  `insert into question (tenant_id, id, application_id, asked_by, asked_at, question, answered_by, answered_at, answer)
   select l.tenant_id, uuidv7(l.base - clock_timestamp()), l.id, l.officer_id, ${after(4)}, 'Which hall will you use?', l.applicant_id, ${after(4.5)}, 'The one in Park Road.'
   from life l where l.n % 20 = 0 and l.decided`,
  `insert into decision (tenant_id, id, application_id, meeting_id, outcome, amount_pence, decided_at, recorded_by, counted, command_id)
   select l.tenant_id, uuidv7(l.decided_at - clock_timestamp()), l.id, l.meeting_id, case when l.stage in ('refused', 'not_yet') then replace(l.stage, 'refused', 'refuse')
     when l.has_condition then 'award_with_conditions' else 'award' end, case when l.awarded then l.award_pence end, l.decided_at, l.officer_id, l.panel, l.c_decide
   from life l where l.decided`,
];

const awards: readonly string[] = [
  `insert into award (tenant_id, id, pot_id, party_id, awarded_pence, decided_on, offered_at, accepted_at, bank_account_id, came_back_pence, ended_at)
   select l.tenant_id, l.id, l.pot_id, l.party_id, l.award_pence, l.decided_at::date, l.decided_at, case when l.begun then ${after(day.accepted)} end,
     case when l.begun and not l.buys then l.bank_account_id end,
     case when l.stage in ('declined', 'lapsed') then l.award_pence
       when l.reported then l.award_pence - coalesce(p.total, 0) + case when l.stage = 'closed' then l.refund_pence else 0 end else 0 end,
     case when l.stage in ('declined', 'lapsed', 'closed', 'terminated') then ${after(`case l.stage when 'declined' then ${day.declined} when 'lapsed' then ${day.lapsed} when 'terminated' then ${day.terminated} else l.accounted_day end`)} end
   from life l left join (select grant_id, sum(amount_pence) as total from pay group by grant_id) p on p.grant_id = l.id
   where l.awarded order by l.decided_at`,
  `insert into acceptance (tenant_id, grant_id, person_id, accepted_at, command_id)
   select l.tenant_id, l.id, s.person_id, s.at, l.c_accept from life l, lateral (values (l.applicant_id, ${after(day.accepted - 4)}), (l.second_id, ${after(day.accepted)})) s (person_id, at)
   where l.begun`,
  `insert into condition (tenant_id, id, grant_id, number, wording, state, due_at, settled_by, settled_at)
   select l.tenant_id, uuidv7(l.decided_at - clock_timestamp()), l.id, 1, 'Send us the hall’s insurance.', case when l.begun then 'met' else 'open' end,
     case when l.begun then ${after(day.accepted + 56)} end, case when l.begun then l.officer_id end, case when l.begun then ${after(day.accepted + 2)} end
   from life l where l.awarded and l.has_condition`,
  `insert into report (tenant_id, grant_id, state, due_at, submitted_at, submitted_by, accepted_at, accepted_by, spent_pence, kept_pence)
   select l.tenant_id, l.id, r.state, case when l.begun then ${after(day.reportDue)} end, case when r.state in ('submitted', 'accepted') then ${after(day.reported)} end,
     case when r.state in ('submitted', 'accepted') then l.applicant_id end, case when r.state = 'accepted' then ${after('l.accounted_day')} end,
     case when r.state = 'accepted' then l.officer_id end, case when r.state in ('submitted', 'accepted') then l.award_pence - l.refund_pence end, case when r.state = 'accepted' then 0 end
   from life l, lateral (select case when l.reported then 'accepted' when l.stage <> 'active' then 'not_due' when l.fate = 'late' and l.a >= ${day.reportDue} then 'overdue'
     when l.fate <> 'late' and l.a >= ${day.reported} then 'submitted' when l.a >= ${day.reportDue - 60} then 'due' else 'not_due' end as state) r
   where l.awarded`,
  `insert into report_content (tenant_id, grant_id, content)
   select l.tenant_id, l.id, jsonb_build_object('outputs', '[{"activity": 0, "target": 40, "achieved": 41}, {"activity": 1, "target": 2, "achieved": 2}]'::jsonb,
     'whatChanged', '${words}', 'spent', jsonb_build_array(jsonb_build_object('line', 0, 'spentPence', l.award_pence - l.refund_pence)), 'whatContinues', 'The sessions.', 'lessons', 'Begin earlier.')
   from life l where l.reported or (l.stage = 'active' and l.fate <> 'late' and l.a >= ${day.reported})`,
  `insert into refund (tenant_id, id, grant_id, amount_pence, state, due_at, received_on, recorded_by)
   select l.tenant_id, l.refund_id, l.id, l.refund_pence, case when l.stage = 'closed' then 'received' else 'due' end, ${after(day.accountedFor + 28)},
     case when l.stage = 'closed' then (${after(day.refunded)})::date end, case when l.stage = 'closed' then l.manager_id end
   from life l where l.refund_pence > 0`,
];

const payments: readonly string[] = [
  `insert into purchase (tenant_id, id, grant_id, pot_id, provider_id, service, price_pence, state, requested_by, owner_id, authorised_by, delivered_on,
     invoice_number, invoice_pence, invoiced_on, payment_due_on, promised_at, version, next_due_at, final, created_at)
   select b.tenant_id, b.id, b.grant_id, b.pot_id, b.provider_id, 'Counselling, six sessions', b.price_pence, b.state, b.applicant_id, b.officer_id,
     case when b.x >= ${bought.authorised} and not b.refused then b.officer_id end, case when b.x >= ${bought.delivered} and not b.refused then (${after(`b.on_day + ${bought.delivered}`, 'b.base')})::date end,
     case when i.is_invoiced then 'INV-' || b.n || '-' || b.i end, case when i.is_invoiced then b.price_pence end, case when i.is_invoiced then (${after(`b.on_day + ${bought.invoiced}`, 'b.base')})::date end,
     case when i.is_invoiced then (${after(`b.on_day + ${bought.due}`, 'b.base')})::date end, case when b.x >= ${bought.authorised} and not b.refused then ${after(`b.on_day + ${bought.authorised}`, 'b.base')} end,
     3, case when b.state in ('refused', 'closed', 'matched') then null else date_trunc('milliseconds', b.now + interval '20 days') end, b.state in ('refused', 'closed'), ${after('b.on_day', 'b.base')}
   from buy b, lateral (select b.x >= ${bought.invoiced} and not b.refused as is_invoiced) i order by b.base`,
  `insert into payment_run (tenant_id, id, pot_id, name, state, owner_id, built_by, exported_at, sent_at, version, final, created_at)
   select s.tenant_id, r.id, r.pot_id, 'Run of ' || to_char(r.built_at, 'DD Mon YYYY'), r.state, r.maker_id, r.maker_id, case when r.state in ('sent', 'reconciled') then r.sent_at end,
     case when r.state in ('sent', 'reconciled') then r.sent_at end, 5, r.state = 'reconciled', r.built_at
   from run r, made.setting s order by r.built_at`,
  `insert into payment (tenant_id, id, cause, grant_id, purchase_id, pot_id, payee_id, bank_account_id, number, amount_pence, due_at, scheduled_at, state, run_id, asked_by)
   select p.tenant_id, p.id, case when p.purchase_id is null then 'grant' else 'purchase' end, p.grant_id, p.purchase_id, p.pot_id, p.payee_id,
     case when r.id is not null then p.bank_account_id end, p.number, p.amount_pence, p.due_at, p.scheduled_at, p.state, r.id, p.manager_id
   from pay p left join run r on r.week = p.week and r.payment_state = p.state order by p.scheduled_at, p.number`,
  `insert into payment_run_line (tenant_id, run_id, payment_id, attempt, amount_pence, payee_id, bank_account_id)
   select p.tenant_id, r.id, p.id, 1, p.amount_pence, p.payee_id, p.bank_account_id from pay p join run r on r.week = p.week and r.payment_state = p.state order by r.id`,
  `insert into authorisation (tenant_id, run_id, person_id, seen_hash, total_pence, at, command_id)
   select s.tenant_id, r.id, r.authoriser_id, repeat('0', 64), r.total_pence, r.authorised_at, r.c_authorise from run r, made.setting s where r.state <> 'building'`,
  `insert into settlement (tenant_id, payment_id, attempt, outcome, on_day, recorded_by, at, command_id)
   select p.tenant_id, p.id, 1, 'settled', r.settled_at::date, r.maker_id, r.settled_at, r.c_settle from pay p join run r on r.week = p.week and r.payment_state = p.state
   where p.state = 'settled'`,
];

/** The statements that write a chunk's rows, but for commands, events and transfers. Decisions and runs refer to commands without a foreign key. */
export const grantStatements: readonly string[] = [...applications, ...awards, ...payments];

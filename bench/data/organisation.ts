/**
 * The organisation that the grants of the benchmarks belong to: its people, groups, providers, funds, pots, rounds and meetings. All
 * names are put together from lists; nobody is meant.
 *
 * Each step is one statement. What later statements need to know lies in tables of the schema `made`, which goes when all is there.
 */

/** How much of everything there is. */
export interface Extent {
  /** Applications, and grants that came of them. */
  readonly grants: number;
  readonly pots: number;
  /** Groups, and employers of budget holders, one in ten. */
  readonly parties: number;
}

/** The extent for so many grants: a pot for each ten thousand, ten pots at least; five applications from each group. */
export function extentOf(grants: number): Extent {
  return {
    grants,
    pots: Math.max(10, Math.ceil(grants / 10_000)),
    parties: Math.max(200, Math.ceil(grants / 5)),
  };
}

const providersFor = (parties: number): number => Math.max(20, Math.ceil(parties / 100));

/** How many have a bank account: groups first, by their numbers, then providers. */
export const accountsOf = ({ parties }: Extent): number => parties + providersFor(parties);

/** A number from 0 to below `bound` that belongs to a number and a purpose: always the same, and as if by chance. */
export const chance = (number: string, purpose: number, bound: number | string): string =>
  `((hashint4extended((${number})::int, ${purpose}) & 2147483647) % ${bound})`;

const oneOf = (number: string, purpose: number, words: readonly string[]): string =>
  `(array[${words.map((word) => `'${word}'`).join(', ')}])[1 + ${chance(number, purpose, words.length)}]`;

const personName = (number: string): string =>
  `${oneOf(number, 11, ['Ada', 'Bilal', 'Carys', 'Dev', 'Edith', 'Femi', 'Gwen', 'Hamza', 'Isla', 'Jodie', 'Kwame', 'Lena', 'Morag', 'Nadia', 'Olu', 'Priya'])}
   || ' ' || ${oneOf(number, 12, ['Adeyemi', 'Baker', 'Campbell', 'Davies', 'Evans', 'Farouk', 'Green', 'Hughes', 'Iqbal', 'Jones', 'Kaur', 'Lloyd', 'Murray', 'Nowak', 'Osei', 'Patel'])}
   || ' ' || (${number})::text`;

const groupName = (number: string): string =>
  `${oneOf(number, 13, ['Riverside', 'Hillside', 'Park Road', 'Old Mill', 'Northgate', 'Castle', 'Station Street', 'Meadow', 'Harbour', 'Elm Tree'])}
   || ' ' || ${oneOf(number, 14, ['Youth', 'Women’s', 'Elders’', 'Allotment', 'Football', 'Arts', 'Refugee', 'Parents’', 'Walking', 'Choir'])}
   || ' ' || ${oneOf(number, 15, ['Group', 'Club', 'Project', 'Association', 'Network', 'Circle'])} || ' ' || (${number})::text`;

/** Staff by what they do. Roles are for the whole organisation, but for panel members, who have one pot each. */
const staffRoles: readonly (readonly [role: string, many: number])[] = [
  ['fund_manager', 3],
  ['grants_officer', 12],
  ['payment_maker', 2],
  ['payment_authoriser', 3],
  ['independent_examiner', 1],
];

/** How many people sit on a pot's panel. */
export const panelSize = 5;

const settingUp = ({ grants, pots, parties }: Extent): readonly string[] => [
  `create table made.setting as select $1::uuid as tenant_id, app.now() as now, app.now() - interval '5 years' as began,
     ${grants} as grants, ${pots} as pots, ${parties} as parties`,
];

const people = ({ pots, parties }: Extent): readonly string[] => [
  `create table made.staff as
   select row_number() over (order by role, k)::int as n, role, k, pot_k, uuidv7(interval '-5 years') as id
   from (
     ${staffRoles.map(([role, many]) => `select '${role}' as role, k, null::int as pot_k from generate_series(1, ${many}) k`).join(' union all ')}
     union all select 'panel_member', m, p from generate_series(1, ${pots}) p, generate_series(1, ${panelSize}) m
   ) r`,
  `create table made.party as
   select k, k % 10 = 0 as employs, uuidv7(interval '-5 years') as id, uuidv7(interval '-5 years') as applicant_id, uuidv7(interval '-5 years') as second_id,
     uuidv7(interval '-5 years') as bank_account_id
   from generate_series(1, ${parties}) k`,
  `create table made.provider as select k, uuidv7(interval '-5 years') as id, uuidv7(interval '-5 years') as person_id, uuidv7(interval '-5 years') as bank_account_id
   from generate_series(1, ${providersFor(parties)}) k`,
  `create table made.person as
   select id, row_number() over ()::int as n from (
     select id from made.staff union all select applicant_id from made.party union all select second_id from made.party union all select person_id from made.provider) p`,
  `insert into login (id, email, created_at) select id, 'person.' || id || '@people.example', s.began from made.person, made.setting s`,
  `insert into person (tenant_id, id, login_id, name, created_at) select s.tenant_id, p.id, p.id, ${personName('p.n')}, s.began from made.person p, made.setting s`,
  `insert into party (tenant_id, id, kind, name, organisation_type, created_at)
   select s.tenant_id, g.id, case when g.employs then 'employer' else 'group' end, ${groupName('g.k')},
     case when g.employs then 'public_body' else 'unincorporated_association' end, s.began from made.party g, made.setting s
   union all select s.tenant_id, v.id, 'provider', 'Counselling ' || v.k, 'cic', s.began from made.provider v, made.setting s`,
  `insert into party_connection (tenant_id, id, person_id, party_id, kind, position, signatory, declared_at)
   select s.tenant_id, uuidv7(interval '-5 years'), c.person_id, g.id, 'committee', c.position, true, s.began
   from made.party g, made.setting s, lateral (values (g.applicant_id, 'Treasurer'), (g.second_id, 'Chair')) c (person_id, position)`,
  `insert into bank_account (tenant_id, id, party_id, version, account_name, details_sealed, last_digits, given_by, given_at)
   select s.tenant_id, g.bank_account_id, g.id, 1, ${groupName('g.k')}, n.sealed, n.last_digits, g.applicant_id, s.began
   from made.party g join made.sealed n on n.k = g.k, made.setting s
   union all select s.tenant_id, v.bank_account_id, v.id, 1, 'Counselling ' || v.k, n.sealed, n.last_digits, v.person_id, s.began
   from made.provider v join made.sealed n on n.k = (select parties from made.setting) + v.k, made.setting s`,
];

const fundsAndPots: readonly string[] = [
  // Pots of one fund have ordinals of one parity: what moves money for a fund is then loaded by one connection.
  `create table made.pot as
   select k, k % 2 as lane, k % 10 = 0 as buys, k % 4 = 0 as waits, k % 3 = 0 as has_rounds, uuidv7(interval '-5 years') as id, uuidv7(interval '-5 years') as command_id,
     (2000000000::bigint * greatest(1, (select grants / pots from made.setting) / 10000)) as pledged
   from generate_series(1, (select pots from made.setting)) k`,
  `create table made.fund as select lane, uuidv7(interval '-5 years') as id, uuidv7(interval '-5 years') as funder_id, uuidv7(interval '-5 years') as command_id from generate_series(0, 1) lane`,
  `insert into party (tenant_id, id, kind, name, created_at) select s.tenant_id, f.funder_id, 'funder', 'Foundation ' || f.lane, s.began from made.fund f, made.setting s`,
  `insert into fund (tenant_id, id, name, funder_id, owner_id, state, created_at)
   select s.tenant_id, f.id, 'Community fund ' || f.lane, f.funder_id, m.id, 'open', s.began from made.fund f, made.setting s, made.staff m where m.role = 'fund_manager' and m.k = 1`,
  `insert into pot (tenant_id, id, fund_id, name, reference_prefix, owner_id, state, created_at)
   select s.tenant_id, p.id, f.id, ${oneOf('p.k', 16, ['Neighbourhood', 'Wellbeing', 'Youth', 'Green spaces', 'Warm rooms'])} || ' grants ' || p.k,
     'P' || translate(lpad(p.k::text, 4, '0'), '0123456789', 'ABCDEFGHIJ'), m.id, 'open', s.began
   from made.pot p join made.fund f on f.lane = p.lane, made.setting s, made.staff m where m.role = 'fund_manager' and m.k = 1 + p.k % 3`,
  `insert into policy (tenant_id, pot_id, version, body, published_at, published_by)
   select s.tenant_id, p.id, 1, case when p.has_rounds then $1::jsonb || '{"intake": "window"}' else $1::jsonb end, s.began, m.id
   from made.pot p, made.setting s, made.staff m where m.role = 'fund_manager' and m.k = 1`,
  `insert into role (tenant_id, id, person_id, name, pot_id, party_id, own_limit_pence, granted_at)
   select s.tenant_id, uuidv7(interval '-5 years'), r.person_id, r.name, r.pot_id, r.party_id, r.own_limit, s.began
   from made.setting s, (
     select f.id as person_id, f.role as name, p.id as pot_id, null::uuid as party_id, null::bigint as own_limit from made.staff f left join made.pot p on p.k = f.pot_k
     union all select applicant_id, 'applicant', null, id, null from made.party
     union all select second_id, 'applicant', null, id, null from made.party
     union all select applicant_id, 'budget_holder', null, id, 50000 from made.party where employs
     union all select person_id, 'provider', null, id, null from made.provider
   ) r`,
];

/** Days between the meetings of a panel, and between the rounds of a pot that has them. */
export const meetingEvery = 14;
export const roundEvery = 61;

const roundsAndMeetings: readonly string[] = [
  `create table made.round as
   select p.k as pot_k, n, uuidv7(interval '-5 years') as id, s.began + n * interval '${roundEvery} days' as opens_at
   from made.pot p, made.setting s, generate_series(0, ${Math.ceil((5 * 366) / roundEvery)}) n where p.has_rounds`,
  `insert into round (tenant_id, id, pot_id, name, opens_at, closes_at, decide_by, owner_id, state, final, created_at)
   select s.tenant_id, r.id, p.id, 'Round ' || r.n, r.opens_at, r.opens_at + interval '${roundEvery - 1} days', r.opens_at + interval '${2 * roundEvery} days', m.id,
     case when r.opens_at > s.now then 'draft' when r.opens_at > s.now - interval '${roundEvery - 1} days' then 'open'
       when r.opens_at > s.now - interval '${2 * roundEvery} days' then 'deciding' else 'decided' end,
     r.opens_at <= s.now - interval '${2 * roundEvery} days', s.began
   from made.round r join made.pot p on p.k = r.pot_k, made.setting s, made.staff m where m.role = 'grants_officer' and m.k = 1 + r.pot_k % 12`,
  `create table made.meeting as
   select p.k as pot_k, n, uuidv7(interval '-5 years') as id, s.began + n * interval '${meetingEvery} days' as starts_at
   from made.pot p, made.setting s, generate_series(0, ${Math.ceil((5 * 366) / meetingEvery) + 2}) n`,
  `insert into meeting (tenant_id, id, pot_id, state, online, place, starts_at, chair_id, created_at)
   select s.tenant_id, t.id, p.id, case when t.starts_at < s.now then 'held' else 'planned' end, t.n % 3 = 0, 'Town hall', t.starts_at, m.id, s.began
   from made.meeting t join made.pot p on p.k = t.pot_k, made.setting s, made.staff m where m.role = 'panel_member' and m.pot_k = t.pot_k and m.k = 1`,
  `insert into attendance (tenant_id, meeting_id, person_id)
   select s.tenant_id, t.id, m.id from made.meeting t join made.staff m on m.role = 'panel_member' and m.pot_k = t.pot_k and m.k < 5, made.setting s where t.starts_at < s.now`,
];

/** Budget is pledged to each pot when it is opened, by a command of the fund manager. */
const opening: readonly string[] = [
  `create table made.command as
   select * from (
     select f.command_id as id, 'openFund' as type, 'fund' as subject_type, f.id as subject_id, 'fund_opened' as event, '{"state": "open"}'::jsonb as after from made.fund f
     union all select p.command_id, 'openPot', 'pot', p.id, 'pot_opened', jsonb_build_object('state', 'open', 'budgetPence', p.pledged) from made.pot p
     union all select uuidv7(interval '-5 years'), 'openRound', 'round', r.id, 'round_opened', '{"state": "open"}' from made.round r
     union all select uuidv7(interval '-5 years'), 'planMeeting', 'meeting', t.id, 'meeting_planned', '{"state": "planned"}' from made.meeting t
     union all select uuidv7(interval '-5 years'), 'addParty', 'party', g.id, 'party_added', '{}' from made.party g
     union all select uuidv7(interval '-5 years'), 'addPerson', 'person', f.id, 'person_added', '{}' from made.staff f
   ) c`,
  `insert into command (tenant_id, id, actor_id, type, subject_type, subject_id, idempotency_key, body_hash, received_at, status, outcome, applied_at)
   select s.tenant_id, c.id, m.id, c.type, c.subject_type, c.subject_id, c.id::text, repeat('0', 64), s.began, 'applied', '{"status": "applied"}', s.began
   from made.command c, made.setting s, made.staff m where m.role = 'fund_manager' and m.k = 1`,
  `insert into event (tenant_id, id, type, at, actor_id, command_id, subject_type, subject_id, after)
   select s.tenant_id, uuidv7(interval '-5 years'), c.event, s.began, m.id, c.id, c.subject_type, c.subject_id, c.after
   from made.command c, made.setting s, made.staff m where m.role = 'fund_manager' and m.k = 1`,
  `insert into account (tenant_id, code, book, kind, fund_id, balance)
   select s.tenant_id, 'budget/pledge/fund/' || f.id, 'budget', 'pledge', f.id, -(select sum(pledged) from made.pot p where p.lane = f.lane) from made.fund f, made.setting s`,
  `insert into account (tenant_id, code, book, kind, pot_id, balance)
   select s.tenant_id, 'budget/available/pot/' || p.id, 'budget', 'available', p.id, p.pledged from made.pot p, made.setting s`,
  `insert into transfer (tenant_id, book, from_code, to_code, amount, from_balance_after, to_balance_after, business_key, command_id, at)
   select s.tenant_id, 'budget', 'budget/pledge/fund/' || f.id, 'budget/available/pot/' || p.id, p.pledged,
     -sum(p.pledged) over (partition by p.lane order by p.k), p.pledged, 'pot:' || p.id || ':open', p.command_id, s.began
   from made.pot p join made.fund f on f.lane = p.lane, made.setting s order by p.k`,
  `insert into instalment (tenant_id, id, fund_id, pot_id, amount_pence, expected_on)
   select s.tenant_id, uuidv7(), f.id, p.id, p.pledged / 100, (s.now + interval '20 days')::date from made.pot p join made.fund f on f.lane = p.lane, made.setting s where p.waits`,
];

/** The statements that make the organisation, once `made.sealed` has the bank details of each account. The first takes the tenant as `$1`, that of the policies their policy. */
export function organisationStatements(extent: Extent): readonly string[] {
  return [...settingUp(extent), ...people(extent), ...fundsAndPots, ...roundsAndMeetings, ...opening];
}

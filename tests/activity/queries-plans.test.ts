import { randomUUID } from 'node:crypto';

import { aGroup, type Group } from '../builders/group';
import { anOrganisation, aPerson, type Organisation } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { readsOf, type Reads } from '../support/reads';

const grants = 20_000;
const big = ['application', 'party', 'payment', 'event', 'transfer', 'award', 'purchase', 'command', 'outbox'];

let inbox: Inbox;
let reads: Reads;
let organisation: Organisation;
let group: Group;
let applicant: Actor;
let panelOfOnePot: Actor;
const known = { potId: '', grantId: '', roundId: '', purchaseId: '' };

/** 20,000 grants in four pots, of 2,000 groups, at all stages, with a payment, an event and a transfer each, and half of them for another tenant. */
beforeAll(async () => {
  inbox = await openInbox();
  reads = readsOf(inbox);
  organisation = await anOrganisation(inbox);
  group = await aGroup(inbox, organisation);
  applicant = group.applicant;
  const other = await anOrganisation(inbox);
  const otherGroup = await aGroup(inbox, other);
  for (const [one, party] of [
    [organisation, group],
    [other, otherGroup],
  ] as const) {
    const pots = [];
    for (let n = 0; n < 4; n += 1) pots.push((await aPot(inbox, one, { budgetPence: 1_000 })).potId);
    await many(one, party, pots);
    if (one === organisation) known.potId = pots[1]!;
  }
  panelOfOnePot = await aPerson(inbox, organisation.tenantId, 'Member of one pot', [
    { role: 'panel_member', potId: known.potId },
  ]);
  const [round] = await inbox.look<{ id: string }>('select id from round where tenant_id = $1 and pot_id = $2', [
    organisation.tenantId,
    known.potId,
  ]);
  const [grant] = await inbox.look<{ id: string }>(
    `select id from application where tenant_id = $1 and pot_id = $2 and stage = 'active' limit 1`,
    [organisation.tenantId, known.potId],
  );
  const [purchase] = await inbox.look<{ id: string }>('select id from purchase where tenant_id = $1 limit 1', [
    organisation.tenantId,
  ]);
  Object.assign(known, { roundId: round!.id, grantId: grant!.id, purchaseId: purchase!.id });
});
afterAll(() => inbox.close());

async function many(of: Organisation, { partyId, applicant: person }: Group, pots: readonly string[]): Promise<void> {
  const { tenantId, officer, secondOfficer } = of;
  const commandId = randomUUID();
  const look = (sql: string, parameters: readonly unknown[] = []) => inbox.look(sql, [tenantId, ...parameters]);
  await look(
    `insert into party (tenant_id, id, kind, name) select $1, gen_random_uuid(), 'group', 'Group ' || n from generate_series(1, 2000) n`,
  );
  await look(
    `insert into round (tenant_id, id, pot_id, name, opens_at, closes_at, decide_by, owner_id, state, created_at)
     select $1, gen_random_uuid(), pot, 'Round', app.now(), app.now() + interval '1 day', app.now() + interval '2 days', $3, 'open', app.now()
     from unnest($2::uuid[]) pot, generate_series(1, 10)`,
    [pots, officer.personId],
  );
  await look(
    `insert into application (tenant_id, id, pot_id, party_id, round_id, reference, stage, owner_id, created_by, policy_version, created_at, changed_at, submitted_at)
     select $1, gen_random_uuid(), pot.id, g.id, r.id, 'T-' || n, (array['submitted','checking','assessing','offered','active','closing','closed','refused'])[1 + (n / 4) % 8],
       case when n % 3 = 0 then $4::uuid else $5::uuid end, $3, 1, app.now() - n * interval '1 minute', app.now(), app.now()
     from generate_series(1, ${grants}) n
       join (select id, row_number() over () as k from unnest($2::uuid[]) id) pot on pot.k = 1 + n % 4
       join (select id, row_number() over (order by id) as k from party where tenant_id = $1 and kind = 'group') g on g.k = 1 + n % 2001
       left join (select id, pot_id, row_number() over (partition by pot_id) as k from round where tenant_id = $1) r on r.pot_id = pot.id and r.k = 1 + n % 20`,
    [pots, person.personId, officer.personId, secondOfficer.personId],
  );
  await look(
    `insert into award (tenant_id, id, pot_id, party_id, awarded_pence, decided_on, offered_at)
     select tenant_id, id, pot_id, party_id, 100000, current_date, app.now() from application where tenant_id = $1 and stage in ('offered','active','closing','closed')`,
  );
  await look(
    `insert into payment (tenant_id, id, cause, grant_id, pot_id, payee_id, number, amount_pence, due_at, scheduled_at, state)
     select w.tenant_id, gen_random_uuid(), 'grant', w.id, w.pot_id, w.party_id, 1, 100000, app.now(), app.now(),
       (array['scheduled','settled','settled','settled','waiting_for_cash','ready'])[1 + (row_number() over ())::int % 6]
     from award w where w.tenant_id = $1`,
  );
  await look(
    `insert into purchase (tenant_id, id, grant_id, pot_id, provider_id, service, price_pence, state, requested_by, owner_id, created_at)
     select w.tenant_id, gen_random_uuid(), w.id, w.pot_id, $2, 'Counselling', 100, (array['requested','ordered','closed'])[1 + (row_number() over ())::int % 3], $3, $4, app.now()
     from award w where w.tenant_id = $1`,
    [partyId, person.personId, officer.personId],
  );
  await look(
    `insert into command (tenant_id, id, type, subject_type, subject_id, idempotency_key, body_hash, received_at, status, outcome, applied_at)
     select $1, case when n = 1 then $2 else gen_random_uuid() end, 'addBudget', 'pot', $3, n::text, '', app.now(), 'applied', '{"status":"applied"}', app.now()
     from generate_series(1, ${grants}) n`,
    [commandId, pots[0]],
  );
  await look(
    `insert into event (tenant_id, id, type, at, command_id, subject_type, subject_id, grant_id)
     select a.tenant_id, gen_random_uuid(), 'application_submitted', app.now(), $2, 'grant', a.id, a.id from application a where a.tenant_id = $1`,
    [commandId],
  );
  await look(
    `insert into outbox (tenant_id, id, command_id, template, person_id, subject_type, subject_id, created_at, next_attempt_at, sent_at)
     select a.tenant_id, gen_random_uuid(), $2, 'application-submitted', $3, 'grant', a.id, app.now(), app.now(), app.now() from application a where a.tenant_id = $1`,
    [commandId, person.personId],
  );
  await look(
    `insert into account (tenant_id, code, book, kind, pot_id, grant_id, balance)
     select w.tenant_id, 'budget/committed/grant/' || w.id, 'budget', 'committed', w.pot_id, w.id, 100000 from award w where w.tenant_id = $1`,
  );
  await look(
    `insert into transfer (tenant_id, book, from_code, to_code, amount, from_balance_after, to_balance_after, business_key, command_id, grant_id, at)
     select w.tenant_id, 'budget', 'budget/available/pot/' || w.pot_id, 'budget/committed/grant/' || w.id, 100000, 0, 100000, 'grant:' || w.id || ':award:1', $2, w.id, app.now()
     from award w where w.tenant_id = $1`,
    [commandId],
  );
  await inbox.look('analyze');
}

/** Every way in which one or two filters narrow the list of grants. */
function filtersOfGrants(): readonly Readonly<Record<string, string>>[] {
  const filters = Object.entries({
    stage: 'active',
    potId: known.potId,
    partyId: group.partyId,
    ownerId: organisation.officer.personId,
    roundId: known.roundId,
  });
  const single = filters.map(([name, value]) => ({ [name]: value }));
  const pairs = filters.flatMap(([name, value], place) =>
    filters.slice(place + 1).map(([other, otherValue]) => ({ [name]: value, [other]: otherValue })),
  );
  return [{}, ...single, ...pairs];
}

const scanned = (steps: readonly { 'Node Type': string; 'Relation Name'?: string }[]) =>
  steps
    .filter((step) => step['Node Type'] === 'Seq Scan' && big.includes(step['Relation Name'] ?? ''))
    .map((step) => step['Relation Name']);

test('each filter of the list of grants, alone and with another, is served by an index, for staff, panel and group', async () => {
  for (const query of filtersOfGrants()) {
    for (const sort of ['newest', 'oldest']) {
      for (const actor of [organisation.officer, panelOfOnePot, applicant]) {
        const steps = await reads.plan(actor, 'listGrants', { query: { ...query, sort } });
        expect({ query, sort, scanned: scanned(steps) }).toEqual({ query, sort, scanned: [] });
        expect(steps.some((step) => step['Index Name']?.startsWith('application_') === true)).toBe(true);
      }
    }
  }
});

test('no other list and no page of one thing scans a large table', async () => {
  const { paymentMaker, manager, officer, administrator } = organisation;
  const asked: readonly [Actor, string, { id?: string; query?: Record<string, string> }][] = [
    [officer, 'getGrant', { id: known.grantId }],
    [applicant, 'getGrant', { id: known.grantId }],
    [officer, 'getGrantTimeline', { id: known.grantId }],
    [officer, 'getGrantLedger', { id: known.grantId }],
    [manager, 'getPotLedger', { id: known.potId }],
    [manager, 'getPotTimeline', { id: known.potId }],
    [officer, 'getRound', { id: known.roundId }],
    [officer, 'listPots', {}],
    [officer, 'listRounds', { query: { potId: known.potId } }],
    [officer, 'listParties', {}],
    [officer, 'listParties', { query: { kind: 'group' } }],
    [officer, 'getParty', { id: group.partyId }],
    [paymentMaker, 'listPayments', {}],
    [paymentMaker, 'listPayments', { query: { state: 'ready' } }],
    [paymentMaker, 'listPayments', { query: { potId: known.potId } }],
    [paymentMaker, 'listPayments', { query: { potId: known.potId, state: 'ready', sort: 'oldest' } }],
    [paymentMaker, 'listPayments', { query: { grantId: known.grantId } }],
    [officer, 'listPurchases', {}],
    [officer, 'listPurchases', { query: { grantId: known.grantId } }],
    [officer, 'listPurchases', { query: { potId: known.potId } }],
    [officer, 'listPurchases', { query: { state: 'requested' } }],
    [officer, 'getPurchase', { id: known.purchaseId }],
    [administrator, 'getOperations', {}],
    [officer, 'getMe', {}],
    [officer, 'listWork', {}],
    [officer, 'listWork', { query: { owner: 'all' } }],
    [officer, 'listWork', { query: { owner: 'all', potId: known.potId } }],
    [paymentMaker, 'listWork', {}],
    [manager, 'listWork', {}],
    [panelOfOnePot, 'listWork', {}],
    [officer, 'countWork', {}],
  ];
  for (const [actor, operation, asking] of asked) {
    expect({ operation, asking, scanned: scanned(await reads.plan(actor, operation, asking)) }).toEqual({
      operation,
      asking,
      scanned: [],
    });
  }
});

test('a list is read page by page, each line once, in both orders', async () => {
  for (const sort of ['newest', 'oldest']) {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = {
        potId: known.potId,
        stage: 'active',
        sort,
        limit: '200',
        ...(cursor === null ? {} : { cursor }),
      };
      const page = await reads.as(organisation.officer, 'listGrants', { query });
      seen.push(...page.items.map((item: { createdAt: string }) => item.createdAt));
      cursor = page.next;
    } while (cursor !== null);
    const sorted = seen.toSorted();
    expect(seen).toEqual(sort === 'oldest' ? sorted : sorted.toReversed());
    const [row] = await inbox.look<{ count: number }>(
      `select count(*)::int from application where tenant_id = $1 and pot_id = $2 and stage = 'active'`,
      [organisation.tenantId, known.potId],
    );
    expect(new Set(seen).size).toBe(row!.count);
  }
});

import * as fc from 'fast-check';

import { grantLife } from '../../src/domain/lives/grant-life';
import { dueInstants } from '../../src/domain/calendar/deadlines';
import { submitted, withPanel } from '../builders/application';
import { anActiveGrant, newPlan, type ActiveGrant, type ActiveGrantFacts } from '../builders/active-grant';
import { aMeeting, anAward } from '../builders/award';
import { aGroup, someBankDetails, type Group } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { cashArrives, payAllReady, today } from '../builders/paying';
import { aPolicy } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { aReport } from '../builders/report';
import { inTenant } from '../../db/transaction';
import { readSeenRun } from '../../src/commands/payments/seen-hash';
import { assertLedgerVerified } from '../support/ledger';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { grantHolds } from '../support/ledger';
import { rowOf } from '../support/grant-rows';

let inbox: Inbox;
let organisation: Organisation;
let outsiders: Group;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  outsiders = await aGroup(inbox, organisation, { name: 'Another group' });
});
afterAll(async () => {
  await inbox.close();
});

const starts = [
  'submitted',
  'assessing',
  'offered',
  'offered less',
  'active',
  'active',
  'paid',
  'paid',
  'closing',
] as const;
type Start = (typeof starts)[number];

/** One grant, and everybody who may have a say in it. */
interface World {
  readonly pot: Pot;
  readonly grantId: string;
  readonly actors: Readonly<Record<string, Actor>>;
  /** Those who have the role that a command needs, wherever they are. */
  readonly rightful: (command: Command) => readonly Actor[];
}

type Command = keyof typeof grantLife;
const commands = Object.keys(grantLife) as Command[];
const happenings = [
  'time passes',
  'time passes',
  'cash arrives',
  'payments are sent',
  'payments are sent',
  'the bank tells',
  'the bank tells',
] as const;

const period = 'P14D';
const policy = aPolicy({
  allowCostsBeforeDecision: true, // the clock of these tests goes on for years
  groupCapPeriod: 'P1D',
  instalments: [
    { sharePercent: 40, dueAfter: 'PT0S' },
    { sharePercent: 35, dueAfter: 'P20D' },
    { sharePercent: 25, dueAfter: 'P40D' },
  ],
  decision: { quorum: 2 },
  report: {
    dueAfter: 'P60D',
    remindBefore: ['P21D', 'P7D'],
    remindAfter: ['P7D'],
    readWithin: period,
    answerWithin: period,
  },
  conditionsWithin: 'P30D',
  refundWithin: period,
});

/** A grant of which the first part is paid. */
async function aPaidGrant(at: Inbox, facts: ActiveGrantFacts): Promise<ActiveGrant> {
  const grant = await anActiveGrant(at, facts);
  await at.applyDueNow(organisation.tenantId, 'grant', grant.grantId);
  await payAllReady(at, organisation, facts.potId);
  return grant;
}

/** A grant of which most of what was paid is to come back. */
async function aClosingGrant(at: Inbox, facts: ActiveGrantFacts): Promise<ActiveGrant> {
  const grant = await aPaidGrant(at, facts);
  await at.done(facts.group.secretary, 'submitReport', grant.grantId, aReport(10_000));
  await at.done(organisation.secondOfficer, 'acceptReport', grant.grantId);
  return grant;
}

async function world(start: Start): Promise<World> {
  const pot = await aPot(inbox, organisation, { budgetPence: 500_000, policy });
  await cashArrives(inbox, organisation, pot, 60_000);
  const group = await aGroup(inbox, organisation);
  const facts = {
    organisation,
    potId: pot.potId,
    group,
    askedPence: 120_000,
    ...(start === 'offered less' ? { awardedPence: 90_001 } : {}),
    ...(start === 'active'
      ? { conditions: [{ wording: 'Open an account' }, { wording: 'Insure', dueWithin: 'P3D' }] }
      : {}),
  };
  const begin = {
    submitted,
    assessing: withPanel,
    offered: anAward,
    'offered less': anAward,
    active: anActiveGrant,
    paid: aPaidGrant,
    closing: aClosingGrant,
  };
  const { grantId } = await begin[start](inbox, facts);
  const { manager, officer, secondOfficer, paymentMaker, paymentAuthoriser, panel } = organisation;
  const { applicant, secretary, treasurer } = group;
  const byRole: Readonly<Partial<Record<string, readonly Actor[]>>> = {
    applicant: [applicant, secretary, treasurer],
    grants_officer: [officer, secondOfficer],
    fund_manager: [manager],
    payment_maker: [paymentMaker],
    panel_member: [panel[0], panel[3]],
  };
  return {
    pot,
    grantId,
    actors: {
      applicant,
      secretary,
      treasurer,
      officer,
      secondOfficer,
      manager,
      paymentMaker,
      paymentAuthoriser,
      member: panel[0],
      outsider: outsiders.applicant,
    },
    rightful: (command) => grantLife[command].by.flatMap((role) => byRole[role] ?? []),
  };
}

/** Bodies that fit their command in form; whether they fit the grant is chance. `pick` varies them. */
const bodies: Readonly<Partial<Record<Command, (world: World, pick: number) => Promise<object> | object>>> = {
  recordCheck: async () => ({ kind: 'accounts', passed: true, seenOn: await today(inbox) }),
  recordHelp: () => ({ officerId: organisation.secondOfficer.personId }),
  askQuestion: () => ({ question: 'Who runs it?' }),
  answerQuestion: async ({ grantId }) => ({
    questionId: await oneOf(
      'select id from question where application_id = $1 order by answered_at nulls first limit 1',
      grantId,
    ),
    answer: 'We do.',
  }),
  declareIneligible: () => ({ reason: 'It is not a group.' }),
  score: () => ({ criterion: 'need', score: 3 }),
  decide: async ({ pot }, pick) => {
    const outcomes = [
      { outcome: 'award', amountPence: 120_000 },
      { outcome: 'award_less', amountPence: 70_000 },
      { outcome: 'award_with_conditions', amountPence: 120_000, conditions: [{ wording: 'Insure' }] },
      { outcome: 'refuse', reasons: 'Others needed it more.' },
      { outcome: 'not_yet', reasons: 'Tell us more.' },
    ];
    const meetingId = await aMeeting(inbox, organisation, pot.potId, organisation.panel);
    return { meetingId, ...outcomes[pick % outcomes.length] };
  },
  appeal: () => ({ reason: 'We were misread.' }),
  agreeBudget: async ({ grantId }) =>
    newPlan(
      (await one<{ awarded: number }>('select awarded_pence::int as awarded from award where id = $1', grantId))
        ?.awarded ?? 1,
    ),
  declineOffer: () => ({ reason: 'No hall.' }),
  giveBankDetails: () => someBankDetails('The group'),
  meetCondition: async ({ grantId }, pick) => ({ conditionId: await aCondition(grantId, pick) }),
  waiveCondition: async ({ grantId }, pick) => ({ conditionId: await aCondition(grantId, pick), reason: 'No need.' }),
  payAgain: async ({ grantId }) => ({
    paymentId: await oneOf(
      `select id from payment where grant_id = $1 order by state = 'returned' desc limit 1`,
      grantId,
    ),
  }),
  submitReport: async ({ grantId }, pick) => {
    const { spent = 0 } = await grantHolds(inbox, grantId);
    const asked = await one<{ budget: { askedPence: number }[] }>(
      `select content -> 'budget' as budget from application_content where application_id = $1`,
      grantId,
    );
    if (asked === undefined) throw new Error('an application has a budget');
    return aReport([spent, Math.max(0, spent - 4_000), Math.trunc(spent / 2), spent + 1][pick % 4] ?? 0);
  },
  queryReport: () => ({ question: 'How many came?' }),
  waiveReport: () => ({ reason: 'They are no more.' }),
  recordRefund: async ({ grantId }, pick) => {
    const { refund_due: due = 1 } = await grantHolds(inbox, grantId);
    return { amountPence: [due, Math.max(1, Math.trunc(due / 3)), due + 1][pick % 3], receivedOn: await today(inbox) };
  },
  writeOffRefund: () => ({ reason: 'They are no more.' }),
  terminate: async ({ grantId }, pick) => {
    const { spent = 0 } = await grantHolds(inbox, grantId);
    return { reason: 'It went elsewhere.', refundPence: [0, spent, Math.trunc(spent / 2), spent + 1][pick % 4] };
  },
  extendDate: async ({ grantId }, pick) => {
    const which = (['offer', 'condition', 'report', 'refund', 'check', 'decision'] as const)[pick % 6];
    const later = await one<{ at: Date }>(
      `select app.now() + make_interval(days => 20 + id::text::int) as at from (select length($1::text) as id) x`,
      grantId,
    );
    return {
      which,
      ...(which === 'condition' ? { about: await aCondition(grantId, pick) } : {}),
      to: later!.at.toISOString(),
      reason: 'Snow.',
    };
  },
  reassign: (_, pick) => ({
    ownerId: [organisation.officer, organisation.secondOfficer, organisation.panel[0]][pick % 3]!.personId,
  }),
  hold: () => ({ reason: 'A worry.' }),
  waiveConfirmation: async ({ grantId }) => ({
    confirmationId: await oneOf(
      `select id from confirmation where grant_id = $1 order by sequence desc limit 1`,
      grantId,
    ),
    reason: 'We know them.',
  }),
  askConfirmationAgain: async ({ grantId }) => ({
    confirmationId: await oneOf(
      `select id from confirmation where grant_id = $1 order by sequence desc limit 1`,
      grantId,
    ),
  }),
  replaceSecondContact: () => ({ name: 'Cy Dean', email: 'cy@example.org' }),
  nameHost: () => ({ hostName: 'The Hub', contactName: 'Hal Ost', contactEmail: 'hal@hub.example' }),
  sendMessage: () => ({ text: 'When do we hear?' }),
  addNote: (_, pick) => ({ text: 'Rang up.', managersOnly: pick % 2 === 0 }),
};

const nobody = '00000000-0000-7000-8000-000000000000';

async function one<Row>(query: string, ...parameters: readonly unknown[]): Promise<Row | undefined> {
  return (await inbox.look<Row>(query, parameters))[0];
}

async function oneOf(query: string, grantId: string): Promise<string> {
  return (await one<{ id: string }>(query, grantId))?.id ?? nobody;
}

async function aCondition(grantId: string, pick: number): Promise<string> {
  const rows = await inbox.look<{ id: string }>('select id from condition where grant_id = $1 order by number', [
    grantId,
  ]);
  return rows[pick % Math.max(1, rows.length)]?.id ?? nobody;
}

/** Everything about a grant that a refused command must leave as it is. */
async function traces(grantId: string): Promise<unknown> {
  return one(
    `select a.version, a.stage, a.deadlines, a.final, a.held_since,
       (select jsonb_agg(x order by x) from (
          select to_jsonb(w) as x from award w where w.id = a.id union all select to_jsonb(r) from report r where r.grant_id = a.id
          union all select to_jsonb(c) from condition c where c.grant_id = a.id union all select to_jsonb(p) from payment p where p.pot_id = a.pot_id
          union all select to_jsonb(f) from refund f where f.grant_id = a.id union all select to_jsonb(s) from acceptance s where s.grant_id = a.id
          union all select to_jsonb(q) from question q where q.application_id = a.id union all select to_jsonb(b) from bank_account b where b.party_id = a.party_id
          union all select to_jsonb(t) from application_content t where t.application_id = a.id union all select to_jsonb(y) from report_content y where y.grant_id = a.id
        ) rows) as rows,
       (select count(*)::int from event e where e.grant_id = a.id) as events,
       (select count(*)::int from transfer) as transfers,
       (select count(*)::int from outbox o where o.subject_id = a.id) as mails,
       (select count(*)::int from duty d where d.subject_id = a.id) as duties,
       (select count(*)::int from command k where k.caused_by is not null) as follow_ups
     from application a where a.id = $1`,
    grantId,
  );
}

async function happen(what: (typeof happenings)[number], { pot, grantId }: World, pick: number): Promise<void> {
  const { paymentMaker, paymentAuthoriser, tenantId } = organisation;
  switch (what) {
    case 'time passes': {
      const { next_due_at } = await rowOf(inbox, grantId);
      if (next_due_at !== null) await inbox.moveClockTo(next_due_at.toISOString());
      return;
    }
    case 'cash arrives':
      return cashArrives(inbox, organisation, pot, 30_000);
    case 'payments are sent': {
      const built = await inbox.send(paymentMaker, 'buildRun', null, { potId: pot.potId, name: 'Payments' });
      if (built.status !== 'applied') return;
      const runId = built.subjectId;
      await inbox.done(paymentMaker, 'requestAuthorisation', runId);
      if (pick % 4 === 0) return; // it lies with the authoriser
      const { seenHash } = await inTenant(inbox.db, tenantId, (tx) => readSeenRun(tx, tenantId, runId));
      await inbox.done(paymentAuthoriser, 'authoriseRun', runId, { seenHash });
      await inbox.done(paymentMaker, 'exportRun', runId);
      await inbox.done(paymentMaker, 'markSent', runId);
      return;
    }
    case 'the bank tells': {
      const sent = await one<{ id: string; run_id: string }>(
        `select id, run_id from payment where pot_id = $1 and state in ('sent', 'unknown') order by sequence limit 1`,
        pot.potId,
      );
      const outcome = ['settled', 'settled', 'returned', 'unknown'][pick % 4];
      if (sent !== undefined) {
        await inbox.send(paymentMaker, 'recordOutcomes', sent.run_id, {
          outcomes: [{ paymentId: sent.id, outcome, on: await today(inbox) }],
        });
        return;
      }
      const unsent = await one<{ run_id: string }>(
        `select run_id from payment where pot_id = $1 and state in ('in_run', 'authorised') limit 1`,
        pot.potId,
      );
      if (unsent !== undefined) await inbox.done(paymentMaker, 'cancelRun', unsent.run_id, { reason: 'Not today.' });
    }
  }
}

let verifiedUpTo = -1;
/** The ledger is added up again whenever money has moved. */
async function assertBooks(): Promise<void> {
  const transfers = (await one<{ count: number }>('select count(*)::int as count from transfer'))?.count ?? 0;
  if (transfers !== verifiedUpTo) await assertLedgerVerified(inbox);
  verifiedUpTo = transfers;
}

/** What holds of a grant at every moment, whatever was done with it. */
async function assertSound({ grantId, pot }: World): Promise<void> {
  await assertBooks();
  const row = await rowOf(inbox, grantId);
  const {
    committed = 0,
    promised = 0,
    spent = 0,
    refund_due: due = 0,
    written_off: off = 0,
  } = await grantHolds(inbox, grantId);
  const award = await one<{ awarded: number }>(
    'select awarded_pence::int as awarded from award where id = $1',
    grantId,
  );
  expect(committed + promised + spent + due + off).toBe((award?.awarded ?? 0) - (row.came_back_pence ?? 0));

  const [paused] = await inbox.look<{ stuck: string[]; paused: boolean }>(
    'select stuck, paused_since is not null as paused from application where id = $1',
    [grantId],
  );
  expect(paused?.stuck).toEqual([]); // no due instant failed
  const clocks = { held: row.held_since !== null, pausedNames: paused?.paused === true ? ['check', 'decision'] : [] };
  expect(row.next_due_at?.toISOString() ?? null).toBe(dueInstants(row.deadlines, clocks, [])[0]?.at ?? null);

  const refunds = await inbox.look<{ state: string; due_at: Date }>(
    `select state, due_at from refund where grant_id = $1 and state = 'due'`,
    [grantId],
  );
  expect(refunds.length).toBe(due > 0 ? 1 : 0);
  if (row.final) {
    expect(row.deadlines).toEqual([]);
    expect({ committed, promised, due }).toEqual({ committed: 0, promised: 0, due: 0 });
    const open = await inbox.look(
      `select id from payment where grant_id = $1 and state not in ('settled', 'cancelled')`,
      [grantId],
    );
    expect(open).toEqual([]);
  }
  if (award !== undefined && ['declined', 'lapsed', 'closed', 'terminated', 'withdrawn'].includes(row.stage))
    expect(row.ended_at).not.toBeNull();
  if (row.stage === 'closing')
    expect(row.deadlines.some(({ name }) => name === (due > 0 ? 'refund' : 'close'))).toBe(
      due === 0 || row.deadlines.length > 0,
    );
  if (row.stage === 'active') {
    const waiting = await inbox.look<{ id: string; due_at: Date; blocked: boolean }>(
      `select p.id, p.due_at, exists (select 1 from condition c where c.grant_id = p.grant_id and c.state in ('open', 'failed'))
         or not exists (select 1 from bank_account b where b.party_id = p.payee_id) as blocked
       from payment p where p.grant_id = $1 and p.state = 'scheduled'`,
      [grantId],
    );
    for (const { id, blocked } of waiting) {
      expect(blocked || row.deadlines.some(({ name, about }) => name === 'instalment' && about === id)).toBe(true); // none is forgotten
    }
  }
  const bank = await one<{ balance: number }>(
    `select balance::int from account where code = $1`,
    `cash/bank/pot/${pot.potId}`,
  );
  expect(bank?.balance ?? 0).toBeGreaterThanOrEqual(0);
}

async function bringUp({ grantId }: World): Promise<void> {
  await inbox.applyDueNow(organisation.tenantId, 'grant', grantId);
  await inbox.deliverFollowUps();
}

/** What ends a life; chosen less often, or no life would be long. */
const endings: readonly Command[] = [
  'hold',

  'withdraw',
  'declareIneligible',
  'declineOffer',
  'terminate',
  'waiveReport',
  'writeOffRefund',
];

/** The ways on from each stage; without a bias to them few lives would get far. */
const onwards: Readonly<Partial<Record<string, readonly Command[]>>> = {
  submitted: ['startChecking'],
  checking: ['passToPanel', 'answerQuestion'],
  assessing: ['decide', 'answerQuestion'],
  refused: ['appeal'],
  offered: ['agreeBudget', 'acceptOffer', 'acceptOffer'],
  active: [
    'meetCondition',
    'waiveCondition',
    'giveBankDetails',
    'payAgain',
    'submitReport',
    'queryReport',
    'acceptReport',
    'release',
  ],
  closing: ['recordRefund', 'release'],
  terminated: ['recordRefund', 'writeOffRefund'],
};

/** What is asked for: mostly a way on, or something else that the stage allows; else anything at all. */
function commandOf({ how, command, pick }: { how: number; command: number; pick: number }, stage: string): Command {
  const allowed = commands.filter((name) => {
    const step: { from: readonly string[]; by: readonly string[] } = grantLife[name];
    const byPeople = step.by.some((sender) => sender !== 'engine');
    return step.from.includes(stage) && byPeople && (pick % 4 === 0 || !endings.includes(name));
  });
  const among = how < 5 ? (onwards[stage] ?? commands) : how < 9 && allowed.length > 0 ? allowed : commands;
  return among[command % among.length]!;
}

const mostly = fc.constantFrom(true, true, true, true, false);
const anyOf = (count: number) => fc.constantFrom(...Array.from({ length: count }, (_, place) => place)); // each as likely, unlike fc.nat
const move = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      command: anyOf(840),
      how: anyOf(10),
      rightly: mostly,
      by: anyOf(30),
      pick: anyOf(12),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('happening' as const),
      what: fc.constantFrom(...happenings),
      pick: anyOf(12),
    }),
  },
);

describe('a grant, whatever is done with it', () => {
  it('keeps its books and rows in step, and is left as it was by what is refused', async () => {
    const applied = new Map<string, number>();
    const refused = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...starts),
        fc.array(move, { minLength: 20, maxLength: 35 }),
        async (start, moves) => {
          const here = await world(start);
          const { grantId, actors } = here;
          await bringUp(here);
          for (const one of moves) {
            if (one.kind === 'happening') {
              await happen(one.what, here, one.pick);
            } else {
              const { stage, version } = await rowOf(inbox, grantId);
              const command = commandOf(one, stage);
              const anybody = Object.values(actors);
              const chosen = one.rightly && here.rightful(command).length > 0 ? here.rightful(command) : anybody;
              const body = await Promise.resolve(bodies[command]?.(here, one.pick) ?? {});
              const before = await traces(grantId);
              const answer = await inbox.send(chosen[one.by % chosen.length]!, command, grantId, body);
              const tally = answer.status === 'applied' ? applied : refused;
              const name = answer.status === 'applied' ? command : (answer.refusal?.code ?? '');
              tally.set(name, (tally.get(name) ?? 0) + 1);
              if (answer.status === 'applied') {
                const after = await rowOf(inbox, grantId);
                const step: { from: readonly string[]; to?: readonly string[] } = grantLife[command];
                expect(step.from).toContain(stage);
                expect(after.version).toBe(version + 1);
                expect(step.to ?? [stage]).toContain(after.stage);
              } else {
                expect(await traces(grantId)).toEqual(before);
                continue;
              }
            }
            await bringUp(here);
            await assertSound(here);
          }
        },
      ),
      { numRuns: Number(process.env['GRANT_RUNS'] ?? 15), endOnFailure: true },
    );
    if (process.env['GRANT_RUNS'] !== undefined) console.log(Object.fromEntries(applied), Object.fromEntries(refused));
    expect(applied.size).toBeGreaterThan(10);
  });
});

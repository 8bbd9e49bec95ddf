import * as fc from 'fast-check';

import { inTenant } from '../../db/transaction';
import { readSeenRun } from '../../src/commands/payments/seen-hash';
import { lives, type CommandName } from '../../src/domain/lives';
import { anActiveBudget, anActiveGrant, type ActiveGrant } from '../builders/active-grant';
import { aRequest } from '../builders/buying';
import { aGroup, anEmployer, aProvider, someBankDetails, type Employer, type Provider } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { cashArrives, today } from '../builders/paying';
import { aPolicy, purchaseRules } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { assertLedgerVerified } from '../support/ledger';

let inbox: Inbox;
let organisation: Organisation;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
});
afterAll(() => inbox.close());

const policy = aPolicy({
  allowCostsBeforeDecision: true, // the clock of these tests goes on for years
  groupCapPeriod: 'P1D',
  instalments: [
    { sharePercent: 60, dueAfter: 'PT0S' },
    { sharePercent: 40, dueAfter: 'P10D' },
  ],
  purchases: { ...purchaseRules, payAfterInvoice: 'P3D' },
});

/** One pot with too little cash: three groups that are paid by instalments, and a budget that is bought from. */
interface World {
  readonly pot: Pot;
  readonly grants: readonly ActiveGrant[];
  readonly employer: Employer;
  readonly provider: Provider;
  readonly budgetId: string;
}

async function world(): Promise<World> {
  const pot = await aPot(inbox, organisation, { budgetPence: 400_000, policy });
  const grants: ActiveGrant[] = [];
  for (const askedPence of [50_000, 30_001, 20_000]) {
    const group = await aGroup(inbox, organisation);
    grants.push(await anActiveGrant(inbox, { organisation, potId: pot.potId, group, askedPence }));
  }
  const employer = await anEmployer(inbox, organisation, { ownLimitPence: 3_000 });
  const provider = await aProvider(inbox, organisation);
  const facts = { organisation, potId: pot.potId, employer, askedPence: 30_000 };
  const { grantId: budgetId } = await anActiveBudget(inbox, facts);
  await cashArrives(inbox, organisation, pot, 60_000);
  return { pot, grants, employer, provider, budgetId };
}

interface Chance {
  readonly pick: number;
  readonly which: number;
  readonly how: number;
}

const among = <T>(items: readonly T[], place: number): T | undefined => items[place % Math.max(1, items.length)];

async function idsOf(query: string, ...parameters: readonly unknown[]): Promise<readonly string[]> {
  return (await inbox.look<{ id: string }>(query, parameters)).map(({ id }) => id);
}

/** Sends a command by somebody who holds its role, mostly; it may well be refused. */
async function attempt(
  here: World,
  command: CommandName,
  subjectId: string | null,
  body: object,
  { how }: Chance,
): Promise<void> {
  const { manager, officer, paymentMaker, paymentAuthoriser } = organisation;
  const holders: Readonly<Partial<Record<string, Actor>>> = {
    fund_manager: manager,
    grants_officer: officer,
    payment_maker: paymentMaker,
    payment_authoriser: paymentAuthoriser,
    budget_holder: here.employer.budgetHolder,
    provider: here.provider.provider,
  };
  const step = Object.values(lives)
    .flatMap((life) => Object.entries(life))
    .find(([name]) => name === command)?.[1];
  const rightful = (step as { by: readonly string[] } | undefined)?.by.flatMap((role) => holders[role] ?? []) ?? [];
  const by = how % 8 === 0 ? Object.values(holders) : rightful;
  const actor = among(
    by.flatMap((one) => one ?? []),
    how,
  );
  if (actor === undefined) throw new Error(`nobody can ${command}`);
  await notice(here, how);
  const before = await traces(here);
  const answer = await inbox.send(actor, command, subjectId, body);
  tally.set(command, (tally.get(command) ?? 0) + (answer.status === 'applied' ? 1 : 0));
  if (answer.status === 'refused') expect(await traces(here)).toEqual(before);
}

const tally = new Map<string, number>();

/** Everything about a pot's money that a refused command must leave as it is. */
async function traces({ pot }: World): Promise<unknown> {
  return (
    await inbox.look(
      `select (select jsonb_agg(to_jsonb(p) order by p.id) from payment p where p.pot_id = $1) as payments,
         (select jsonb_agg(to_jsonb(r) order by r.id) from payment_run r where r.pot_id = $1) as runs,
         (select jsonb_agg(to_jsonb(l) order by l.run_id, l.payment_id) from payment_run_line l) as lines,
         (select jsonb_agg(to_jsonb(u) order by u.id) from purchase u where u.pot_id = $1) as purchases,
         (select count(*)::int from transfer) as transfers, (select count(*)::int from event) as events,
         (select count(*)::int from outbox) as mails, (select count(*)::int from duty) as duties,
         (select count(*)::int from settlement) as settlements, (select count(*)::int from authorisation) as authorisations,
         (select count(*)::int from command where caused_by is not null) as follow_ups`,
      [pot.potId],
    )
  )[0];
}

const runSteps = [
  'requestAuthorisation', 'authoriseRun', 'authoriseRun', 'exportRun', 'markSent', 'recordOutcomes', 'recordOutcomes', 'recordOutcomes',
  'dropPayment', 'cancelRun',
] as const; // prettier-ignore

async function stepOfRun(here: World, chance: Chance): Promise<void> {
  const { tenantId } = organisation;
  const runs = await idsOf(
    'select id from payment_run where pot_id = $1 and not final order by created_at',
    here.pot.potId,
  );
  const runId = among(runs, chance.which);
  if (runId === undefined) {
    return attempt(here, 'buildRun', null, { potId: here.pot.potId, name: 'Payments' }, chance);
  }
  const state = (await inbox.look<{ state: string }>('select state from payment_run where id = $1', [runId]))[0]?.state;
  const next = { building: 'requestAuthorisation', awaiting_authorisation: 'authoriseRun', authorised: 'exportRun', exported: 'markSent', sent: 'recordOutcomes' } as const; // prettier-ignore
  const onwards = next[state as keyof typeof next];
  const command = chance.pick % 3 > 0 ? onwards : (among(runSteps, chance.how) ?? onwards);
  const payments = await idsOf('select id from payment where run_id = $1 order by sequence', runId);
  const on = await today(inbox);
  const outcome = among(['settled', 'returned', 'settled', 'unknown', 'returned'], chance.how);
  const { seenHash } = await inTenant(inbox.db, tenantId, (tx) => readSeenRun(tx, tenantId, runId));
  const bodies: Readonly<Partial<Record<CommandName, object>>> = {
    authoriseRun: { seenHash },
    recordOutcomes: { outcomes: [{ paymentId: among(payments, chance.how), outcome, on }] },
    dropPayment: { paymentId: among(payments, chance.how), reason: 'Not this one.' },
    cancelRun: { reason: 'Not today.' },
  };
  if (payments.length === 0 && (command === 'recordOutcomes' || command === 'dropPayment')) return;
  return attempt(here, command, runId, bodies[command] ?? {}, chance);
}

const purchaseNext = {
  requested: ['authorisePurchase', 'authorisePurchase', 'refusePurchase'],
  authorised: ['orderPurchase'],
  ordered: ['acceptOrder', 'recordDelivery', 'declineOrder'],
  accepted: ['recordDelivery', 'recordNonDelivery'],
  not_delivered: ['recordDelivery'],
  delivered: ['recordInvoice', 'recordInvoice', 'disputePurchase'],
  disputed: ['recordInvoice'],
  invoiced: ['matchInvoice', 'matchInvoice', 'disputePurchase'],
  matched: ['payPurchaseAgain'],
} as const;
const anyPurchaseCommand = [
  ...new Set(Object.values(purchaseNext).flat()),
  'cancelPurchase',
  'extendPurchaseDate',
] as const;

async function stepOfPurchase(here: World, chance: Chance): Promise<void> {
  const { budgetId, provider, pot } = here;
  const purchases = await inbox.look<{ id: string; state: string; price: number }>(
    'select id, state, price_pence::int as price from purchase where pot_id = $1 and not final order by created_at',
    [pot.potId],
  );
  const one = among(purchases, chance.which);
  if (one === undefined || (purchases.length < 3 && chance.pick % 6 === 0)) {
    const pricePence = 1_000 + ((chance.how * 7_919) % 12_000);
    const body = aRequest({ grantId: budgetId, provider, pricePence });
    return attempt(here, 'requestPurchase', null, body, chance);
  }
  const onwards: readonly CommandName[] = purchaseNext[one.state as keyof typeof purchaseNext];
  const command = among(chance.pick % 6 > 0 ? onwards : anyPurchaseCommand, chance.how) ?? 'cancelPurchase';
  const day = await today(inbox);
  const later = await inbox.look<{ at: Date }>(`select app.now() + interval '6 days' as at`);
  const invoicePence = one.price + (among([0, 0, -100, 1], chance.how) ?? 0);
  const bodies: Readonly<Partial<Record<CommandName, object>>> = {
    recordDelivery: { deliveredOn: day },
    recordInvoice: { invoiceNumber: `${one.id}-${chance.how}`, invoicePence, invoicedOn: day },
    extendPurchaseDate: { which: 'payment', to: later[0]!.at.toISOString(), reason: 'Snow.' },
    ...Object.fromEntries(
      ['refusePurchase', 'declineOrder', 'recordNonDelivery', 'disputePurchase', 'cancelPurchase'].map((name) => [name, { reason: 'It is so.' }]), // prettier-ignore
    ),
  };
  return attempt(here, command, one.id, bodies[command] ?? {}, chance);
}

async function timePasses(here: World, chance: Chance): Promise<void> {
  const [row] = await inbox.look<{ at: Date }>(`select app.now() + $1 * interval '12 hours' as at`, [chance.pick]);
  await inbox.moveClockTo(row!.at.toISOString());
  await notice(here, chance.how);
}

/** Lets each subject notice what fell due, in an order of chance. */
async function notice(here: World, how: number): Promise<void> {
  const subjects = await inbox.look<{ kind: 'grant' | 'purchase' | 'payment_run'; id: string }>(
    `select * from (
       select 'grant' as kind, id from application where pot_id = $1 and next_due_at <= app.now()
       union all select 'purchase', id from purchase where pot_id = $1 and next_due_at <= app.now()
       union all select 'payment_run', id from payment_run where pot_id = $1 and next_due_at <= app.now()
     ) due order by substr(id::text, $2 + 1, 1), id`,
    [here.pot.potId, how],
  );
  for (const { kind, id } of subjects) await inbox.applyDueNow(organisation.tenantId, kind, id);
}

async function stepOfGrant(here: World, chance: Chance): Promise<void> {
  const grant = among(here.grants, chance.which);
  if (grant === undefined) throw new Error('there are three grants');
  const [row] = await inbox.look<{ held: boolean; stage: string }>(
    'select held_since is not null as held, stage from application where id = $1',
    [grant.grantId],
  );
  if (chance.how % 3 < 2) {
    const returned = await idsOf(
      `select id from payment where grant_id = $1 order by state = 'returned' desc`,
      grant.grantId,
    );
    if (row?.stage === 'active' && chance.pick % 4 > 0) {
      await inbox.done(grant.group.applicant, 'giveBankDetails', grant.grantId, someBankDetails('New'));
    }
    return attempt(here, 'payAgain', grant.grantId, { paymentId: returned[0] }, chance);
  }
  if (chance.how % 11 === 0) {
    return attempt(here, 'terminate', grant.grantId, { reason: 'It went elsewhere.' }, { ...chance, how: 1 });
  }
  return attempt(
    here,
    row?.held === true ? 'release' : 'hold',
    grant.grantId,
    { reason: 'A worry.' },
    { ...chance, how: 1 },
  );
}

/** The queue is covered as far as the cash goes, and nobody is ready ahead of somebody who could have been. */
async function assertCovered({ pot }: World): Promise<void> {
  const [head] = await inbox.look<{ id: string; amount: number; bank: number }>(
    `select p.id, p.amount_pence::int as amount, coalesce((select balance from account where code = 'cash/bank/pot/' || p.pot_id), 0)::int as bank
     from payment p join application a on a.id = p.grant_id
     where p.pot_id = $1 and p.state = 'waiting_for_cash' and a.held_since is null
     order by p.due_at, p.scheduled_at, p.sequence limit 1`,
    [pot.potId],
  );
  if (head !== undefined) expect(head.bank).toBeLessThan(head.amount);
  const misplaced = await inbox.look(
    `select p.id, p.state, r.state as run from payment p left join payment_run r on r.id = p.run_id
     where p.pot_id = $1 and (
       p.state = 'in_run' and coalesce(r.state, '') not in ('building', 'awaiting_authorisation')
       or p.state = 'authorised' and coalesce(r.state, '') not in ('authorised', 'exported')
       or p.state in ('sent', 'unknown') and coalesce(r.state, '') <> 'sent')`,
    [pot.potId],
  );
  expect(misplaced).toEqual([]);
  const stuck = await inbox.look(
    `select id from application where stuck <> '{}' union all select id from purchase where stuck <> '{}' union all select id from payment_run where stuck <> '{}'`,
  );
  expect(stuck).toEqual([]);
}

const number = (count: number) => fc.constantFrom(...Array.from({ length: count }, (_, place) => place));
const move = fc.record({
  what: fc.oneof(
    { weight: 9, arbitrary: fc.constant('run' as const) },
    { weight: 6, arbitrary: fc.constant('purchase' as const) },
    { weight: 3, arbitrary: fc.constant('time' as const) },
    { weight: 2, arbitrary: fc.constant('cash' as const) },
    { weight: 4, arbitrary: fc.constant('grant' as const) },
    { weight: 4, arbitrary: fc.constant('build' as const) },
  ),
  chance: fc.record({ pick: number(12), which: number(5), how: number(23) }),
});

async function take(here: World, { what, chance }: { what: string; chance: Chance }): Promise<void> {
  switch (what) {
    case 'run': // several steps of one, or few would ever reach the bank
      for (const step of [0, 1, 2]) await stepOfRun(here, { ...chance, how: (chance.how + step) % 23 });
      return;
    case 'purchase':
      for (const step of [0, 1, 2, 3]) await stepOfPurchase(here, { ...chance, how: (chance.how + step) % 23 });
      return;
    case 'time':
      return timePasses(here, chance);
    case 'cash':
      return cashArrives(inbox, organisation, here.pot, 1_000 + chance.how * 1_500);
    case 'build':
      return attempt(here, 'buildRun', null, { potId: here.pot.potId, name: 'Payments' }, chance);
    default:
      return stepOfGrant(here, chance);
  }
}

test('a pot’s money stays in step with its rows, and its queue is covered, whatever is done', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 30, maxLength: 45 }), async (moves) => {
      const here = await world();
      for (const one of moves) {
        await take(here, one);
        await inbox.deliverFollowUps();
        await assertCovered(here);
        await assertLedgerVerified(inbox);
      }
    }),
    { numRuns: Number(process.env['MONEY_RUNS'] ?? 4), endOnFailure: true },
  );
  if (process.env['MONEY_RUNS'] !== undefined) console.log(Object.fromEntries(tally));
  expect([...tally.values()].filter((count) => count > 0).length).toBeGreaterThan(10);
});

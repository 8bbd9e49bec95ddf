import { inTenant } from '../../db/transaction';
import { exportAsCsv, readExport } from '../../src/commands/payments/export-csv';
import { readSeenRun } from '../../src/commands/payments/seen-hash';
import { anActiveGrant, type ActiveGrant } from '../builders/active-grant';
import { aGroup, someBankDetails } from '../builders/group';
import { anOrganisation, aPerson, type Organisation } from '../builders/organisation';
import { cashArrives, sentRun, today } from '../builders/paying';
import { aPolicy } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { assertLedgerVerified, grantHolds, potHolds } from '../support/ledger';
import { testSeal } from '../support/seal';

let inbox: Inbox;
let organisation: Organisation;
let pot: Pot;
let first: ActiveGrant;
let second: ActiveGrant;

beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
});
afterAll(() => inbox.close());
afterEach(() => assertLedgerVerified(inbox));

/** Two grants of £1,000 and £500 whose payments are ready. */
beforeEach(async () => {
  const policy = aPolicy({ instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }] });
  pot = await aPot(inbox, organisation, { budgetPence: 2_000_000, policy });
  await cashArrives(inbox, organisation, pot, 200_000);
  first = await ready(100_000);
  second = await ready(50_000);
});

async function ready(askedPence: number): Promise<ActiveGrant> {
  const group = await aGroup(inbox, organisation);
  const grant = await anActiveGrant(inbox, { organisation, potId: pot.potId, group, askedPence });
  await inbox.applyDueNow(organisation.tenantId, 'grant', grant.grantId);
  return grant;
}

const build = (more: object = {}, actor: Actor = organisation.paymentMaker) =>
  inbox.send(actor, 'buildRun', null, { potId: pot.potId, name: 'November', ...more });
const maker = (command: Parameters<Inbox['send']>[1], runId: string, body: object = {}) =>
  inbox.send(organisation.paymentMaker, command, runId, body);
const seen = (runId: string) =>
  inTenant(inbox.db, organisation.tenantId, (tx) => readSeenRun(tx, organisation.tenantId, runId));
const authorise = async (runId: string, seenHash?: string) =>
  inbox.send(organisation.paymentAuthoriser, 'authoriseRun', runId, {
    seenHash: seenHash ?? (await seen(runId)).seenHash,
  });

async function states(): Promise<string[]> {
  const rows = await inbox.look<{ state: string }>('select state from payment where pot_id = $1 order by sequence', [
    pot.potId,
  ]);
  return rows.map(({ state }) => state);
}
/** Who was told of a grant's payment, and whether it was told as one of a grant. */
const mailed = async (template: string, { grantId }: ActiveGrant) =>
  (
    await inbox.look<{ person_id: string }>(
      "select person_id from outbox where template = $1 and subject_type = 'grant' and subject_id = $2",
      [template, grantId],
    )
  )
    .map(({ person_id }) => person_id)
    .toSorted();
const everybodyIn = ({ group: { applicant, secretary, treasurer } }: ActiveGrant) =>
  [applicant, secretary, treasurer].map(({ personId }) => personId).toSorted();
const runState = async (runId: string) =>
  (await inbox.look<{ state: string }>('select state from payment_run where id = $1', [runId]))[0]?.state;

async function authorisedRun(): Promise<string> {
  const { subjectId: runId } = await build();
  await maker('requestAuthorisation', runId);
  expect((await authorise(runId)).status).toBe('applied');
  return runId;
}

describe('a payment run', () => {
  test('goes from ready payments to a reconciled statement', async () => {
    const built = await build();
    const runId = built.subjectId;
    expect(built.result).toEqual({ payments: 2, totalPence: 150_000, leftOut: [] });
    expect(await states()).toEqual(['in_run', 'in_run']);
    await maker('requestAuthorisation', runId);
    expect(
      await inbox.look('select person_id from outbox where template = $1 and subject_id = $2', [
        'run-to-authorise',
        runId,
      ]),
    ).toEqual([{ person_id: organisation.paymentAuthoriser.personId }]);
    expect((await authorise(runId)).status).toBe('applied');
    expect(await states()).toEqual(['authorised', 'authorised']);
    await maker('exportRun', runId);
    expect(await potHolds(inbox, pot.potId)).toMatchObject({ bank: 50_000, reserved: 150_000 });
    await maker('markSent', runId);
    expect(await states()).toEqual(['sent', 'sent']);
    expect(await mailed('payment-sent', second)).toEqual(everybodyIn(second));
    expect(await potHolds(inbox, pot.potId)).toMatchObject({ reserved: 0, in_transit: 150_000 });

    const [paymentId, otherId] = [first.paymentIds[0], second.paymentIds[0]];
    const on = await today(inbox);
    await maker('recordOutcomes', runId, {
      outcomes: [
        { paymentId, outcome: 'settled', on },
        { paymentId: otherId, outcome: 'unknown', on },
      ],
    });
    expect([await runState(runId), ...(await states())]).toEqual(['sent', 'settled', 'unknown']);
    expect(await potHolds(inbox, pot.potId)).toMatchObject({ in_transit: 50_000, payee: 100_000 });
    expect(await grantHolds(inbox, second.grantId)).toEqual({ promised: 50_000 });
    const later = await maker('recordOutcomes', runId, { outcomes: [{ paymentId: otherId, outcome: 'settled', on }] });
    expect(later.standing).toMatchObject({ phase: 'over', final: true });
    expect(await grantHolds(inbox, second.grantId)).toEqual({ spent: 50_000 });
    expect(
      await inbox.look(
        `select type, (after ->> 'amountPence')::int as pence from event where grant_id = $1 and subject_type = 'grant' and type like 'payment\\_%' order by sequence`,
        [second.grantId],
      ),
    ).toEqual([
      { type: 'payment_became_ready', pence: 50_000 },
      { type: 'payment_put_in_run', pence: null },
      { type: 'payment_authorised', pence: null },
      { type: 'payment_sent', pence: 50_000 },
      { type: 'payment_outcome_unknown', pence: 50_000 },
      { type: 'payment_settled', pence: 50_000 },
    ]);
  });

  test('is built of chosen payments, each once, ready, with somewhere to go and not on hold', async () => {
    const [one, other] = [first.paymentIds[0], second.paymentIds[0]];
    const refusal = async (paymentIds: unknown[]) => {
      const answer = await build({ paymentIds });
      return [answer.refusal?.code, answer.refusal?.field];
    };
    expect(await refusal([one, first.grantId])).toEqual(['PAYMENT_UNKNOWN', '/paymentIds/1']);
    expect(await refusal([one, one])).toEqual(['PAYMENT_LISTED_TWICE', '/paymentIds/1']);
    await inbox.done(organisation.manager, 'hold', second.grantId, { reason: 'A worry.' });
    expect(await refusal([other])).toEqual(['PAYMENT_ON_HOLD', '/paymentIds/0']);

    const built = await build();
    expect(built.result).toEqual({ payments: 1, totalPence: 100_000, leftOut: [other] });
    expect(await refusal([one])).toEqual(['PAYMENT_NOT_READY', '/paymentIds/0']);
    expect((await build()).refusal?.code).toBe('RUN_EMPTY');
    const elsewhere = { potId: first.grantId, name: 'November' };
    expect((await inbox.send(organisation.paymentMaker, 'buildRun', null, elsewhere)).refusal?.code).toBe(
      'POT_UNKNOWN',
    );
  });

  test('leaves out a payee without bank details, and refuses it by name', async () => {
    const grantId = second.grantId;
    // Only a provider can have a payment that is ready and no bank details; here the group stands in for one.
    const nowhere = await inbox.done(organisation.manager, 'addParty', null, { kind: 'provider', name: 'Counselling' });
    await inbox.look('update payment set payee_id = $1 where grant_id = $2', [nowhere.subjectId, grantId]);
    const refused = await build({ paymentIds: [second.paymentIds[0]] });
    expect(refused.refusal).toMatchObject({ code: 'PAYEE_WITHOUT_BANK_DETAILS', field: '/paymentIds/0' });
    await inbox.done(organisation.manager, 'hold', first.grantId, { reason: 'A worry.' });
    expect((await build()).refusal?.code).toBe('PAYEE_WITHOUT_BANK_DETAILS'); // of two that cannot be paid
    await inbox.done(organisation.manager, 'release', first.grantId, {});
    expect((await build()).result).toMatchObject({ payments: 1, leftOut: [second.paymentIds[0]] });
    expect((await build()).refusal?.code).toBe('PAYEE_WITHOUT_BANK_DETAILS');
    await inbox.done(organisation.manager, 'hold', grantId, { reason: 'A worry.' });
    expect((await build()).refusal?.code).toBe('RUN_EMPTY'); // bank details alone would not help
  });

  test('freezes where each payment goes when it is built', async () => {
    const { subjectId: runId } = await build();
    const { seenHash } = await seen(runId);
    await inbox.done(first.group.applicant, 'giveBankDetails', first.grantId, someBankDetails('Later'));
    expect((await seen(runId)).seenHash).toBe(seenHash);
    expect(
      await inbox.look('select bank_account_id from payment_run_line where payment_id = $1', [first.paymentIds[0]]),
    ).toEqual([{ bank_account_id: first.bankAccountId }]);
  });

  test('is authorised only as it was seen, and anew when a payment is dropped', async () => {
    const { subjectId: runId } = await build();
    const { seenHash } = await seen(runId);
    await maker('requestAuthorisation', runId);
    await maker('dropPayment', runId, { paymentId: second.paymentIds[0], reason: 'The group is changing its bank.' });
    expect([await runState(runId), ...(await states())]).toEqual(['building', 'in_run', 'ready']);
    await maker('requestAuthorisation', runId);
    expect((await authorise(runId, seenHash)).refusal).toMatchObject({ code: 'SEEN_HASH_STALE', field: '/seenHash' });
    expect((await authorise(runId)).status).toBe('applied');

    await maker('dropPayment', runId, { paymentId: first.paymentIds[0], reason: 'So is this one.' });
    expect(await maker('requestAuthorisation', runId)).toMatchObject({ refusal: { code: 'RUN_EMPTY' } });
    const gone = await maker('dropPayment', runId, { paymentId: first.paymentIds[0], reason: 'Again.' });
    expect(gone.refusal?.code).toBe('PAYMENT_NOT_IN_RUN');
    expect(await states()).toEqual(['ready', 'ready']);
    expect(await inbox.look('select count(*)::int as n from authorisation where run_id = $1', [runId])).toEqual([
      { n: 1 },
    ]);
  });

  test('can be authorised twice by one person, when it changed between', async () => {
    const runId = await authorisedRun();
    await maker('dropPayment', runId, { paymentId: second.paymentIds[0], reason: 'The group is changing its bank.' });
    expect(await states()).toEqual(['in_run', 'ready']);
    await maker('requestAuthorisation', runId);
    expect((await authorise(runId)).status).toBe('applied');
    expect(
      await inbox.look('select total_pence::int from authorisation where run_id = $1 order by at', [runId]),
    ).toEqual([{ total_pence: 150_000 }, { total_pence: 100_000 }]);
  });

  test('stops at every step while a grant of it is on hold', async () => {
    const { subjectId: runId } = await build();
    await maker('requestAuthorisation', runId);
    const hold = () => inbox.done(organisation.manager, 'hold', second.grantId, { reason: 'A worry.' });
    const release = () => inbox.done(organisation.manager, 'release', second.grantId, {});
    const onHold = { code: 'PAYMENT_ON_HOLD', facts: { paymentIds: [second.paymentIds[0]] } };
    await hold();
    expect((await authorise(runId)).refusal).toMatchObject(onHold);
    await release();
    await authorise(runId);
    await hold();
    expect((await maker('exportRun', runId)).refusal).toMatchObject(onHold);
    await release();
    await maker('exportRun', runId);
    await hold();
    expect((await maker('markSent', runId)).refusal).toMatchObject(onHold);
    await release();
    expect((await maker('markSent', runId)).status).toBe('applied');
  });

  test('gives its payments back when it is cancelled', async () => {
    const runId = await authorisedRun();
    await maker('exportRun', runId);
    await inbox.done(organisation.manager, 'cancelRun', runId, { reason: 'The bank is down.' });
    expect([await runState(runId), ...(await states())]).toEqual(['cancelled', 'ready', 'ready']);
    expect(
      await inbox.look(
        "select t.text from event e join event_text t on t.event_id = e.id where e.subject_id = $1 and e.type = 'payment_run_cancelled'",
        [runId],
      ),
    ).toEqual([{ text: 'The bank is down.' }]);
    expect((await build()).result).toMatchObject({ payments: 2 });
  });

  test('is chased, once for its authorisation and once for its outcomes', async () => {
    const { subjectId: runId } = await build();
    await maker('requestAuthorisation', runId);
    const mails = async () =>
      (
        await inbox.look<{ template: string }>('select template from outbox where subject_id = $1 order by sequence', [
          runId,
        ])
      ).map(({ template }) => template);
    const inDays = async (days: number) => {
      const [row] = await inbox.look<{ at: Date }>(`select app.now() + $1 * interval '1 day' as at`, [days]);
      await inbox.moveClockTo(row!.at.toISOString());
      await inbox.applyDueNow(organisation.tenantId, 'payment_run', runId);
    };
    await inDays(3);
    expect((await mails()).filter((one) => one === 'run-authorisation-late')).toHaveLength(2); // authoriser and manager
    await authorise(runId);
    await maker('exportRun', runId);
    await maker('markSent', runId);
    await inDays(6);
    await inDays(6);
    expect((await mails()).filter((one) => one === 'run-outcomes-late')).toHaveLength(1);
    expect((await mails()).filter((one) => one === 'run-authorisation-late')).toHaveLength(2);
  });

  test('can be given to another payment maker, and to nobody else', async () => {
    const { subjectId: runId } = await build();
    const other = await aPerson(inbox, organisation.tenantId, 'Second Maker', [{ role: 'payment_maker' }]);
    const reassign = (ownerId: string) =>
      inbox.send(organisation.manager, 'reassignRun', runId, { ownerId, reason: 'Away until January.' });
    expect((await reassign(organisation.officer.personId)).refusal).toMatchObject({
      code: 'RUN_OWNER_UNFIT',
      field: '/ownerId',
    });
    expect((await reassign(other.personId)).status).toBe('applied');
    expect(await inbox.look('select owner_id from payment_run where id = $1', [runId])).toEqual([
      { owner_id: other.personId },
    ]);
  });
});

describe('several at once', () => {
  test('build runs, and each payment is in one of them', async () => {
    const answers = await Promise.all([build(), build(), build()]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['applied', 'refused', 'refused']);
    expect(answers.find(({ status }) => status === 'applied')?.result).toMatchObject({ payments: 2 });
  });

  test('record outcomes, and each payment gets one', async () => {
    const { runId } = await sentRun(inbox, organisation, pot.potId);
    const on = await today(inbox);
    const both = (outcome: string) => ({
      outcomes: [first, second].map(({ paymentIds }) => ({ paymentId: paymentIds[0], outcome, on })),
    });
    const answers = await Promise.all([
      maker('recordOutcomes', runId, both('settled')),
      maker('recordOutcomes', runId, both('returned')),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['applied', 'refused']);
    expect(new Set(await states()).size).toBe(1);
  });

  test('authorise, send and put on hold, and what is sent was not on hold', async () => {
    const runId = await authorisedRun();
    await maker('exportRun', runId);
    const [sent, held] = await Promise.all([
      maker('markSent', runId),
      inbox.send(organisation.manager, 'hold', second.grantId, { reason: 'A worry.' }),
    ]);
    expect(held.status).toBe('applied');
    expect(sent.refusal?.code ?? (await runState(runId))).toMatch(/^(PAYMENT_ON_HOLD|sent)$/);
    const [order] = await inbox.look<{ sent: string | null; held: string }>(
      `select (select sequence from event where subject_id = $1 and type = 'payment_run_sent') as sent,
         (select sequence from event where subject_id = $2 and type = 'put_on_hold') as held`,
      [runId, second.grantId],
    );
    if (order?.sent != null) expect(Number(order.sent)).toBeLessThan(Number(order.held));
  });
});

describe('the file for the bank', () => {
  test('has name, numbers, pounds and the grant’s reference, and no formula', async () => {
    await inbox.done(first.group.applicant, 'giveBankDetails', first.grantId, someBankDetails('=cmd|1, "Kreative"'));
    const runId = await authorisedRun();
    const read = (of = runId) =>
      inTenant(inbox.db, organisation.tenantId, async (tx) => {
        const lines = await readExport(tx, testSeal, organisation.tenantId, of);
        return lines.length === 0 ? undefined : exportAsCsv(lines.filter((line) => 'sortCode' in line));
      });
    expect(await read()).toBeUndefined();
    expect(await read(first.grantId)).toBeUndefined(); // which is no run
    await maker('exportRun', runId);
    const references = await inbox.look<{ reference: string }>(
      'select reference from application where pot_id = $1 order by reference',
      [pot.potId],
    );
    expect(await read()).toBe(
      [
        'Payee name,Sort code,Account number,Amount,Reference',
        `"'=cmd|1, ""Kreative""",089999,66374958,1000.00,${references[0]!.reference}`,
        `The group,089999,66374958,500.00,${references[1]!.reference}`,
        '',
      ].join('\r\n'),
    );
  });
});

test('nobody is paid whose bank details cannot be read', async () => {
  const damage = async (sealed: string) => {
    // The record itself refuses it.
    await inbox.look('set session_replication_role = replica');
    const [{ before } = { before: '' }] = await inbox.look<{ before: string }>(
      `update bank_account b set details_sealed = $2 from bank_account o where b.id = $1 and o.id = b.id returning o.details_sealed as before`,
      [first.bankAccountId, sealed],
    );
    await inbox.look('reset session_replication_role');
    return before;
  };
  const whole = await damage('v1.damaged');
  const named = await build({ paymentIds: first.paymentIds });
  expect(named.refusal).toMatchObject({ code: 'BANK_DETAILS_UNREADABLE', field: '/paymentIds/0' });
  const built = await build();
  expect(built.result).toMatchObject({ payments: 1, leftOut: first.paymentIds });
  expect((await build()).refusal?.code).toBe('BANK_DETAILS_UNREADABLE');
  // Lost after it was authorised.
  await maker('cancelRun', built.subjectId, { reason: 'Begun anew.' });
  await damage(whole);
  const runId = await authorisedRun();
  await damage('v1.damaged');
  const released = await maker('exportRun', runId);
  expect(released.refusal).toMatchObject({
    code: 'BANK_DETAILS_UNREADABLE',
    facts: { paymentIds: first.paymentIds },
  });
  await damage(whole);
  expect((await maker('exportRun', runId)).status).toBe('applied');
});

describe('what the statement shows', () => {
  test('is recorded once for each payment of the run, and never ahead of its day', async () => {
    const { runId } = await sentRun(inbox, organisation, pot.potId);
    const [paymentId] = first.paymentIds;
    const on = await today(inbox);
    const refusal = async (...outcomes: object[]) => {
      const answer = await maker('recordOutcomes', runId, { outcomes });
      return [answer.refusal?.code, answer.refusal?.field];
    };
    const settled = { paymentId, outcome: 'settled', on };
    expect(await refusal(settled, settled)).toEqual(['PAYMENT_LISTED_TWICE', '/outcomes/1/paymentId']);
    expect(await refusal({ ...settled, paymentId: runId })).toEqual(['PAYMENT_NOT_IN_RUN', '/outcomes/0/paymentId']);
    expect(await refusal({ ...settled, on: '2099-01-01' })).toEqual(['DAY_IN_FUTURE', '/outcomes/0/on']);
    expect(await refusal(settled)).toEqual([undefined, undefined]);
    expect(await refusal(settled)).toEqual(['OUTCOME_KNOWN_ALREADY', '/outcomes/0/outcome']);
    expect(await refusal({ ...settled, outcome: 'returned' })).toEqual([
      'OUTCOME_KNOWN_ALREADY',
      '/outcomes/0/outcome',
    ]);
    const unknown = { paymentId: second.paymentIds[0], outcome: 'unknown', on };
    expect(await refusal(unknown)).toEqual([undefined, undefined]);
    expect(await refusal(unknown)).toEqual(['OUTCOME_KNOWN_ALREADY', '/outcomes/0/outcome']);
    expect(await refusal({ ...unknown, outcome: 'returned' })).toEqual([undefined, undefined]);
    expect(await runState(runId)).toBe('reconciled');
    expect(await mailed('payment-returned', second)).toEqual(everybodyIn(second));
    expect(await mailed('payment-returned', first)).toEqual([]);
    expect(await potHolds(inbox, pot.potId)).toMatchObject({ bank: 100_000, in_transit: 0, payee: 100_000 });
  });
});

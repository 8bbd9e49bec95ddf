import { addSomebody, created } from '../../src/cli/story/people';
import { dayFromNow } from '../../src/cli/story/stages';
import { reconcilerId, workflowIdOf } from '../../src/contracts/runs';
import type { WaitingSubject } from '../../src/contracts/ids';
import { scheduleReconciler } from '../../src/delivery/schedule';
import { accepted, anEmployerOverHttp, aProviderOverHttp } from '../builders/over-http';
import { purchaseRules } from '../builders/policy';
import { aReport } from '../builders/report';
import type { Told } from '../support/front-door';
import { waitFor } from '../support/wait-for';
import { openWholeLives, type WholeLives } from '../support/whole-lives';
import type { StoredHistory } from './histories';
import { openedHistory } from './opened-history';

/** Lives of every kind, lived over HTTP with real servers. */
export async function livedHistories(): Promise<readonly StoredHistory[]> {
  const lives = await openWholeLives();
  try {
    return [
      await aWholeGrant(lives),
      await fiveAtOnce(lives),
      ...(await lapsed(lives)),
      ...(await bought(lives)),
      await aRound(lives),
      await reconciled(lives),
    ];
  } finally {
    await lives.close();
  }
}

/** The history of a subject's last run, to its end. */
async function historyOfRun(
  { engine }: WholeLives,
  name: string,
  subject: WaitingSubject,
  id: string,
): Promise<StoredHistory> {
  const handle = engine.client.workflow.getHandle(workflowIdOf(subject, id));
  await handle.result();
  return { name, history: await openedHistory(handle, engine.codecKey) };
}

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

/** Every phase; a date that is moved, a command that is refused, timers that fire, money that comes back. */
async function aWholeGrant(lives: WholeLives): Promise<StoredHistory> {
  const { door, staff, group } = lives;
  const pot = await lives.aPot({ report: { dueAfter: 'PT3S', remindBefore: ['PT1S'], remindAfter: [] } }, 1_000_000);
  const id = await lives.offered(pot);
  await door.refusal(staff.officer, 'startChecking', { id });
  const longer = { which: 'offer', to: inSeconds(60 * 24 * 3_600), reason: 'Their committee meets late.' };
  await door.as(staff.officer, 'extendDate', { id, body: longer });
  await accepted(door, id, group);
  await door.as(group.people[2], 'giveBankDetails', {
    id,
    body: { accountName: group.name, sortCode: '089999', accountNumber: '66374958' },
  });
  await lives.outcomes(await lives.sentRun(pot), 'settled');
  await lives.becomes(id, ({ report }) => report.state === 'overdue', 'the report is overdue');
  await door.as(group.people[0], 'submitReport', { id, body: aReport(88_000) });
  await door.as(staff.officer, 'acceptReport', { id });
  await door.as(staff.paymentMaker, 'recordRefund', { id, body: { amountPence: 12_000, receivedOn: dayFromNow(0) } });
  await lives.becomes(id, ({ stage }) => stage === 'closed', 'it closes by itself');
  return historyOfRun(lives, 'grant-whole-life', 'grant', id);
}

/** Five commands that wait for a worker, and are there together when it comes. */
async function fiveAtOnce(lives: WholeLives): Promise<StoredHistory> {
  const { door, staff, engine, group } = lives;
  const id = await lives.offered(await lives.aPot());
  await engine.stopWorker();
  const owners = [staff.secondOfficer, staff.officer, staff.secondOfficer, staff.officer, staff.secondOfficer];
  const sending = Promise.all(
    owners.map((owner) =>
      door.as(staff.manager, 'reassign', { id, body: { ownerId: owner.id } }).catch(() => 'refused'),
    ),
  );
  await waitFor('all five are stored', async () => {
    const stored = await engine.inbox.look("select from command where subject_id = $1 and status = 'stored'", [id]);
    return stored.length === owners.length;
  });
  await engine.startWorker();
  await sending;
  await door.as(group.people[0], 'declineOffer', { id, body: { reason: 'We have merged.' } });
  return historyOfRun(lives, 'grant-five-commands-at-once', 'grant', id);
}

/** An offer that runs out by its timer; and the short run that answers whoever comes after that. */
async function lapsed(lives: WholeLives): Promise<readonly StoredHistory[]> {
  const { door, staff } = lives;
  const id = await lives.offered(await lives.aPot({ offer: { validFor: 'PT2S', remindBefore: ['PT1S'] } }));
  const first = await historyOfRun(lives, 'grant-lapses', 'grant', id);
  await door.refusal(staff.manager, 'reassign', { id, body: { ownerId: staff.secondOfficer.id } });
  return [first, await historyOfRun(lives, 'grant-begun-again-when-over', 'grant', id)];
}

/** A purchase that is paid and closes, with the run that paid it; and one that is cancelled. */
async function bought(lives: WholeLives): Promise<readonly StoredHistory[]> {
  const { door, staff } = lives;
  const pot = await lives.aPot({ purchases: { ...purchaseRules, payAfterInvoice: 'PT0S' } }, 1_000_000);
  const employer = await anEmployerOverHttp(door, staff, 'Croydon Women’s Court');
  const provider = await aProviderOverHttp(door, staff, 'Family Support');
  const role = { role: 'budget_holder', partyId: employer.id, ownLimitPence: 5_000 };
  const holder = await addSomebody(door.api, staff, 'Court worker', 'court.worker@example.org', role);
  const grantId = await lives.offered(pot, { party: employer, askedPence: 200_000 });
  await accepted(door, grantId, employer);

  const request = { grantId, providerId: provider.id, service: 'Counselling', clientReference: 'WC-1047' };
  const order = async () => {
    const id = await created(door.api, holder, 'requestPurchase', { ...request, pricePence: 4_000 });
    await door.as(holder, 'orderPurchase', { id });
    await door.as(provider.people[0], 'acceptOrder', { id });
    return id;
  };
  const [closed, cancelled] = [await order(), await order()];
  await door.as(staff.manager, 'cancelPurchase', { id: cancelled, body: { reason: 'She has moved away.' } });
  await door.as(holder, 'recordDelivery', { id: closed, body: { deliveredOn: dayFromNow(0) } });
  const invoice = { invoiceNumber: '2026-1', invoicePence: 4_000, invoicedOn: dayFromNow(0) };
  await door.as(provider.people[0], 'recordInvoice', { id: closed, body: invoice });
  await door.as(staff.officer, 'matchInvoice', { id: closed });
  const run = await lives.sentRun(pot);
  await lives.outcomes(run, 'settled');
  return [
    await historyOfRun(lives, 'purchase-is-paid', 'purchase', closed),
    await historyOfRun(lives, 'purchase-is-cancelled', 'purchase', cancelled),
    await historyOfRun(lives, 'payment-run-is-reconciled', 'payment_run', run.id),
  ];
}

/** A round that opens and closes by its timers, and is decided. */
async function aRound(lives: WholeLives): Promise<StoredHistory> {
  const { door, staff } = lives;
  const { potId } = await lives.aPot({ intake: 'window' });
  const dates = { opensAt: inSeconds(1), closesAt: inSeconds(2), decideBy: inSeconds(3) };
  const id = await created(door.api, staff.manager, 'planRound', { potId, name: 'Spring', ...dates });
  const isClosed = ({ state }: Told) => state === 'closed';
  await door.until(staff.manager, 'getRound', { id }, isClosed, 'it is closed');
  await door.as(staff.manager, 'beginDeciding', { id });
  await waitFor('its decision is late', async () => {
    const [chased] = await lives.engine.inbox.look(
      "select from event where subject_id = $1 and type = 'round_decision_chased'",
      [id],
    );
    return chased !== undefined;
  });
  await door.as(staff.manager, 'completeRound', { id });
  return historyOfRun(lives, 'round-is-decided', 'round', id);
}

/** One run of the reconciler, by its schedule. */
async function reconciled({ engine }: WholeLives): Promise<StoredHistory> {
  await scheduleReconciler(engine.client, engine.taskQueue, 3_600);
  const schedule = engine.client.schedule.getHandle(reconcilerId);
  const workflowId = await waitFor('the reconciler was started', async () => {
    const { info } = await schedule.describe();
    return (info.recentActions[0]?.action as { workflow?: { workflowId: string } } | undefined)?.workflow?.workflowId;
  });
  const handle = engine.client.workflow.getHandle(workflowId);
  await handle.result();
  await schedule.delete();
  return { name: 'reconciler-finds-nothing', history: await openedHistory(handle, engine.codecKey) };
}

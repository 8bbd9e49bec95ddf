import type { Json } from '../../src/cli/story/api';
import { dayFromNow } from '../../src/cli/story/stages';
import type { Person } from '../../src/cli/story/cast';
import type { Party } from '../../src/cli/story/people';
import { content } from '../builders/application';
import { aReport } from '../builders/report';
import { Ended, type Client } from './client';
import type { PotName } from './world';

const words = { reason: 'It was decided so.' };
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

/** What clients do, and how often: each goes as far as others, its deadlines and its seed let it. */
export const lives = {
  'applies, is paid, reports and is closed': { weight: 8, live: wholeLife },
  'lets an offer run out, or accepts at the last moment': { weight: 3, live: lastMoment },
  'withdraws while an officer goes on': { weight: 3, live: withdraws },
  'is refused, and appeals or does not': { weight: 2, live: refused },
  'is decided on by two at once': { weight: 3, live: decidedTwice },
  'wants the last money of a pot': { weight: 3, live: contends },
  'is put on hold and goes on': { weight: 2, live: held },
  'is asked questions': { weight: 2, live: questioned },
  'is ended early and owes money': { weight: 2, live: terminated },
  'buys services': { weight: 4, live: buys },
  'runs a round': { weight: 2, live: runsRound },
} as const;
export type LifeName = keyof typeof lives;

/** An application that has been sent. @returns its id */
async function applies(me: Client, potName: PotName, party: Party = me.home.group, roundId?: string): Promise<string> {
  const [chair] = party.people;
  const askedPence = 100 * Math.floor(me.chance.between(200, 900));
  const id = await me.creates(chair, 'createApplication', {
    potId: me.world.pots[potName].potId,
    partyId: party.id,
  });
  await me.asker.save(chair, id, content(askedPence) as Json);
  await me.does(chair, 'submitApplication', { id, body: roundId === undefined ? {} : { roundId } });
  return id;
}

/** An application that lies before who decides. @returns its id */
async function assessed(me: Client, potName: PotName, party?: Party): Promise<string> {
  const id = await applies(me, potName, party);
  await me.does(me.cast.officer, 'startChecking', { id });
  await me.does(me.cast.officer, 'passToPanel', { id });
  return id;
}

const award = { meetingId: null, outcome: 'award' };

/** What an offer is accepted with by whoever has read its agreement. */
async function signing(me: Client, by: Person, id: string): Promise<Json> {
  const agreement = await me.asker.read(by, 'getAgreement', { id }); // none, where the offer has run out meanwhile
  return { agreementHash: agreement?.['hash'] ?? '0'.repeat(64), signature: by.name };
}

async function accepted(me: Client, id: string, { people: [chair, secretary] }: Party): Promise<void> {
  // Both at once, as often as not.
  if (me.chance.happens(0.5)) {
    const bodies = await Promise.all([chair, secretary].map((by) => signing(me, by, id)));
    const both = await Promise.all([
      me.ask(chair, 'acceptOffer', { id, body: bodies[0] }),
      me.ask(secretary, 'acceptOffer', { id, body: bodies[1] }),
    ]);
    if (both.some(({ status }) => status !== 'applied')) throw new Ended('acceptOffer at once');
    return;
  }
  for (const by of [chair, secretary]) await me.does(by, 'acceptOffer', { id, body: await signing(me, by, id) });
}

/** A grant that is accepted and has an account to be paid to. @returns its id */
async function running(me: Client, potName: PotName): Promise<string> {
  const id = await assessed(me, potName);
  await me.does(me.cast.officer, 'decide', { id, body: award });
  await accepted(me, id, me.home.group);
  await bankDetails(me, id);
  return id;
}

/** Sort codes and account numbers that belong together: test cases that Vocalink publishes with its modulus-checking tables. */
const accounts = [
  { sortCode: '089999', accountNumber: '66374958' },
  { sortCode: '107999', accountNumber: '88837491' },
  { sortCode: '202959', accountNumber: '63748472' },
] as const;

/** An account of the group: another one than before, since a payment that came back is only paid to another. */
async function bankDetails(me: Client, id: string): Promise<void> {
  const account = accounts[me.nextAccount()];
  await me.ask(me.home.group.people[2], 'giveBankDetails', {
    id,
    body: { accountName: me.home.group.name, ...account },
  });
}

/** Builds runs of whatever is ready, and takes part in what others have built, until a pot's payments to a grant are settled. */
async function paid(me: Client, potName: PotName, grantId: string, settled = 2): Promise<void> {
  for (;;) {
    const { payments, stage } = (await me.read(me.cast.officer, 'getGrant', grantId)) as {
      payments: { id: string; state: string }[];
      stage: string;
    };
    if (stage !== 'active') throw new Ended(`the grant is ${stage}`);
    const count = (state: string) => payments.filter((payment) => payment.state === state).length;
    if (count('settled') >= settled) return;
    const returned = payments.find(({ state }) => state === 'returned');
    if (returned !== undefined) {
      await bankDetails(me, grantId);
      await me.ask(me.cast.paymentMaker, 'payAgain', { id: grantId, body: { paymentId: returned.id } });
    } else if (count('ready') > 0) await paysWhatIsReady(me, potName);
    else await me.pause(300);
  }
}

/** One payment run, from built to reconciled; two who build at once share what is ready. */
async function paysWhatIsReady(me: Client, potName: PotName): Promise<void> {
  const { paymentMaker, paymentAuthoriser, manager } = me.cast;
  const potId = me.world.pots[potName].potId;
  const built = await me.ask(paymentMaker, 'buildRun', { body: { potId, name: 'Payments' } });
  const id = built.subjectId;
  if (built.status !== 'applied' || id === undefined) return me.pause(200);
  if (me.chance.happens(0.1)) {
    await me.ask(manager, 'cancelRun', { id, body: words });
    return;
  }
  await me.ask(paymentMaker, 'requestAuthorisation', { id });
  const { seenHash, payments } = (await me.read(paymentAuthoriser, 'getPaymentRun', id)) as {
    seenHash: string;
    payments: { id: string }[];
  };
  // Who looks again at the same time authorises the same: only one of the two does.
  await Promise.all(
    [paymentAuthoriser, ...(me.chance.happens(0.2) ? [paymentAuthoriser] : [])].map((by) =>
      me.ask(by, 'authoriseRun', { id, body: { seenHash } }),
    ),
  );
  await me.ask(paymentMaker, 'exportRun', { id });
  await me.ask(paymentMaker, 'markSent', { id });
  const returned = me.chance.happens(0.15) ? 0 : -1;
  const outcomes = payments.map((payment, place) => ({
    paymentId: payment.id,
    outcome: place === returned ? 'returned' : 'settled',
    on: dayFromNow(0),
  }));
  await me.ask(paymentMaker, 'recordOutcomes', { id, body: { outcomes } });
}

async function wholeLife(me: Client): Promise<void> {
  const id = await running(me, 'plain');
  await paid(me, 'plain', id);
  const { money } = (await me.read(me.cast.officer, 'getGrant', id)) as { money: { paidPence: number } };
  await me.does(me.home.group.people[0], 'submitReport', { id, body: aReport(money.paidPence) });
  // Two officers read it: one accepts, and the other accepts or asks.
  const other = me.chance.happens(0.5) ? 'acceptReport' : 'queryReport';
  const [first] = await Promise.all([
    me.ask(me.cast.officer, 'acceptReport', { id }),
    me.ask(me.cast.secondOfficer, other, other === 'queryReport' ? { id, body: { question: 'Which hall?' } } : { id }),
  ]);
  if (first.status !== 'applied' && other === 'queryReport') {
    const answered = { ...aReport(money.paidPence), answer: 'The large one.' };
    await me.does(me.home.group.people[0], 'submitReport', { id, body: answered });
    await me.does(me.cast.officer, 'acceptReport', { id });
  }
  await me.until(me.cast.officer, 'getGrant', id, ({ stage }) => stage === 'closed');
}

async function lastMoment(me: Client): Promise<void> {
  const id = await assessed(me, 'hasty');
  await me.does(me.cast.officer, 'decide', { id, body: award });
  if (me.chance.happens(0.3)) {
    const extended = { which: 'offer', to: inSeconds(8), ...words };
    await me.ask(me.cast.officer, 'extendDate', { id, body: extended });
  }
  const [chair, secretary] = me.home.group.people;
  const accepts = async (by: Person) => me.ask(by, 'acceptOffer', { id, body: await signing(me, by, id) });
  await accepts(chair);
  await me.pause(me.chance.between(3_500, 5_500));
  await accepts(secretary);
  await me.until(me.cast.officer, 'getGrant', id, ({ stage }) => stage !== 'offered');
}

async function withdraws(me: Client): Promise<void> {
  const id = await applies(me, 'plain');
  const [chair] = me.home.group.people;
  const { officer } = me.cast;
  const steps = [
    () => me.ask(officer, 'startChecking', { id }),
    () => me.ask(officer, 'passToPanel', { id }),
    () => me.ask(officer, 'decide', { id, body: award }),
  ];
  const at = Math.floor(me.chance.between(0, steps.length));
  for (const step of steps.slice(0, at)) await step();
  await Promise.all([me.ask(chair, 'withdraw', { id, body: words }), steps[at]?.()]);
}

async function refused(me: Client): Promise<void> {
  const id = await assessed(me, 'plain');
  const refusing = { meetingId: null, outcome: 'refuse', reasons: 'Too late in the year.' };
  await me.does(me.cast.officer, 'decide', { id, body: refusing });
  // Near the end of the window: the appeal or the deadline is first.
  await me.pause(me.chance.between(0, 4_500));
  const appealed = await me.ask(me.home.group.people[0], 'appeal', { id, body: words });
  if (appealed.status === 'applied') await me.ask(me.cast.secondOfficer, 'decide', { id, body: award });
}

async function decidedTwice(me: Client): Promise<void> {
  const id = await assessed(me, 'plain');
  const { officer, secondOfficer } = me.cast;
  await Promise.all([
    me.ask(officer, 'decide', { id, body: award }),
    me.ask(secondOfficer, 'decide', { id, body: { meetingId: null, outcome: 'refuse', reasons: 'No.' } }),
    me.ask(officer, 'reassign', { id, body: { ownerId: secondOfficer.id } }),
  ]);
  await me.ask(me.home.group.people[0], 'declineOffer', { id, body: words });
}

async function contends(me: Client): Promise<void> {
  const id = await assessed(me, 'hot');
  const { potId } = me.world.pots.hot;
  if (me.chance.happens(0.2)) await me.ask(me.cast.manager, 'addBudget', { id: potId, body: { amountPence: 5_000 } });
  const decided = await me.ask(me.cast.officer, 'decide', { id, body: award });
  const [chair] = me.home.group.people;
  // What one gives back another may have.
  if (decided.status === 'applied') await me.ask(chair, 'declineOffer', { id, body: words });
  else await me.ask(chair, 'withdraw', { id, body: {} });
}

async function held(me: Client): Promise<void> {
  const id = await running(me, 'plain');
  await Promise.all([
    me.ask(me.cast.manager, 'hold', { id, body: words }),
    me.ask(me.home.group.people[0], 'submitReport', { id, body: aReport(0) }),
  ]);
  await me.pause(me.chance.between(500, 4_000));
  await me.does(me.cast.manager, 'release', { id, body: {} });
  await paid(me, 'plain', id, 1);
}

async function questioned(me: Client): Promise<void> {
  const id = await applies(me, 'plain');
  await me.does(me.cast.officer, 'startChecking', { id });
  const { result } = await me.does(me.cast.officer, 'askQuestion', { id, body: { question: 'Which hall?' } });
  await me.pause(me.chance.between(0, 4_000)); // the group is reminded meanwhile, or not
  const body = { questionId: result['questionId'], answer: 'The one by the church.' };
  const [one, two] = me.home.group.people;
  await Promise.all([me.ask(one, 'answerQuestion', { id, body }), me.ask(two, 'answerQuestion', { id, body })]);
  await me.ask(me.cast.officer, 'declareIneligible', { id, body: words });
}

async function terminated(me: Client): Promise<void> {
  const id = await running(me, 'plain');
  await paid(me, 'plain', id, 1);
  const refundPence = 1_000;
  const ended = await me.ask(me.cast.manager, 'terminate', { id, body: { ...words, refundPence } });
  if (ended.status !== 'applied') return;
  const returned = { id, body: { amountPence: refundPence, receivedOn: dayFromNow(0) } };
  // Seen on the statement by one, written off by another.
  await Promise.all([
    me.ask(me.cast.paymentMaker, 'recordRefund', returned),
    me.ask(me.cast.manager, 'writeOffRefund', { id, body: words }),
  ]);
}

async function buys(me: Client): Promise<void> {
  const { employer, holder } = me.home;
  const { manager, officer } = me.cast;
  const [seller] = me.world.provider.people;
  const grantId = await assessed(me, 'spot', employer);
  await me.does(officer, 'decide', { id: grantId, body: award });
  await accepted(me, grantId, employer);
  const pricePence = 100 * Math.floor(me.chance.between(20, 80)); // over her own limit, or not
  const id = await me.creates(holder, 'requestPurchase', {
    grantId,
    providerId: me.world.provider.id,
    service: 'Counselling',
    clientReference: 'WC-1047',
    pricePence,
  });
  await me.ask(manager, 'authorisePurchase', { id });
  await me.does(holder, 'orderPurchase', { id });
  const [accept] = await Promise.all([
    me.ask(seller, 'acceptOrder', { id }),
    me.chance.happens(0.2) ? me.ask(holder, 'cancelPurchase', { id, body: words }) : undefined,
  ]);
  if (accept.status !== 'applied') return;
  await me.does(holder, 'recordDelivery', { id, body: { deliveredOn: dayFromNow(0) } });
  const invoice = { invoiceNumber: `INV-${id.slice(-8)}`, invoicePence: pricePence, invoicedOn: dayFromNow(0) };
  await me.does(seller, 'recordInvoice', { id, body: invoice });
  await me.does(officer, 'matchInvoice', { id });
  for (;;) {
    const { state, payment } = (await me.read(officer, 'getPurchase', id)) as {
      state: string;
      payment: { id: string; state: string } | null;
    };
    if (state === 'closed') return;
    if (payment?.state === 'ready') await paysWhatIsReady(me, 'spot');
    else if (payment?.state === 'returned') throw new Ended('the payment came back');
    else await me.pause(300);
  }
}

async function runsRound(me: Client): Promise<void> {
  const { manager, officer } = me.cast;
  const closesAt = inSeconds(4);
  const id = await me.creates(manager, 'planRound', {
    potId: me.home.window.potId,
    name: 'Spring',
    opensAt: inSeconds(0.3),
    closesAt,
    decideBy: inSeconds(6),
  });
  // At the moment at which it closes: the extension has met it, or has not.
  await me.pause(me.chance.between(0, 4_500));
  await me.ask(manager, 'extendRound', { id, body: { which: 'closesAt', to: inSeconds(5) } });
  await me.until(officer, 'getRound', id, ({ state }) => state === 'closed' || state === 'cancelled');
  await Promise.all([
    me.ask(officer, 'beginDeciding', { id }),
    me.chance.happens(0.3)
      ? me.ask(manager, 'cancelRound', { id, body: words })
      : me.ask(manager, 'beginDeciding', { id }),
  ]);
  await me.ask(officer, 'completeRound', { id });
}

/** One organisation with something at every stage: what the crawl of the pages and the gallery look at. */
import { addSomebody, created, type Party } from '../../src/cli/story/people';
import { dayFromNow, type Pot } from '../../src/cli/story/stages';
import type { Person } from '../../src/cli/story/cast';
import type { WholeLives } from '../support/whole-lives';
import {
  accepted,
  aGroupOverHttp,
  aMeetingOf,
  anEmployerOverHttp,
  aProviderOverHttp,
  applied,
  expected,
} from './over-http';
import { purchaseRules } from './policy';
import { aReport } from './report';

/** Who looks at it, by role, besides the organisation's staff. */
export interface Lookers {
  readonly holder: Person;
  readonly provider: Party;
  readonly employer: Party;
  readonly funder: Person;
  readonly examiner: Person;
}

const hour = 3_600_000;
const inAnHour = () => new Date(Date.now() + hour).toISOString();

/** Makes applications, grants, payments, runs, meetings and purchases in each of their states, through the API. */
export async function everyStage(lives: WholeLives): Promise<Lookers> {
  const { door, staff, group } = lives;
  const [chair] = group.people;
  const as = (person: Person, operation: string, id: string, body: unknown = {}) =>
    door.as(person, operation, { id, body });

  const pot = await lives.aPot({ purchases: purchaseRules, draftFeedback: { commentWithin: 'P5D' } }, 700_000);
  const sent = () => applied(door, { pot, party: group, askedPence: 100_000 });
  await door.as(chair, 'createApplication', { body: { potId: pot.potId, partyId: group.id } });
  const shown = await door.as(chair, 'createApplication', { body: { potId: pot.potId, partyId: group.id } });
  const begun = { id: String(shown.id), ifMatch: `"${String(shown.version)}"` };
  await door.as(chair, 'saveApplication', { ...begun, body: { purpose: 'Two information meetings.' } });
  await as(chair, 'shareDraft', begun.id);
  await as(staff.officer, 'commentOnDraft', begun.id, { comments: [{ about: '/purpose', text: 'Say for whom.' }] });
  await sent();
  const asked = await sent();
  await as(staff.officer, 'startChecking', asked);
  await as(staff.officer, 'askQuestion', asked, { question: 'Who owns the hall that you want to use?' });
  await as(staff.officer, 'declareIneligible', await sent(), { reason: 'The work has been done already.' });
  await as(chair, 'withdraw', await sent(), { reason: 'We found the money elsewhere.' });

  const panel = [await lives.withThePanel(pot), await lives.withThePanel(pot)];
  await aMeetingOf(door, staff, { potId: pot.potId, startsAt: inAnHour(), sitting: staff.panel });
  await created(door.api, staff.officer, 'planMeeting', { potId: pot.potId, startsAt: inAnHour(), online: true });
  await as(staff.officer, 'decide', panel[0] ?? '', {
    meetingId: null,
    outcome: 'refuse',
    reasons: 'It is outside Croydon.',
  });
  await as(staff.officer, 'decide', await lives.withThePanel(pot), {
    meetingId: null,
    outcome: 'not_yet',
    reasons: 'Open a bank account first.',
  });

  await lives.offered(pot);
  await as(staff.officer, 'decide', await lives.withThePanel(pot), {
    meetingId: null,
    outcome: 'award_less',
    amountPence: 60_000,
    reasons: 'Half the hall hire.',
  });
  const declined = await lives.offered(pot);
  await as(chair, 'declineOffer', declined, { reason: 'The hall has closed.' });
  const conditional = await lives.withThePanel(pot);
  await as(staff.officer, 'decide', conditional, {
    meetingId: null,
    outcome: 'award_with_conditions',
    conditions: [{ wording: 'Adopt a safeguarding policy' }],
  });
  await accepted(door, conditional, group);
  // Another group's: the account that one grant is paid to is known for the next.
  const other = await aGroupOverHttp(door, staff, 'Heathfield Ecology Centre');
  await accepted(door, await lives.offered(pot, { party: other }), other);

  const paid = await lives.running(pot);
  const closed = await lives.running(pot);
  const run = await lives.sentRun(pot, 2);
  await lives.outcomes(run, 'settled');
  await as(chair, 'submitReport', paid, aReport(100_000));
  await as(chair, 'submitReport', closed, aReport(90_000));
  await as(staff.officer, 'acceptReport', closed);

  await lives.running(pot);
  await lives.sentRun(pot, 1);
  const held = await lives.running(pot);
  await as(staff.manager, 'hold', held, { reason: 'A worry that only managers read.' });
  await lives.running(pot);
  await lives.running(pot, { askedPence: 200_000 });
  await lives.running(pot, { askedPence: 200_000 });
  await created(door.api, staff.paymentMaker, 'buildRun', { potId: pot.potId, name: 'Next week' });
  const ended = await lives.running(pot);
  await as(staff.manager, 'terminate', ended, { reason: 'The group has closed.' });

  await expected(door, staff, pot, { amountPence: 100_000, expectedOn: dayFromNow(60) });
  const { potId } = await lives.aPot({ intake: 'window' });
  await created(door.api, staff.manager, 'planRound', {
    potId,
    name: 'Spring',
    opensAt: inAnHour(),
    closesAt: new Date(Date.now() + 800 * hour).toISOString(),
    decideBy: new Date(Date.now() + 1_600 * hour).toISOString(),
  });
  return purchasesAtEveryStage(lives, pot);
}

async function purchasesAtEveryStage(lives: WholeLives, pot: Pot): Promise<Lookers> {
  const { door: front, staff } = lives;
  const as = (person: Person, operation: string, id: string, body: unknown = {}) =>
    front.as(person, operation, { id, body });
  const employer = await anEmployerOverHttp(front, staff, 'Croydon Women’s Court Project');
  const provider = await aProviderOverHttp(front, staff, 'Women’s Counselling Service');
  await as(provider.people[0], 'addService', provider.id, {
    need: 'counselling',
    name: 'Six sessions of counselling',
    pricePence: 24_000,
    area: 'Croydon',
  });
  const grantId = await lives.running(pot, { party: employer, askedPence: 150_000 });
  const holder = await addSomebody(front.api, staff, 'Court Worker', 'court.worker@every.example', {
    role: 'budget_holder',
    partyId: employer.id,
    ownLimitPence: 5_000,
  });
  const buy = async (pricePence: number, reference: string) =>
    created(front.api, holder, 'requestPurchase', {
      grantId,
      providerId: provider.id,
      service: 'Counselling',
      clientReference: reference,
      pricePence,
    });
  await buy(6_500, 'WC-1001');
  const ordered = await buy(4_000, 'WC-1002');
  await as(holder, 'orderPurchase', ordered);
  const delivered = await buy(4_500, 'WC-1003');
  await as(holder, 'orderPurchase', delivered);
  await as(provider.people[0], 'acceptOrder', delivered);
  await as(holder, 'recordDelivery', delivered, { deliveredOn: dayFromNow(0) });
  const invoiced = await buy(3_500, 'WC-1004');
  await as(holder, 'orderPurchase', invoiced);
  await as(provider.people[0], 'acceptOrder', invoiced);
  await as(holder, 'recordDelivery', invoiced, { deliveredOn: dayFromNow(0) });
  await as(provider.people[0], 'recordInvoice', invoiced, {
    invoiceNumber: 'INV-1',
    invoicePence: 3_500,
    invoicedOn: dayFromNow(0),
  });
  const funder = await addSomebody(front.api, staff, 'Funder’s Officer', 'funder@every.example', { role: 'funder' });
  const examiner = await addSomebody(front.api, staff, 'Independent Examiner', 'examiner@every.example', {
    role: 'independent_examiner',
  });
  return { holder, provider, employer, funder, examiner };
}

import { courtWorkersBudget, croydonGroups, type CroydonAward } from '../../src/cli/story/croydon';
import { dayFromNow } from '../../src/cli/story/stages';
import { formatPounds, pence } from '../../src/domain/money/money';
import { buyService, deliverOrder } from '../clicks/court';
import { openDemonstration, type Demonstration } from '../clicks/demonstration';
import * as group from '../clicks/group';
import type { Hands } from '../clicks/hands';
import { expectInstalment, openFundAndPot, setRules } from '../clicks/manager';
import { readMail } from '../clicks/mail';
import { endMeeting, planMeeting, recordAward, recordWhoCame } from '../clicks/meeting';
import * as officer from '../clicks/officer';
import { authoriseRun, buildRun, payRun, recordInstalment, type WantedRun } from '../clicks/treasurer';
import { signInFromMail } from '../clicks/sign-in';
import { widths } from '../support/browser';
import { aPdf } from '../support/zip';

/*
 * The six Croydon awards, from nothing to closed, by whoever has the address that `npm start` prints and nothing else. Everything is
 * clicked and read; mail is read on the demonstration's mail page. The groups of the demonstration come back for a second year.
 */

const pot = 'Croydon, second year';
const awards = [...croydonGroups, courtWorkersBudget].map((award, place) => ({
  ...award,
  reference: `SIX-${dayFromNow(0).slice(0, 4)}-000${String(place + 1)}`,
  sum: formatPounds(pence(award.askedPence)),
}));
type Award = (typeof awards)[number];
const [kreative, heathfield, mightyMen, hibiscus, blackBoysCan, court] = awards as [
  Award,
  Award,
  Award,
  Award,
  Award,
  Award,
];
const paidAtOnce = [kreative, heathfield, mightyMen, hibiscus, blackBoysCan];

/** Sort codes and account numbers that belong together: test cases of Vocalink's modulus checking. */
const accounts = [
  ['08-99-99', '66374958'],
  ['10-79-99', '88837491'],
  ['87-24-27', '46238510'],
  ['82-00-00', '73688637'],
  ['20-29-59', '63748472'],
] as const;

let demonstration: Demonstration;
beforeAll(async () => {
  demonstration = await openDemonstration();
});
afterAll(async () => {
  await demonstration.close();
});
afterEach(() => {
  expect(demonstration.complaints()).toEqual([]);
});

const manager = () => demonstration.staff('Amara Okafor');
const grantsOfficer = () => demonstration.staff('Ben Whitlock');
const treasurer = () => demonstration.staff('Hana Novak');
const authoriser = () => demonstration.staff('Imran Shah');

/** Groups have phones; on that of F.W.P. Hibiscus no scripts run. */
const phoneOf = (award: CroydonAward) => ({ width: widths.phone, scripts: award.group !== hibiscus.group });
const chairOf = (award: CroydonAward) => demonstration.person(`Chair of ${award.group}`, phoneOf(award));
const secretaryOf = (award: CroydonAward) => demonstration.personByLink(`Secretary of ${award.group}`, phoneOf(award));

/** Somebody of a committee who comes to Grantpot only because the chair asks them to accept an offer. */
const newcomer = { name: 'Marcia Reid', email: 'marcia.reid@blackboyscan.example' };
const courtWorker = () => demonstration.person('Ruth Adeyemi', { width: widths.phone });

/** What the pot's page says, line by line. */
async function potSays(hands: Hands): Promise<Readonly<Record<string, string>>> {
  await hands.goTo('Money');
  await hands.goTo('Pots');
  await hands.follow(pot);
  await hands.reads('Where the budget is');
  return hands.sums();
}

/** A run is built by one, authorised by another, uploaded, and seen on the bank's statement. */
async function pay(run: WantedRun, paid: string): Promise<void> {
  await buildRun(await treasurer(), run);
  await authoriseRun(await authoriser(), run);
  await payRun(await treasurer(), run, paid);
}

test('a manager opens a fund and its pot, and the first of two instalments comes', async () => {
  const amara = await manager();
  await openFundAndPot(amara, { name: pot, prefix: 'SIX', officer: 'Ben Whitlock' });
  await setRules(amara);
  await expectInstalment(amara, pot, '10,000', dayFromNow(0));
  await expectInstalment(amara, pot, '10,000', dayFromNow(81));
  await recordInstalment(await treasurer(), pot, '£10,000.00');
  expect(await potSays(amara)).toMatchObject({ 'Can still be awarded': '£20,000', 'In the bank': '£10,000' });
});

test.each(awards)('$group applies, and its second contact confirms', async (award) => {
  const [chair, secretary] = [`Chair of ${award.group}`, `Secretary of ${award.group}`];
  const contacts = [chair, secretary].map((name) => ({ name, email: demonstration.addressOf(name) }));
  const writer = await chairOf(award);
  await group.beginApplication(writer, pot);
  await group.writeApplication(writer, award, contacts, award === court ? 'A public body' : undefined);
  await writer.reads(award.reference);
  const contact = await demonstration.stranger(phoneOf(award));
  await group.confirmSecondContact(contact, demonstration.addressOf(secretary));
});

test('an officer checks the six, asks one of them a question, and passes them to the panel', async () => {
  const ben = await grantsOfficer();
  for (const award of awards) {
    await officer.startChecking(ben, award.reference);
    if (award === mightyMen) {
      await officer.askQuestion(ben, 'Who keeps the rights in the DVD?');
      await group.answerQuestion(await chairOf(award), award.reference, 'The group does.');
      await officer.takeFromWork(ben, 'Read the answer', award.reference);
      await ben.reads('The group does.');
    }
    await officer.checkAndPassOn(ben);
  }
});

test('a panel of four awards all six in a meeting: £11,934 of £20,000', async () => {
  const ben = await grantsOfficer();
  await ben.press('Go to the meetings of the panel');
  await planMeeting(ben, pot);
  await recordWhoCame(ben, ['Dorothy Marsh', 'Efua Mensah', 'Farid Aziz', 'Grace Tully'], 'Dorothy Marsh');
  for (const [place, award] of awards.entries())
    await recordAward(ben, {
      item: place + 1,
      group: award.group,
      sum: award.sum,
      ...(award === heathfield ? { condition: 'Show us the permission of the landowner.' } : {}),
    });
  await endMeeting(ben);
  await ben.reads('£11,934');
  expect(await potSays(await manager())).toMatchObject({
    'Can still be awarded': '£8,066',
    'In the bank': '£10,000',
    Awarded: '£11,934',
  });
});

test.each(awards)('two of the committee of $group accept, and it says where the money goes', async (award) => {
  const chair = await chairOf(award);
  await group.acceptOffer(chair, award.reference, award.sum, `Chair of ${award.group}`);
  if (award === blackBoysCan) {
    await group.inviteSignatory(chair, pot, newcomer);
    const marcia = await demonstration.stranger(phoneOf(award));
    await signInFromMail(marcia, newcomer.email, 'Please accept our offer');
    await marcia.reads('1 of 2 have accepted.');
    await group.acceptOffer(marcia, award.reference, award.sum, newcomer.name);
  } else {
    const secretary = await secretaryOf(award);
    await group.acceptOffer(secretary, award.reference, award.sum, `Secretary of ${award.group}`);
  }
  if (award === court) return; // providers are paid, not the court
  // Both had a grant before: their account is known, so nobody asks for it again.
  if (award === kreative || award === heathfield) return;
  const [sortCode, number] = accounts[awards.indexOf(award)] ?? ['', ''];
  await group.giveBankDetails(chair, award.reference, { name: award.group, sortCode, number });
});

test('a group shows that its condition is met, and an officer agrees', async () => {
  const permission = { name: 'Permission.pdf', mimeType: 'application/pdf', buffer: aPdf() };
  await group.showCondition(await chairOf(heathfield), heathfield.reference, permission);
  await officer.settleCondition(await grantsOfficer(), heathfield.reference, permission.name);
});

test('the five groups are paid £9,934, which one builds and another authorises', async () => {
  await pay({ name: 'Five groups', pot, payments: 5, total: '£9,934.00' }, 'All 5 were paid: £9,934.00');
  expect(await potSays(await manager())).toMatchObject({ 'In the bank': '£66', Paid: '£9,934' });
});

test('a court worker buys two services; the provider delivers and invoices; the second waits for the funder', async () => {
  const ruth = await courtWorker();
  const ben = await grantsOfficer();
  const hana = await treasurer();
  const counsellors = demonstration.addressOf('Chair of Women’s Counselling Service');
  const supporters = demonstration.addressOf('Chair of Local Family Support Project');
  const phone = await demonstration.stranger({ width: widths.phone });
  await readMail(phone, counsellors, 'An order for you'); // the demonstration's own, which is another

  const budget = court.reference;
  const counselling = { budget, need: 'Counselling', what: 'Counselling', client: 'WC-1047', price: '65' };
  const support = { budget, need: 'Family support', what: 'Family support', client: 'WC-1048', price: '40' };
  for (const [service, email, invoice] of [
    [counselling, counsellors, 'INV-1'],
    [support, supporters, 'INV-2'],
  ] as const) {
    await buyService(ruth, service);
    await deliverOrder(phone, email, service, invoice);
    await officer.matchInvoice(ben, court.reference, service.price);
  }

  await pay({ name: 'Counselling', pot, payments: 1, total: '£65.00' }, 'It was paid: £65.00');
  expect(await potSays(await manager())).toMatchObject({ 'In the bank': '£1', 'Waiting for cash': '£40' });

  await recordInstalment(hana, pot, '£10,000.00');
  await pay({ name: 'Family support', pot, payments: 1, total: '£40.00' }, 'It was paid: £40.00');
  await ruth.goTo('Budget');
  await ruth.reads('£1,895');
});

test.each(paidAtOnce)('$group tells how it went, and its grant is closed', async (award) => {
  const ben = await grantsOfficer();
  const chair = await chairOf(award);
  const spent = String(award.askedPence / 100);
  await chair.goTo('Home');
  await chair.follow(pot);
  await chair.follow('Report early');
  const told = { activity: award.activity.description, reached: award.activity.target, spent };
  if (award === blackBoysCan) {
    await group.report(chair, { ...told, spent: '1,500' });
    await officer.askAboutReport(ben, award.reference, 'Did the hall cost nothing?');
    await group.answerAboutReport(chair, award.reference, spent);
  } else await group.report(chair, told);
  await officer.acceptReport(ben, award.reference, award.sum);
  await chair.goTo('Home');
  await chair.unfold('Finished and older ones');
  await chair.reads(award.reference);
});

test('the court worker tells how her budget went, and what she did not need can be awarded again', async () => {
  const ruth = await courtWorker();
  await ruth.goTo('Budget');
  await ruth.follow(`Agreement, messages and report of ${court.reference}`);
  await ruth.follow('Report early');
  const comment = 'Two women came in the first month.';
  await group.report(ruth, { activity: court.activity.description, reached: 2, comment, spent: '105' });
  const ben = await grantsOfficer();
  await officer.acceptReport(ben, court.reference, '£105');
  await ben.reads('Finished');
});

test('at the end every pound is accounted for', async () => {
  const amara = await manager();
  expect(await potSays(amara)).toMatchObject({
    'Can still be awarded': '£9,961',
    'In the bank': '£9,961',
    'Waiting for cash': '£0',
    Paid: '£10,039',
    Left: '£0',
  });
  await amara.follow('Paid');
  await amara.reads('£10,039.00 in all');
  for (const { reference } of awards) await amara.reads(reference);
  expect(await demonstration.verifyLedger()).toMatch(
    /^\d+ transfers over \d+ accounts added up again, 0 differences\n$/,
  );
});

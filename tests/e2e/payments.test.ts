import { readFileSync } from 'node:fs';
import { dayFromNow } from '../../src/cli/story/stages';
import { bankDetailsGiven, paidOn } from '../builders/over-http';
import { sixReadyToPay } from '../support/six-awards';
import { browsed } from '../support/browsed';
import { desktop, phone, type Visit } from '../support/browser';
import { expectFit } from '../support/fit';

const here = browsed();
const press = ({ page }: Visit, name: string) => page.getByRole('button', { name, exact: true }).click();
const tag = ({ page }: Visit) => page.locator('h1 .govuk-tag').innerText();

test('a run is built, authorised by somebody else, sent and told apart, on a desktop', async () => {
  const { paymentMaker, paymentAuthoriser } = here.lives.staff;
  const { grants, pot } = await sixReadyToPay(here.lives);
  const maker = await here.visitAs(paymentMaker, desktop);
  await maker.open('/payments');
  expect(await maker.page.getByText('5 payments are due and covered by cash: £9,934.00 in all.').count()).toBe(1);
  await expectFit(maker);

  await press(maker, 'Build a payment run');
  expect(await maker.page.getByText('5 payments can go into this run: £9,934.00 in all.').count()).toBe(1);
  await expectFit(maker);
  for (const box of await maker.page.getByRole('checkbox').all()) await box.uncheck();
  await press(maker, 'Build the run');
  expect(await maker.page.getByRole('alert').innerText()).toContain('Tick at least one payment');
  await expectFit(maker);
  for (const box of await maker.page.getByRole('checkbox').all()) await box.check();
  await maker.page.getByLabel('What do you call this run?').fill('Croydon, today');
  await press(maker, 'Build the run');
  expect(await tag(maker)).toBe('Being built');
  await expectFit(maker);
  const address = new URL(maker.page.url()).pathname;

  // One is taken out, and the run is built as it was with it in.
  await maker.page.getByRole('link', { name: /Take out.*Mighty Men of Valour/ }).click();
  await expectFit(maker);
  await maker.page.getByLabel('Why is it taken out?').fill('The group is changing its bank.');
  await press(maker, 'Take £1,999.00 out of the run');
  expect(await maker.page.getByText('4 payments, £7,935.00 in all').count()).toBe(1);
  await maker.page.getByRole('link', { name: 'Cancel this run' }).click();
  await expectFit(maker);
  await maker.page.getByLabel('Why is it cancelled?').fill('Built again with all five.');
  await press(maker, 'Cancel the run of £7,935.00');
  expect(await tag(maker)).toBe('Cancelled');
  await expectFit(maker);
  await maker.open('/payments');
  await press(maker, 'Build a payment run');
  await press(maker, 'Build the run');
  const run = new URL(maker.page.url()).pathname;
  expect(run).not.toBe(address);
  await press(maker, 'Ask for authorisation');
  expect(await tag(maker)).toBe('To authorise');
  // Who built it is told to wait, and is offered nothing.
  expect(await maker.page.getByRole('button', { name: /^Authorise/ }).count()).toBe(0);

  const authoriser = await here.visitAs(paymentAuthoriser, desktop);
  await authoriser.open(run);
  await expectFit(authoriser);
  await press(authoriser, 'Authorise £9,934.00');
  expect(await tag(authoriser)).toBe('Authorised');

  await maker.open(run);
  await press(maker, 'Release the file for the bank');
  await expectFit(maker);
  const downloading = maker.page.waitForEvent('download');
  await maker.page.getByRole('link', { name: 'Download the file for the bank (CSV)' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^payments-\d{4}-\d{2}-\d{2}\.csv$/);
  const csv = readFileSync(await download.path(), 'utf8');
  expect(csv.split('\r\n')).toHaveLength(7);
  expect(csv).toContain('F.W.P. Hibiscus,871427,46238510,1935.00,');
  await maker.page.getByRole('link', { name: 'Open the sheet for keying payments in' }).click();
  expect(await maker.page.locator('main').innerText()).toContain('87-14-27');
  await expectFit(maker);
  // Nobody but a payment maker sees bank details.
  expect(await authoriser.open(`${run}/file`)).toBe(403);
  expect(await authoriser.open(`${run}/keying-sheet`)).toBe(403);
  await authoriser.open(run);
  expect(await authoriser.page.getByText('Only payment makers see the whole account numbers.').count()).toBe(1);

  await maker.open(run);
  await press(maker, 'Mark £9,934.00 as sent');
  expect(await tag(maker)).toBe('With the bank');
  await expectFit(maker);
  await press(maker, 'Save what you have chosen');
  expect(await maker.page.getByRole('alert').innerText()).toContain('at least one payment');
  await maker.page.getByLabel('F.W.P. Hibiscus, £1,935.00').selectOption('Sent back');
  await maker.page.getByLabel('Mighty Men of Valour, £1,999.00').selectOption('Cannot tell');
  await maker.page.getByLabel('Year').fill('2090');
  await press(maker, 'Save what you have chosen');
  expect(await maker.page.locator('.govuk-error-message').first().innerText()).toContain('This day has not come yet');
  await expectFit(maker);
  await maker.page.getByLabel('Year').fill(String(new Date().getFullYear()));
  await press(maker, 'Save what you have chosen');
  await expectFit(maker);
  await press(maker, 'All 4 were paid: £7,999.00');
  expect(await tag(maker)).toBe('Done');
  await expectFit(maker);

  // What came back is paid again once the group has given another account.
  await maker.open('/payments?state=returned');
  await expectFit(maker);
  await maker.page.getByRole('link', { name: 'Pay it again' }).click();
  expect(await maker.page.getByText('Ask the payee for new ones first').count()).toBe(1);
  await expectFit(maker);
  const again = new URL(maker.page.url()).pathname;
  const [, , , hibiscus] = grants;
  await bankDetailsGiven(here.lives.door, hibiscus?.id ?? '', hibiscus!.party, 0);
  await maker.open(again);
  await expectFit(maker);
  await press(maker, 'Pay £1,935.00 again');
  expect(await maker.page.getByText('1 payment of £1,935.00 is due and covered by cash.').count()).toBe(1);
  const paid = { on: dayFromNow(0), name: 'To the new account' };
  expect(await paidOn(here.lives.door, here.lives.staff, pot.potId, paid)).toBe(193_500);
});

test('it is all done on a phone without scripts', async () => {
  const { paymentMaker, paymentAuthoriser } = here.lives.staff;
  await sixReadyToPay(here.lives);
  const maker = await here.visitAs(paymentMaker, phone);
  await maker.open('/payments');
  await expectFit(maker);
  await press(maker, 'Build a payment run');
  await expectFit(maker);
  await press(maker, 'Build the run');
  await press(maker, 'Ask for authorisation');
  const run = new URL(maker.page.url()).pathname;
  const authoriser = await here.visitAs(paymentAuthoriser, phone);
  await authoriser.open(run);
  await expectFit(authoriser);
  await press(authoriser, 'Authorise £9,934.00');
  await maker.open(run);
  await press(maker, 'Release the file for the bank');
  await maker.page.getByRole('link', { name: 'Open the sheet for keying payments in' }).click();
  await expectFit(maker);
  await maker.open(run);
  await press(maker, 'Mark £9,934.00 as sent');
  await expectFit(maker);
  await press(maker, 'All 5 were paid: £9,934.00');
  expect(await tag(maker)).toBe('Done');
});

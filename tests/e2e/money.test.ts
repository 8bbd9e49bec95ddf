import { stat } from 'node:fs/promises';

import { addSomebody } from '../../src/cli/story/people';
import { payWhatIsReady } from '../../src/cli/story/stages';
import { sixReadyToPay } from '../support/six-awards';
import { browsed } from '../support/browsed';
import { desktop, phone, widths, type Visit } from '../support/browser';
import { expectFit } from '../support/fit';

const here = browsed();
const press = ({ page }: Visit, name: string) => page.getByRole('button', { name, exact: true }).click();
const main = ({ page }: Visit) => page.locator('main').innerText();
/** The sums of a page that have no pennies. */
const wholeSums = async (visit: Visit) => (await main(visit)).match(/£[\d,]*\d(?![\d,]*\.\d)/g) ?? [];

test('a fund is opened, and its pot’s money stands to the penny in both books', async () => {
  const { pot } = await sixReadyToPay(here.lives);
  const { manager, paymentMaker } = here.lives.staff;
  const visit = await here.visitAs(manager, desktop);
  await visit.open('/money');
  await expectFit(visit);
  await press(visit, 'Open a fund');
  await press(visit, 'Open the fund');
  expect(await main(visit)).toContain('Choose the funder');
  await expectFit(visit);
  await visit.page.getByLabel('What is the fund called?').fill('Reducing Reoffending 2027');
  await visit.page.getByLabel('Who pays it?').selectOption('Home Office');
  await press(visit, 'Open the fund');
  expect(await visit.page.locator('h1').innerText()).toContain('Reducing Reoffending 2027');
  await expectFit(visit);
  await visit.page.getByText('Close this fund').first().click();
  await press(visit, 'Close this fund');
  expect(await visit.page.locator('h1 .govuk-tag').innerText()).toBe('Closed');

  await visit.open(`/funds/${pot.fundId}`);
  expect(await main(visit)).toContain('£8,066');
  await press(visit, 'Expect an instalment');
  await visit.page.getByLabel('How much?').fill('500');
  await press(visit, 'Expect this instalment');
  expect(await main(visit)).toContain('Enter the day on which it is expected');
  await expectFit(visit);
  for (const [box, text] of [
    ['Day', '1'],
    ['Month', '3'],
    ['Year', '2027'],
  ] as const)
    await visit.page.getByLabel(box, { exact: true }).fill(text);
  await press(visit, 'Expect this instalment');
  expect(await main(visit)).toContain('1 Mar 2027');
  await expectFit(visit);

  // £20,000 − £11,934 can still be awarded; £10,000 − £9,934 is not set aside.
  await visit.open(`/money/pots/${pot.potId}`);
  const sums = await main(visit);
  for (const sum of ['£11,934.00', '£9,934.00', '£8,066.00', '£66.00']) expect(sums).toContain(sum);
  await expectFit(visit);
  await visit.page.getByLabel('How much more may be awarded?').fill('934.50');
  await press(visit, 'Put it into the budget');
  expect(await main(visit)).toContain('£9,000.50');
  // One page writes its sums in one way: as soon as one has pennies, all have.
  for (const page of ['/money', `/funds/${pot.fundId}`, '/payments', '/pots', `/pots/${pot.potId}`]) {
    await visit.open(page);
    expect([page, await wholeSums(visit)]).toEqual([page, []]);
  }
  await visit.open(`/funds/${pot.fundId}/figures`);
  expect(await wholeSums(visit)).toEqual([]);

  const maker = await here.visitAs(paymentMaker, phone);
  await maker.open(`/funds/${pot.fundId}`);
  await expectFit(maker);
  expect(await maker.page.getByRole('button', { name: 'Expect an instalment' }).count()).toBe(0);
  await maker.page.getByRole('link', { name: /Record it as received.*£10,000/ }).click();
  await expectFit(maker);
  await press(maker, 'Record £10,000.00 as received');
  expect(await main(maker)).toContain('£20,000.00');
  await maker.open(`/money/pots/${pot.potId}`);
  expect(await main(maker)).toContain('£10,066.00');
  await expectFit(maker);
});

test('a funder sees how the money is doing on a phone, in sums and counts, and no name of anybody', async () => {
  const { door, staff } = here.lives;
  const funder = await addSomebody(door.api, staff, 'Hal Funder', 'hal@funder.example', { role: 'funder' });
  const visit = await here.visitAs(funder, phone);
  await visit.open('/figures');
  await visit.page.getByRole('link', { name: 'Small grants' }).first().click();
  await expectFit(visit, 'Figures of Small grants');
  const told = await main(visit);
  for (const figure of ['£11,934', '£10,566.00 is left', '0 of 6', 'Croydon', '152 people are to be helped'])
    expect(told).toContain(figure);
  for (const { name } of [staff.officer, staff.manager]) expect(told).not.toContain(name);
  expect(await visit.page.getByRole('img', { name: /Cash to come/ }).count()).toBe(1);
  await visit.page.getByText('The same, month by month').click();
  await expectFit(visit, 'Figures');
  await visit.open('/pots');
  await visit.page.getByRole('link', { name: 'Small grants' }).first().click();
  expect(await main(visit)).not.toContain(staff.manager.name);
  await visit.page.getByRole('link', { name: /Figures of this pot/ }).click();
  await expectFit(visit, 'Figures of Small grants');
  await visit.page.getByRole('link', { name: 'Waiting for cash' }).first().click();
  await expectFit(visit, 'Waiting for cash: Small grants');
});

test('a treasurer opens a total to the lines that make it, down to what moved each', async () => {
  const { pot, grants } = await sixReadyToPay(here.lives);
  await payWhatIsReady(here.lives.door.api, here.lives.staff, pot, 'Croydon, first');
  const visit = await here.visitAs(here.lives.staff.paymentAuthoriser, desktop);
  const follow = (name: string | RegExp) => visit.page.getByRole('link', { name }).first().click();
  await visit.open(`/pots/${pot.potId}`);
  await follow('Paid');
  await expectFit(visit, 'Paid: Small grants');
  expect(await main(visit)).toContain('£9,934.00 in all');
  expect(await visit.page.locator('tbody tr').count()).toBe(5);
  await follow(/-0001$/);
  await expectFit(visit, 'What moved for');
  await follow('Paid');
  await expectFit(visit, 'Paid');
  expect(await visit.page.locator('tbody tr').count()).toBe(10);
  await follow('The payment run');
  expect(await visit.page.locator('h1').innerText()).toContain('Croydon, first');

  await visit.open(`/money/pots/${pot.potId}`);
  expect(await main(visit)).toContain('as when a payment falls due, is not among these lines');
  await follow('In the bank');
  await expectFit(visit, 'In the bank and free: Small grants');
  expect(await visit.page.locator('tbody tr').first().innerText()).toMatch(/£2,000\.00\s+£66\.00$/);
  const [download] = await Promise.all([visit.page.waitForEvent('download'), follow('Save these lines as CSV')]);
  const { size } = await stat(await download.path());
  expect([download.suggestedFilename(), size > 500]).toEqual(['Lines of the ledger.csv', true]);
  await visit.open(`/grants/${grants[0]!.id}`);
  await follow('Every line that moved for this grant');
  await expectFit(visit, 'What moved for');
  const small = await here.visitAs(here.lives.staff.paymentAuthoriser, phone);
  await small.open(`/money/funds/${pot.fundId}/accounts/funder`);
  await expectFit(small, 'Funder');
});

test('a round is planned, its date moved, and it is cancelled', async () => {
  await here.lives.aPot({ intake: 'window' });
  const { manager } = here.lives.staff;
  const visit = await here.visitAs(manager, { width: widths.phone });
  const { page } = visit;
  const fill = async (name: string, [day, month, year]: readonly [string, string, string]) => {
    await page.locator(`[name="${name}-day"]`).fill(day);
    await page.locator(`[name="${name}-month"]`).fill(month);
    await page.locator(`[name="${name}-year"]`).fill(year);
  };
  await visit.open('/meetings');
  await page.getByRole('link', { name: 'Rounds of applications' }).click();
  await expectFit(visit);
  await press(visit, 'Plan a round');
  await page.getByLabel('Which pot is it for?').selectOption({ index: 1 });
  await page.getByLabel('What is the round called?').fill('Spring 2090');
  await fill('opens', ['1', '2', '2090']);
  await fill('closes', ['1', '1', '2090']);
  await fill('decided', ['1', '4', '2090']);
  await press(visit, 'Plan this round');
  expect(await page.locator('.govuk-error-message').count()).toBe(1);
  await expectFit(visit);
  const options = await page.getByLabel('Which pot is it for?').locator('option').allInnerTexts();
  await page.getByLabel('Which pot is it for?').selectOption({ index: options.length - 1 });
  await fill('closes', ['1', '3', '2090']);
  await press(visit, 'Plan this round');
  expect(await page.locator('h1').innerText()).toContain('Spring 2090');
  expect(await main(visit)).toContain('5pm on Wednesday 1 March 2090');
  await expectFit(visit);
  await page.getByText('Move a date').first().click();
  await page.getByLabel('When it closes').check();
  await fill('to', ['8', '3', '2090']);
  await press(visit, 'Move this date');
  expect(await main(visit)).toContain('5pm on Wednesday 8 March 2090');
  await page.getByText('Cancel this round').first().click();
  await page.getByLabel('Why is it cancelled?').fill('The funder has moved the programme.');
  await press(visit, 'Cancel this round');
  expect(await page.locator('h1 .govuk-tag').innerText()).toBe('Cancelled');
  await expectFit(visit);
});

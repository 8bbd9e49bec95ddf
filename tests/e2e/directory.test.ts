import { aCourt, type Court } from '../support/court';
import { browsed, waysToBrowse } from '../support/browsed';
import { phone, type Visit } from '../support/browser';
import { expectFit } from '../support/fit';

const here = browsed();
let court: Court;
beforeAll(async () => {
  court = await aCourt(here.lives, { ownLimitPence: 30_000 });
});

const press = ({ page }: Visit, name: string) => page.getByRole('button', { name }).click();
const said = ({ page }: Visit) => page.locator('.govuk-notification-banner__content').innerText();

describe.each(waysToBrowse)('on %s', (_name, browsing) => {
  test('an officer adds a service, its provider confirms it, a court worker finds it', async () => {
    const { provider, worker } = court;
    const name = `Debt advice ${String(browsing.width)}`;
    const desk = await here.visitAs(here.lives.staff.officer, browsing);
    await desk.open('/directory/add');
    await expectFit(desk);
    await desk.page.getByLabel('Which provider?').selectOption(provider.name);
    await desk.page.getByLabel('What is it?').fill(name);
    await desk.page.getByLabel('Price, with VAT').fill('99.50');
    await press(desk, 'Add this service');
    expect(await desk.page.locator('.govuk-error-summary').innerText()).toContain('Answer “Where?”');
    await expectFit(desk);
    await desk.page.getByLabel('What is it for?').selectOption('Debt and benefits');
    await desk.page.getByLabel('Where?').fill('Croydon');
    await press(desk, 'Add this service');
    expect(await said(desk)).toContain('The service is in the directory.');
    await expectFit(desk);

    const own = await here.visitAs(provider.people[0], browsing);
    await own.open('/directory?need=debt_and_benefits');
    await own.page.getByRole('link', { name: `Confirm or take out ${name}` }).click();
    await expectFit(own);
    await own.page.getByLabel('Price now, with VAT').fill('120');
    await press(own, 'Confirm that this is right today');
    expect(await said(own)).toContain('The service is confirmed');

    const reader = await here.visitAs(worker, browsing);
    await reader.open('/directory');
    await reader.page.getByLabel('Kind of need').selectOption('Debt and benefits');
    await press(reader, 'Show these');
    expect(await reader.page.locator('main').innerText()).toContain(`${name}, £120`);
    expect(await reader.page.getByRole('link', { name: 'Confirm or take out' }).count()).toBe(0);
    await expectFit(reader);
    await own.open('/directory?need=debt_and_benefits');
    await own.page.getByRole('link', { name: `Confirm or take out ${name}` }).click();
    await press(own, 'Take it out of the directory');
    expect(await said(own)).toContain('no longer in the directory');
  });
});

test('a provider gives its bank details, and is told what is wrong beside the box', async () => {
  const visit = await here.visitAs(court.provider.people[0], phone);
  await visit.open('/orders');
  await expectFit(visit);
  await visit.page.getByRole('link', { name: 'Your bank details' }).click();
  await visit.page.getByLabel('Sort code').fill('12');
  await visit.page.getByLabel('Account number').fill('66374958');
  await press(visit, 'Save these bank details');
  expect(await visit.page.locator('#sortCode-error').count()).toBe(1);
  await expectFit(visit);
  await visit.page.getByLabel('Sort code').fill('08-99-99');
  await press(visit, 'Save these bank details');
  expect(await said(visit)).toContain('We have your bank details.');
});

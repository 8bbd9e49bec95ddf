import { openBrowser, widths, type TestBrowser, type Visit } from '../support/browser';
import { aCourt, type Court } from '../support/court';
import { signInAs, type SignedIn } from '../support/signed-in';
import { openWholeLives, type WholeLives } from '../support/whole-lives';

let lives: WholeLives;
let browser: TestBrowser;
let url: string;
let court: Court;
const visits: Visit[] = [];
beforeAll(async () => {
  lives = await openWholeLives();
  url = lives.engine.api.replace('/api/v1', '');
  browser = await openBrowser(url);
  court = await aCourt(lives, { ownLimitPence: 30_000 });
});
afterAll(async () => {
  await browser.close();
  await lives.close();
});
afterEach(async () => {
  for (const visit of visits.splice(0)) {
    expect(visit.complaints).toEqual([]);
    await visit.close();
  }
});

const visitAs = async (person: SignedIn, width: number = widths.phone, scripts = false) => {
  const visit = await browser.visit({ width, scripts });
  visit.page.setDefaultTimeout(10_000);
  visits.push(visit);
  await signInAs(visit, url, person);
  return visit;
};
const press = ({ page }: Visit, name: string) => page.getByRole('button', { name }).click();
const said = ({ page }: Visit) => page.locator('.govuk-notification-banner__content').innerText();
const isSound = async (visit: Visit) => {
  await visit.page.waitForLoadState();
  expect(await visit.axe()).toEqual([]);
  expect(await visit.widerThanWindow()).toBeUndefined();
  expect(await visit.page.locator('h1').count()).toBe(1);
};

describe.each([
  ['a phone without scripts', widths.phone, false],
  ['a desk with scripts', widths.desktop, true],
] as const)('on %s', (_name, width, scripts) => {
  test('an officer adds a service, its provider confirms it, a court worker finds it', async () => {
    const { provider, worker } = court;
    const name = `Debt advice ${String(width)}`;
    const desk = await visitAs(lives.staff.officer, width, scripts);
    await desk.open('/directory/add');
    await isSound(desk);
    await desk.page.getByLabel('Which provider?').selectOption(provider.name);
    await desk.page.getByLabel('What is it?').fill(name);
    await desk.page.getByLabel('Price, with VAT').fill('99.50');
    await press(desk, 'Add this service');
    expect(await desk.page.locator('.govuk-error-summary').innerText()).toContain('Answer “Where?”');
    await isSound(desk);
    await desk.page.getByLabel('What is it for?').selectOption('Debt and benefits');
    await desk.page.getByLabel('Where?').fill('Croydon');
    await press(desk, 'Add this service');
    expect(await said(desk)).toContain('The service is in the directory.');
    await isSound(desk);

    const own = await visitAs(provider.people[0], width, scripts);
    await own.open('/directory?need=debt_and_benefits');
    await own.page.getByRole('link', { name: `Confirm or take out ${name}` }).click();
    await isSound(own);
    await own.page.getByLabel('Price now, with VAT').fill('120');
    await press(own, 'Confirm that this is right today');
    expect(await said(own)).toContain('The service is confirmed');

    const reader = await visitAs(worker, width, scripts);
    await reader.open('/directory');
    await reader.page.getByLabel('Kind of need').selectOption('Debt and benefits');
    await press(reader, 'Show these');
    expect(await reader.page.locator('main').innerText()).toContain(`${name}, £120`);
    expect(await reader.page.getByRole('link', { name: 'Confirm or take out' }).count()).toBe(0);
    await isSound(reader);
    await own.open('/directory?need=debt_and_benefits');
    await own.page.getByRole('link', { name: `Confirm or take out ${name}` }).click();
    await press(own, 'Take it out of the directory');
    expect(await said(own)).toContain('no longer in the directory');
  });
});

test('a provider gives its bank details, and is told what is wrong beside the box', async () => {
  const visit = await visitAs(court.provider.people[0]);
  await visit.open('/orders');
  await isSound(visit);
  await visit.page.getByRole('link', { name: 'Your bank details' }).click();
  await visit.page.getByLabel('Sort code').fill('12');
  await visit.page.getByLabel('Account number').fill('66374958');
  await press(visit, 'Save these bank details');
  expect(await visit.page.locator('#sortCode-error').count()).toBe(1);
  await isSound(visit);
  await visit.page.getByLabel('Sort code').fill('08-99-99');
  await press(visit, 'Save these bank details');
  expect(await said(visit)).toContain('We have your bank details.');
});

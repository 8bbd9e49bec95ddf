import { aReport } from '../builders/report';
import { openBrowser, widths, type TestBrowser, type Visit } from '../support/browser';
import { signInAs } from '../support/signed-in';
import { openWholeLives, type WholeLives } from '../support/whole-lives';

let lives: WholeLives;
let browser: TestBrowser;
let url: string;
let visit: Visit;
beforeAll(async () => {
  lives = await openWholeLives();
  url = lives.engine.api.replace('/api/v1', '');
  browser = await openBrowser(url);
});
afterAll(async () => {
  await browser.close();
  await lives.close();
});
afterEach(async () => {
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

const visitAs = async (person: { id: string; token: string }, width: number, scripts: boolean) => {
  visit = await browser.visit({ width, scripts });
  await signInAs(visit, url, person);
};
const isFit = async () => {
  await visit.page.waitForLoadState();
  expect(await visit.page.locator('h1').count()).toBe(1);
  expect(await visit.axe()).toEqual([]);
  expect(await visit.widerThanWindow()).toBeUndefined();
};
const press = (name: string) => visit.page.getByRole('button', { name }).first().click();
const follow = (name: string) => visit.page.getByRole('link', { name }).first().click();
const said = () => visit.page.locator('.govuk-notification-banner').innerText();

test.each([
  ['phone', widths.phone, false],
  ['desktop', widths.desktop, true],
] as const)('a report is read, money comes back, and the grant closes, on a %s', async (_name, width, scripts) => {
  const pot = await lives.aPot({}, 1_000_000);
  const id = await lives.running(pot);
  await lives.outcomes(await lives.sentRun(pot), 'settled');
  const report = { id, body: aReport(90_000) };
  await lives.door.as(lives.group.people[0], 'submitReport', report);
  await visitAs(lives.staff.officer, width, scripts);
  await visit.open(`/grants/${id}`);
  await isFit();
  await follow('Read the report');
  await isFit();
  await visit.page.getByText('Ask about it instead').click();
  await visit.page.getByLabel('Your question about the report').fill('What did the hall cost?');
  await press('Send the question');
  expect(await said()).toContain('Your question about the report is sent.');
  await lives.door.as(lives.group.people[0], 'submitReport', report);

  await visit.open(`/grants/${id}/read-report`);
  expect(await visit.page.locator('.gp-will').first().innerText()).toContain('£100 was paid and not used.');
  await press('Accept the report and ask for £100 back');
  expect(await said()).toContain('The report is accepted.');
  await visit.close();

  await visitAs(lives.staff.manager, width, scripts);
  await visit.open(`/grants/${id}`);
  await isFit();
  await follow('Record money that came back');
  await isFit();
  await visit.page.getByLabel('How much came back?').fill('40');
  await press('See what this will do');
  expect(await visit.page.locator('.gp-will').first().innerText()).toContain('£60 is still due.');
  await isFit();
  await press('Record £40 as returned');
  expect(await said()).toContain('The money that came back is recorded.');
  await visit.open(`/grants/${id}/refund`);
  await visit.page.getByText('Write it off', { exact: true }).click();
  await visit.page.getByLabel('Why do we no longer ask for it?').fill('The group has closed.');
  await press('Write off £60');
  expect(await said()).toContain('What was due back is written off.');
  await lives.becomes(id, ({ stage }) => stage === 'closed', 'closed');
});

test('a manager pauses a grant, lets it go on, and ends it, and sees each time what it will do', async () => {
  const id = await lives.running(await lives.aPot());
  await visitAs(lives.staff.manager, widths.desktop, true);
  for (const page of ['conditions', 'no-report', 'dates', 'hold', 'end']) {
    expect(await visit.open(`/grants/${id}/${page}`)).toBe(200);
    await isFit();
  }
  await visit.open(`/grants/${id}/hold`);
  await visit.page.getByLabel('Why?').fill('A worry.');
  await press('Pause this grant');
  expect(await said()).toContain('This grant is paused.');
  await isFit();
  await follow('Let it go on');
  await isFit();
  await press('Let it go on');
  expect(await said()).toContain('This grant goes on.');
  await visit.open(`/grants/${id}/end`);
  await visit.page.getByLabel('Why does it end?').fill('The group has closed.');
  await press('See what this will do');
  await isFit();
  await press('End it and keep £1,000 in the pot');
  expect(await said()).toContain('This grant has ended.');
  expect((await lives.grant(id)).stage).toBe('terminated');
});

import { aReport } from '../builders/report';
import { browsed, waysToBrowse } from '../support/browsed';
import { desktop, type Visit } from '../support/browser';
import { expectFit } from '../support/fit';

const here = browsed();
let visit: Visit;
const press = (name: string) => visit.page.getByRole('button', { name }).first().click();
const follow = (name: string) => visit.page.getByRole('link', { name }).first().click();
const said = () => visit.page.locator('.govuk-notification-banner').innerText();

test.each(waysToBrowse)('a report is read, money comes back, and the grant closes, on %s', async (_name, browsing) => {
  const pot = await here.lives.aPot({}, 1_000_000);
  const id = await here.lives.running(pot);
  await here.lives.outcomes(await here.lives.sentRun(pot), 'settled');
  const report = { id, body: aReport(90_000) };
  await here.lives.door.as(here.lives.group.people[0], 'submitReport', report);
  visit = await here.visitAs(here.lives.staff.officer, browsing);
  await visit.open(`/grants/${id}`);
  await expectFit(visit);
  await follow('Read the report');
  await expectFit(visit);
  await visit.page.getByText('Ask about it instead').click();
  await visit.page.getByLabel('Your question about the report').fill('What did the hall cost?');
  await press('Send the question');
  expect(await said()).toContain('Your question about the report is sent.');
  const answered = { id, body: { ...report.body, answer: 'The hall cost £300, at £25 a session.' } };
  await here.lives.door.as(here.lives.group.people[0], 'submitReport', answered);

  await visit.open(`/grants/${id}/read-report`);
  expect(await visit.page.locator('main').innerText()).toContain('The hall cost £300, at £25 a session.');
  expect(await visit.page.locator('.gp-will').first().innerText()).toContain('£100 was paid and not used.');
  await press('Accept the report and ask for £100 back');
  expect(await said()).toContain('The report is accepted.');

  visit = await here.visitAs(here.lives.staff.manager, browsing);
  await visit.open(`/grants/${id}`);
  await expectFit(visit);
  await follow('Record money that came back');
  await expectFit(visit);
  await visit.page.getByLabel('How much came back?').fill('40');
  await press('See what this will do');
  expect(await visit.page.locator('.gp-will').first().innerText()).toContain('£60 is still due.');
  await expectFit(visit);
  await press('Record £40 as returned');
  expect(await said()).toContain('The money that came back is recorded.');
  await visit.open(`/grants/${id}/refund`);
  await visit.page.getByText('Write it off', { exact: true }).click();
  await visit.page.getByLabel('Why do we no longer ask for it?').fill('The group has closed.');
  await press('Write off £60');
  expect(await said()).toContain('What was due back is written off.');
  await here.lives.becomes(id, ({ stage }) => stage === 'closed', 'closed');
});

test('a manager pauses a grant, lets it go on, and ends it, and sees each time what it will do', async () => {
  const id = await here.lives.running(await here.lives.aPot());
  visit = await here.visitAs(here.lives.staff.manager, desktop);
  for (const page of ['conditions', 'no-report', 'dates', 'hold', 'end']) {
    expect(await visit.open(`/grants/${id}/${page}`)).toBe(200);
    await expectFit(visit);
  }
  await visit.open(`/grants/${id}/hold`);
  await visit.page.getByLabel('Why?').fill('A worry.');
  await press('Put this grant on hold');
  expect(await said()).toContain('This grant is on hold.');
  await expectFit(visit);
  // More time can be given meanwhile, and its page says what the hold does to it.
  await follow('Give more time');
  await expectFit(visit);
  expect(await visit.page.locator('main').innerText()).toContain('When the hold ends, each date moves on');
  for (const [box, text] of [
    ['Day', '1'],
    ['Month', '3'],
    ['Year', '2090'],
  ] as const)
    await visit.page.getByLabel(box, { exact: true }).fill(text);
  await visit.page.getByLabel('Why?').fill('The hall is closed.');
  await press('Give more time');
  expect(await said()).toContain('There is more time now.');
  await follow('Let it go on');
  await expectFit(visit);
  await press('Let it go on');
  expect(await said()).toContain('This grant goes on.');
  await visit.open(`/grants/${id}/end`);
  await visit.page.getByLabel('Why does it end?').fill('The group has closed.');
  await press('See what this will do');
  await expectFit(visit);
  await press('End it and keep £1,000 in the pot');
  expect(await said()).toContain('This grant has ended.');
  expect((await here.lives.grant(id)).stage).toBe('terminated');
});

import { noteRoundTrips, ofPages, type RoundTrip } from '../support/asked-of-postgres';
import { applied } from '../builders/over-http';
import { browsed, waysToBrowse } from '../support/browsed';
import { phone, widths, type Visit } from '../support/browser';
import { expectFit } from '../support/fit';

const here = browsed();
let roundTrips: RoundTrip[];
beforeAll(() => {
  roundTrips = noteRoundTrips(here.lives.engine.relaying.db);
});

const checks = [
  { kind: 'governing_document', validFor: 'P3Y' },
  { kind: 'accounts', validFor: 'P12M' },
] as const;

const sent = async (askedPence = 150_000) => {
  const pot = await here.lives.aPot({ checks });
  return applied(here.lives.door, { pot, party: here.lives.group, askedPence });
};

const press = (visit: Visit, name: string | RegExp) => visit.page.getByRole('button', { name }).first().click();
const follow = (visit: Visit, name: string | RegExp) => visit.page.getByRole('link', { name }).first().click();
const said = (visit: Visit) => visit.page.locator('.govuk-notification-banner').innerText();

describe.each(waysToBrowse)('on %s', (_name, browsing) => {
  test('an officer takes an application from sent to decided', async () => {
    const id = await sent();
    const visit = await here.visitAs(here.lives.staff.officer, browsing);
    await visit.open(`/grants/${id}`);
    await expectFit(visit);
    await press(visit, 'Start checking it');
    expect(await said(visit)).toContain('You look after this application now.');
    expect(await visit.page.locator('.gp-next').innerText()).toContain('With you, by 5pm');

    await follow(visit, 'Record the checks');
    await expectFit(visit);
    await press(visit, 'Save the checks');
    expect(await visit.page.locator('.govuk-error-summary').innerText()).toContain('Say of at least one check');
    await expectFit(visit);
    const governing = visit.page.getByRole('group', { name: /Governing document/ });
    await governing.getByLabel('Passed', { exact: true }).check();
    await press(visit, 'Save the checks');
    expect(await said(visit)).toContain('The checks are saved.');

    await follow(visit, 'Ask the group a question');
    await expectFit(visit);
    await visit.page.getByLabel('Your question').fill('Who keeps the books?');
    await press(visit, 'Send the question');
    expect(await visit.page.locator('.gp-next').innerText()).toContain('Waiting for the group');
    await expectFit(visit);
    const { questions } = await here.lives.grant(id);
    const [chair] = here.lives.group.people;
    await here.lives.door.as(chair, 'answerQuestion', {
      id,
      body: { questionId: questions[0].id, answer: 'Our treasurer.' },
    });

    await visit.open(`/grants/${id}/checks`);
    await visit.page
      .getByRole('group', { name: /Last accounts/ })
      .getByLabel('Passed', { exact: true })
      .check();
    await press(visit, 'Save the checks');
    await press(visit, 'Pass it to the panel');
    expect(await said(visit)).toContain('It is with the panel now.');

    await follow(visit, 'Decide it yourself');
    await expectFit(visit);
    await visit.page.getByLabel('Award with conditions').check();
    await visit.page.getByLabel('How much?').fill('1200');
    await press(visit, 'See what this decision will do');
    expect(await visit.page.locator('.govuk-error-summary').innerText()).toContain('condition');
    await expectFit(visit);
    await visit.page.getByLabel('What must be so?').fill('The hall is booked');
    await press(visit, 'See what this decision will do');
    expect(await visit.page.locator('.gp-will').first().innerText()).toContain('Offer £1,200 to F.W.P. Hibiscus.');
    await expectFit(visit);
    await visit.page.getByLabel('How much?').fill('1100');
    await press(visit, 'Award £1,200');
    expect(await visit.page.locator('.gp-will').first().innerText()).toContain('Offer £1,100 to F.W.P. Hibiscus.');
    await press(visit, 'Award £1,100');
    expect(await said(visit)).toContain('The decision is recorded.');
    await expectFit(visit);
    expect((await here.lives.grant(id)).award.awardedPence).toBe(110_000);
    expect((await here.lives.grant(id)).conditions).toHaveLength(1);
  });
});

test('of two who act at once the second sees what the first did, and loses nothing that they typed', async () => {
  const id = await sent();
  await here.lives.door.as(here.lives.staff.officer, 'startChecking', { id });
  const [first, second] = [
    await here.visitAs(here.lives.staff.officer),
    await here.visitAs(here.lives.staff.secondOfficer, phone),
  ];
  await first.open(`/grants/${id}/question`);
  await second.open(`/grants/${id}/ineligible`);
  await first.page.getByLabel('Your question').fill('Who keeps the books?');
  await second.page.getByLabel('Why can we not fund it?').fill('It is outside Croydon.');
  await press(first, 'Send the question');
  await press(second, 'End this application');
  const changed = await second.page.locator('.gp-changed').innerText();
  expect(changed).toContain('Question asked, by Grants Officer');
  expect(await second.page.getByLabel('Why can we not fund it?').inputValue()).toBe('It is outside Croydon.');
  await expectFit(second);
  expect((await here.lives.grant(id)).stage).toBe('checking');
  await press(second, 'End this application');
  expect((await here.lives.grant(id)).stage).toBe('ineligible');
});

test('what was done by somebody else cannot be done again, and says so beside what was typed', async () => {
  const id = await sent();
  await here.lives.door.as(here.lives.staff.officer, 'startChecking', { id });
  const visit = await here.visitAs(here.lives.staff.secondOfficer);
  await visit.open(`/grants/${id}/question`);
  await visit.page.getByLabel('Your question').fill('Who keeps the books?');
  await here.lives.door.as(here.lives.staff.officer, 'declareIneligible', { id, body: { reason: 'Outside Croydon.' } });
  await press(visit, 'Send the question');
  expect(await visit.page.locator('.gp-changed').innerText()).toContain('Could not be funded, by Grants Officer');
  expect(await visit.page.locator('.govuk-error-summary').innerText()).toContain('This cannot be done now');
  expect(await visit.page.getByLabel('Your question').inputValue()).toBe('Who keeps the books?');
});

test('who helped to write an application reads why they cannot assess it', async () => {
  const id = await sent();
  await here.lives.door.as(here.lives.staff.manager, 'recordHelp', {
    id,
    body: { officerId: here.lives.staff.officer.id },
  });
  const visit = await here.visitAs(here.lives.staff.officer);
  await visit.open(`/grants/${id}`);
  expect(await visit.page.locator('.gp-not-offered').innerText()).toContain('helped to write the application');
  await visit.open(`/grants/${id}/ineligible`);
  expect(await visit.page.locator('.gp-not-offered').innerText()).toContain('helped to write the application');
  expect(await visit.page.getByRole('button', { name: 'End this application' }).count()).toBe(0);
});

test.each([
  ['hold', 'manager'],
  ['owner', 'officer'],
  ['help', 'officer'],
  ['dates', 'officer'],
  ['messages', 'officer'],
  ['notes', 'officer'],
  ['ineligible', 'officer'],
] as const)('the page to %s is fit on a phone, and takes few round trips', async (page, who) => {
  const id = await sent();
  await here.lives.door.as(here.lives.staff.officer, 'startChecking', { id });
  const visit = await here.visitAs(here.lives.staff[who], { width: widths.phone });
  roundTrips.length = 0;
  expect(await visit.open(`/grants/${id}/${page}`)).toBe(200);
  expect(ofPages(roundTrips)).toBeLessThanOrEqual(6);
  await expectFit(visit);
});

test('a panel member reads a grant and scores it, and is offered nothing else', async () => {
  const id = await here.lives.withThePanel(await here.lives.aPot());
  const [member] = here.lives.staff.panel;
  const visit = await here.visitAs(member);
  await visit.open(`/grants/${id}`);
  await expectFit(visit);
  await follow(visit, 'Give your scores');
  await expectFit(visit);
  await visit.page.getByRole('group', { name: 'Need: is it wanted here' }).getByLabel('4').check();
  await press(visit, 'Save your scores');
  expect(await said(visit)).toContain('Your scores are saved.');
  expect(await visit.page.locator('.gp-also a').allInnerTexts()).toEqual(['Give your scores', 'Documents']);
});

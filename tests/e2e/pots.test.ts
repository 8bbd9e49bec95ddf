import sharp from 'sharp';

import { noteRoundTrips, ofPages, type RoundTrip } from '../support/asked-of-postgres';
import { browsed, waysToBrowse } from '../support/browsed';
import { phone, type Visit } from '../support/browser';
import { expectFit } from '../support/fit';

const here = browsed();
let trips: RoundTrip[];
beforeAll(() => {
  trips = noteRoundTrips(here.lives.engine.relaying.db);
});

const aLogo = () =>
  sharp({ create: { width: 640, height: 200, channels: 3, background: '#ffffff' } })
    .composite([{ input: Buffer.from(drawing) }])
    .png()
    .toBuffer();
const drawing =
  '<svg width="640" height="200"><circle cx="100" cy="100" r="80" fill="#9a3eb5"/><rect x="220" y="60" width="380" height="80" fill="#1d1d1b"/></svg>';

const press = ({ page }: Visit, name: string) => page.getByRole('button', { name }).click();
const said = ({ page }: Visit) => page.locator('.govuk-notification-banner__content').innerText();
const main = ({ page }: Visit) => page.locator('main').innerText();

describe.each(waysToBrowse)('on %s', (_name, browsing) => {
  test('a manager opens a pot, changes its rules part by part, and publishes them', async () => {
    const prefix = browsing === phone ? 'PHN' : 'DSK';
    await here.lives.aPot();
    const visit = await here.visitAs(here.lives.staff.manager, browsing);
    const { page } = visit;
    await visit.open('/pots');
    await expectFit(visit);
    await page.getByRole('button', { name: 'Open a pot' }).click();
    await expectFit(visit);
    await press(visit, 'Open this pot');
    expect(await page.locator('.govuk-error-summary').innerText()).toContain('Answer “What is it called?”');
    await expectFit(visit);
    await page.getByLabel('What is it called?').fill(`Croydon women’s fund ${prefix}`);
    await page.getByLabel('Which fund').selectOption({ index: 1 });
    await page.getByLabel('How do its references begin?').fill(prefix);
    await page.getByLabel('How much may be awarded in all?').fill('20,000');
    await press(visit, 'Open this pot');
    expect(await said(visit)).toContain('The pot is open.');
    await expectFit(visit);
    const settings = new URL(page.url()).pathname;

    await page.getByRole('link', { name: 'What groups read of it' }).click();
    await page.getByLabel('What is the money for?').fill('Small things that make a large difference.');
    await page.getByLabel('Whom can groups ask?').fill('Ama Mensah');
    await press(visit, 'Save this part');
    expect(await page.locator('#helpTelephone-error').innerText()).toContain('Nobody could reach this person.');
    await page.getByLabel('Telephone').fill('020 7946 0000');
    await expectFit(visit);
    await press(visit, 'Save this part');

    await page.getByRole('link', { name: 'Limits and money' }).click();
    await expectFit(visit);
    await page.getByLabel('The most that one grant can be').fill('5000');
    await page.getByLabel('Within how long?').fill('a while');
    await press(visit, 'Save this part');
    expect(await page.locator('#capPeriod-error').innerText()).toContain('enter a length of time');
    await page.getByLabel('Within how long?').fill('2 years');
    await press(visit, 'Save this part');
    expect(await page.locator('#ceiling-error').innerText()).toContain('at most £2,000');
    expect(await page.getByLabel('Within how long?').inputValue()).toBe('2 years');
    await expectFit(visit);
    await page.getByLabel('The most that one grant can be').fill('1500');
    await press(visit, 'Save this part');
    expect(await said(visit)).toContain('Saved.');
    await expectFit(visit);

    await page.getByRole('link', { name: 'Questions of the form' }).click();
    await page.getByLabel('The question').fill('Is the room step-free?');
    await page.getByLabel('How is it answered?').selectOption('By choosing one');
    await page.getByLabel('Choices').fill('Yes');
    await press(visit, 'Save this part');
    expect(await page.locator('.govuk-error-summary').count()).toBe(1);
    await expectFit(visit);
    await page.getByLabel('Choices').fill('Yes, No, In part');
    await press(visit, 'Save this part');

    await page.getByRole('link', { name: 'Panel and decisions' }).click();
    await expectFit(visit);
    await page.getByLabel('Up to how much may one person').fill('500');
    await press(visit, 'Save this part');

    await page.getByRole('button', { name: 'See what changes, and publish' }).click();
    await expectFit(visit);
    const shown = await main(visit);
    for (const part of [
      '£2,000',
      '£1,500',
      '12 months',
      '2 years',
      'Is the room step-free?',
      '£500',
      'running grants keep the rules',
    ])
      expect(shown).toContain(part);
    await page.getByLabel('Why do the rules change?').fill('Agreed by the steering group.');
    await press(visit, 'Publish these rules');
    expect(await said(visit)).toContain('The rules are published.');
    await expectFit(visit);

    const potId = settings.split('/')[2]!;
    const pot = await here.lives.door.as(here.lives.staff.manager, 'getPot', { id: potId });
    expect(pot.policyVersion).toBe(2);
    expect(pot.policy).toMatchObject({
      purpose: 'Small things that make a large difference.',
      help: { name: 'Ama Mensah', telephone: '020 7946 0000' },
      ceilingPence: 150_000,
      groupCapPeriod: 'P2Y',
      decision: { delegatedUpToPence: 50_000 },
      purchases: null,
      questions: [{ key: 'is_the_room_step_free', kind: 'choice', choices: ['Yes', 'No', 'In part'], required: false }],
    });
    expect(await here.lives.engine.inbox.look('select pot_id from policy_draft where pot_id = $1', [potId])).toEqual(
      [],
    );
  });

  test('each part of the rules is saved as it was when nothing is typed', async () => {
    const { potId } = await here.lives.aPot();
    const visit = await here.visitAs(here.lives.staff.manager, browsing);
    await visit.open(`/pots/${potId}/settings`);
    const parts = await visit.page
      .locator('.govuk-task-list a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(parts.length).toBe(12);
    for (const part of parts) {
      await visit.open(part);
      await expectFit(visit);
      await press(visit, 'Save this part');
      expect([part, await said(visit)]).toEqual([part, expect.stringContaining('Saved.')]);
    }
    await visit.open(`/pots/${potId}/settings/publish`);
    expect(await main(visit)).toContain('Nothing is changed yet.');
    await expectFit(visit);
    await visit.open(`/pots/${potId}/settings`);
    await press(visit, 'Give these changes up');
    expect(await main(visit)).toContain('These are the rules that hold now.');
  });

  test('how a pot is: what can be awarded, what is in the bank, what waits; then where all of it is', async () => {
    const pot = await here.lives.aPot({}, 60_000);
    await here.lives.running(pot);
    const visit = await here.visitAs(here.lives.staff.officer, browsing);
    await visit.open(`/pots/${pot.potId}`);
    const shown = await main(visit);
    for (const part of ['£999,000', 'Waiting for cash', 'Bank balance of this pot', '£600'])
      expect(shown).toContain(part);
    expect(await visit.page.getByRole('link', { name: 'Change the rules' }).count()).toBe(0);
    await expectFit(visit);
    // Who may not change the rules reads them.
    await visit.page.getByRole('link', { name: 'Read the rules' }).click();
    await expectFit(visit, 'The rules of this pot');
    const rules = await main(visit);
    for (const part of [
      'Limits and money',
      'The most that one grant can be',
      '£2,000',
      'Need · is it wanted here · Its top score: 5',
      '100% · at once',
    ])
      expect(rules).toContain(part);
    expect(rules).toContain('A fund manager changes them.');
    expect(await visit.open(`/pots/${pot.potId}/settings`)).toBe(403);
  });
});

test('what is published or given back is what was seen: what a colleague changed meanwhile is shown first', async () => {
  const { potId } = await here.lives.aPot();
  const [first, second] = [await here.visitAs(here.lives.staff.manager), await here.visitAs(here.lives.staff.manager)];
  const ceiling = async ({ page }: Visit, pounds: string) => {
    await page.goto(`/pots/${potId}/settings`);
    await page.getByRole('link', { name: 'Limits and money' }).click();
    await page.getByLabel('The most that one grant can be').fill(pounds);
    await page.getByRole('button', { name: 'Save this part' }).click();
    await page.getByText('Saved.').waitFor();
  };
  await first.open(`/pots/${potId}/settings`);
  await first.page.getByRole('link', { name: 'Panel and decisions' }).click();
  await first.page.getByLabel('Up to how much may one person').fill('500');
  await press(first, 'Save this part');
  await ceiling(first, '1500');
  await first.open(`/pots/${potId}/settings/publish`);
  await first.page.getByLabel('Why do the rules change?').fill('Agreed in May.');
  await ceiling(second, '900');
  await press(first, 'Publish these rules');
  expect(await main(first)).toContain('Somebody changed these rules meanwhile.');
  expect(await main(first)).toContain('£900');
  expect(await first.page.getByLabel('Why do the rules change?').inputValue()).toBe('Agreed in May.');
  await expectFit(first);
  expect((await here.lives.door.as(here.lives.staff.manager, 'getPot', { id: potId })).policyVersion).toBe(1);
  await press(first, 'Publish these rules');
  expect(await said(first)).toContain('The rules are published.');
  expect((await here.lives.door.as(here.lives.staff.manager, 'getPot', { id: potId })).policy).toMatchObject({
    ceilingPence: 90_000,
  });

  await first.open(`/pots/${potId}/settings`);
  await first.page.getByText('Close this pot', { exact: true }).click();
  await here.lives.door.as(here.lives.staff.manager, 'addBudget', {
    id: potId,
    body: { amountPence: 5_000, reason: 'More came.' },
  });
  await press(first, 'Close this pot and give £1,000,000 back');
  expect(await main(first)).toContain('The sum is another one now.');
  expect((await here.lives.door.as(here.lives.staff.manager, 'getPot', { id: potId })).state).toBe('open');
});

test('a manager words a letter, looks at it on a grant, tries it, and takes the usual words back', async () => {
  const pot = await here.lives.aPot({}, 60_000);
  await here.lives.running(pot);
  const visit = await here.visitAs(here.lives.staff.manager, phone);
  const { page } = visit;
  await visit.open(`/pots/${pot.potId}/settings`);
  await page.getByRole('link', { name: 'Word its letters to groups' }).click();
  await expectFit(visit);
  await page.getByRole('link', { name: 'An offer', exact: true }).click();
  await expectFit(visit);
  await page.getByLabel('Subject').fill('<b>Hooray</b>, {grup}');
  await press(visit, 'Look at it first');
  expect(await page.locator('#subject-error').innerText()).toContain('{group}');
  await page.getByLabel('Subject').fill('<b>Hooray</b>, {group}');
  await press(visit, 'Look at it first');
  const shown = await page.locator('.gp-card').innerText();
  for (const part of ['<b>Hooray</b>, ', 'Good news', '£']) expect(shown).toContain(part);
  expect(shown).not.toContain('{');
  await expectFit(visit);
  await press(visit, 'Save these words');
  expect(await said(visit)).toContain('Saved.');
  await press(visit, 'Send it to me');
  expect(await said(visit)).toContain('on its way to you');
  await expectFit(visit);
  await press(visit, 'Use the usual words');
  expect(await main(visit)).toContain('This letter has the usual words.');
});

test('an organisation sets its name, colour and logo, and groups see them', async () => {
  const { potId } = await here.lives.aPot();
  const visit = await here.visitAs(here.lives.staff.manager);
  const { page } = visit;
  await visit.open('/organisation');
  await expectFit(visit);
  await page.getByLabel('Name').fill('Croydon Volunteers');
  await page.getByLabel('Colour').fill('#9a3eb5');
  await press(visit, 'Save');
  expect(await said(visit)).toContain('Saved.');
  await page.getByLabel('Colour').fill('#777777');
  await press(visit, 'Save');
  expect(await page.locator('#colour-error').innerText()).toContain('is #767676');
  await expectFit(visit);
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: await aLogo() });
  await press(visit, 'Show this logo');
  expect(await said(visit)).toContain('Your logo is on every page');
  await expectFit(visit);

  const group = await here.visit(phone);
  for (const address of [`/o/${here.slug}`, `/o/${here.slug}/pots/${potId}`]) {
    await group.open(address);
    await expectFit(group);
    const head = group.page.locator('.gp-head');
    expect(await group.page.evaluate("getComputedStyle(document.querySelector('.gp-head')).backgroundColor")).toBe(
      'rgb(154, 62, 181)',
    );
    expect(await head.getByRole('img').getAttribute('alt')).toBe('Croydon Volunteers');
    expect(await group.page.evaluate("document.querySelector('.gp-head img').naturalWidth")).toBe(480);
  }
  await press(visit, 'Show no logo');
  expect(await main(visit)).toContain('You have no logo yet.');
  await visit.open('/organisation');
  expect(await page.locator('.gp-head__name').innerText()).toBe('Croydon Volunteers');
});

test('a pot gets more to award, and is closed when nothing runs in it', async () => {
  const { potId } = await here.lives.aPot();
  const visit = await here.visitAs(here.lives.staff.manager);
  const { page } = visit;
  await visit.open(`/pots/${potId}/settings`);
  await page.getByText('Add to what may be awarded', { exact: true }).click();
  await page.getByLabel('How much more may be awarded?').fill('1000');
  await press(visit, 'Add this sum');
  expect(await said(visit)).toContain('The sum is added.');
  expect(await main(visit)).toContain('£1,001,000');
  await visit.open(`/pots/${potId}/settings`);
  await page.getByText('Close this pot', { exact: true }).click();
  await expectFit(visit);
  await press(visit, 'Close this pot and give £1,001,000 back');
  expect(await said(visit)).toContain('The pot is closed.');
  await visit.open(`/pots/${potId}/settings`);
  expect(await main(visit)).toContain('This pot is closed');
  await expectFit(visit);
});

test('no page takes more than six round trips', async () => {
  const { potId } = await here.lives.aPot();
  const visit = await here.visitAs(here.lives.staff.manager);
  for (const address of [
    '/organisation',
    '/pots',
    '/pots/new',
    `/pots/${potId}/letters`,
    `/pots/${potId}/letters/offer-made`,
    `/pots/${potId}`,
    `/pots/${potId}/settings`,
    `/pots/${potId}/settings/who`,
  ]) {
    await visit.open(address);
    trips.length = 0;
    await visit.open(address);
    const taken = ofPages(trips);
    expect([address, taken <= 6, taken]).toEqual([address, true, taken]);
  }
});

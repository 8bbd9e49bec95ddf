import { meet } from '../../src/cli/story/stages';
import { sixWithThePanel } from '../support/six-awards';
import { browsed } from '../support/browsed';
import { desktop, phone, widths, type Visit } from '../support/browser';
import { expectFit } from '../support/fit';

const here = browsed();

const press = ({ page }: Visit, name: string | RegExp) => page.getByRole('button', { name }).click();

test('a panel of four decides on six applications while an officer records it, and the minute says so', async () => {
  const { pot, grants } = await sixWithThePanel(here.lives);
  const { officer, panel, secondOfficer } = here.lives.staff;
  const visit = await here.visitAs(officer, desktop);
  const { page } = visit;

  await visit.open('/meetings');
  await page.getByRole('button', { name: 'Plan a meeting' }).click();
  await expectFit(visit);
  await press(visit, 'Plan the meeting and tell the panel');
  expect(await page.getByRole('alert').innerText()).toContain('Enter the day of the meeting');
  await expectFit(visit);
  const tomorrow = new Date(Date.now() + 86_400_000);
  await page.getByLabel('Day', { exact: true }).fill(String(tomorrow.getDate()));
  await page.getByLabel('Month').fill(String(tomorrow.getMonth() + 1));
  await page.getByLabel('Year').fill(String(tomorrow.getFullYear()));
  await page.getByLabel('Where is it, or how do people join?').fill('Town hall, Croydon');
  await press(visit, 'Plan the meeting and tell the panel');
  expect(await page.getByText('The meeting is planned').count()).toBe(1);
  await expectFit(visit);
  const meeting = new URL(page.url()).pathname;
  const meetingId = meeting.split('/').at(-1) ?? '';

  await page.getByRole('button', { name: 'Record the meeting' }).click();
  await expectFit(visit);
  for (const member of panel) await page.getByRole('checkbox', { name: member.name }).check();
  await page.getByRole('radio', { name: panel[0].name }).check();
  await press(visit, 'Save who came');
  await expectFit(visit);

  // Item 1: somebody is connected and leaves; somebody knows them.
  await page.getByRole('button', { name: 'Go on to item 1' }).click();
  expect(await page.locator('h1').innerText()).toContain('Item 1: Kreative Education Solution');
  await expectFit(visit);
  await page.getByLabel(panel[2].name).selectOption({ label: 'Connected: leaves' });
  await page.getByLabel(panel[3].name).selectOption({ label: 'Knows them: the chair has not ruled yet' });
  await page.getByLabel('Why', { exact: true }).fill('Half typed, and kept.');
  await press(visit, 'Save interests only');
  expect(await page.getByText('3 of the people here can decide this. 3 are needed.').count()).toBe(1);
  expect(await page.getByLabel('Why', { exact: true }).inputValue()).toBe('Half typed, and kept.');
  await expectFit(visit);
  await press(visit, 'See what this will do');
  expect(await page.getByRole('alert').first().innerText()).toContain('Choose what the panel decided');
  await page.getByLabel('Award', { exact: true }).check();
  // The chair rules first: the page asks for it, and keeps what was typed.
  await press(visit, 'See what this will do');
  expect(await page.getByRole('alert').first().innerText()).toContain(
    'Record what the chair rules: does Member F decide, stay or leave?',
  );
  await expectFit(visit);
  await page.getByLabel(panel[3].name).selectOption({ label: 'Knows them: decides all the same' });
  await press(visit, 'See what this will do');
  // Nothing is decided by looking; what would be done is.
  expect(await page.getByText('Kreative Education Solution gets an email now.').count()).toBe(1);
  expect((await here.lives.grant(grants[0]?.id ?? '')).stage).toBe('assessing');
  await expectFit(visit);
  await press(visit, 'Award £2,000 to Kreative Education Solution');

  // Item 2: all that is asked for, with a condition.
  expect(await page.locator('h1').innerText()).toContain('Item 2: Heathfield Ecology Centre');
  await page.getByLabel('Award', { exact: true }).check();
  await page.getByText('Conditions, or another first day').click();
  await page.getByLabel('What must be done first').fill('Show us the landowner’s permission.');
  await press(visit, 'See what this will do');
  await press(visit, 'Award £2,000 to Heathfield Ecology Centre');

  // Item 3: while the officer types, a colleague decides it.
  await page.getByLabel('No', { exact: true }).check();
  await page.getByLabel('Why', { exact: true }).fill('Typed by the first of two.');
  const [, , third] = grants;
  await here.lives.door.as(secondOfficer, 'decide', { id: third?.id ?? '', body: { meetingId, outcome: 'award' } });
  await press(visit, 'See what this will do');
  expect(await page.getByText('Second Officer recorded a decision on this item: Award £1,999.').count()).toBe(1);
  expect(await page.getByLabel('Why', { exact: true }).inputValue()).toBe('Typed by the first of two.');
  await expectFit(visit);
  // Who decided it stays to be read.
  await page.getByRole('link', { name: '1. Kreative Education Solution' }).click();
  const decided = await page.locator('main').innerText();
  expect(decided).toContain('3 people decided this. 3 were needed.');
  expect(decided).toContain('Member E Out: connected');
  await page.getByRole('button', { name: 'Go on to item 4' }).click();

  // Item 4: less than they ask for.
  expect(await page.locator('h1').innerText()).toContain('Item 4: F.W.P. Hibiscus');
  await page.getByLabel('Award', { exact: true }).check();
  await page.getByLabel('How much is awarded?').fill('2500');
  await press(visit, 'See what this will do');
  expect(await page.locator('.govuk-error-message').first().innerText()).toContain('The group asked for £1,935');
  await expectFit(visit);
  await page.getByLabel('How much is awarded?').fill('1500');
  await press(visit, 'See what this will do');
  await page.getByLabel('How much is awarded?').fill('1400');
  await press(visit, 'Award £1,500 to F.W.P. Hibiscus'); // what was looked at is no longer what is typed
  expect(await page.getByRole('button', { name: 'Award £1,400 to F.W.P. Hibiscus' }).count()).toBe(1);
  await page.getByLabel('How much is awarded?').fill('1500');
  await press(visit, 'Show me again what this will do');
  await press(visit, 'Award £1,500 to F.W.P. Hibiscus');

  // Item 5: not yet; item 6: no.
  await page.getByLabel('Not yet: we will help them').check();
  await page.getByLabel('Why', { exact: true }).fill('Come back with a budget for the hall.');
  await press(visit, 'See what this will do');
  await press(visit, /^Say “not yet” to/);
  await page.getByLabel('No', { exact: true }).check();
  await page.getByLabel('Why', { exact: true }).fill('Another fund pays for this.');
  await press(visit, 'See what this will do');
  await press(visit, /^Say “no” to/);

  expect(await page.getByText('Every item is decided.').count()).toBe(1);
  await expectFit(visit);
  await press(visit, 'End the meeting');
  expect(await page.locator('h1').innerText()).toContain('Minute of the panel meeting');
  await expectFit(visit);
  const minute = await page.locator('main').innerText();
  expect(minute).toContain('Left for this item: Member E (connected).');
  expect(minute).toContain('Member F knows them: the chair ruled that they decide.');
  expect(minute).toContain('Decided by Member C, Member D, Member F.');
  expect(minute).toContain('Award £2,000 with conditions. Decided by');
  expect(minute).toContain('Award £1,500, less than they asked for.');
  expect(minute).toContain('Come back with a budget for the hall.');
  // 2,000 + 2,000 + 1,999 + 1,500
  expect(minute).toContain('£7,499');
  const { money } = await here.lives.door.as(officer, 'getPot', { id: pot.potId });
  expect(money.canStillBeAwardedPence).toBe(2_000_000 - 749_900);

  const reader = await here.visitAs(panel[0], phone);
  await reader.open(`${meeting}/minute`);
  await expectFit(reader);
  for (const [page, link] of [
    ['', 'The pack as a PDF'],
    ['/minute', 'The minute as a PDF'],
  ] as const) {
    await reader.open(`${meeting}${page}`);
    const address = await reader.page.getByRole('link', { name: link }).getAttribute('href');
    const paper = await reader.context.request.get(address ?? '');
    expect(paper.headers()['content-type']).toBe('application/pdf');
    expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');
  }
});

test.each([true, false])(
  'a panel member reads the pack on a phone, scores and declares, with scripts: %s',
  async (scripts) => {
    const { pot } = await sixWithThePanel(here.lives);
    const { panel, officer } = here.lives.staff;
    const meetingId = await meet(here.lives.door.api, here.lives.staff, pot);
    const visit = await here.visitAs(panel[1], { width: widths.phone, scripts });
    const { page } = visit;
    await visit.open(`/meetings/${meetingId}`);
    await expectFit(visit);
    await page.getByRole('link', { name: 'Read it, score it, declare an interest Mighty Men of Valour' }).click();
    await expectFit(visit);
    await page.getByRole('link', { name: 'Give your scores' }).click();
    await expectFit(visit);
    const need = page.getByRole('group', { name: 'Need: is it wanted here' });
    await need.getByLabel('4').check();
    await press(visit, 'Save your scores');
    expect(await page.getByText('Your scores are saved.').count()).toBe(1);
    expect(await page.getByText('Member D: Need 4 of 5').count()).toBe(1);
    await page.getByLabel('I know them').check();
    await press(visit, 'Declare this');
    expect(await page.getByText('You have declared: knows them.').count()).toBe(1);
    await expectFit(visit);
    expect(await visit.open(`/meetings/${meetingId}/record`)).toBe(403);

    // Two of the four leave, so nobody can decide the item: the page says so and offers no decision.
    const recording = await here.visitAs(officer, { width: widths.phone, scripts });
    await recording.open(`/meetings/${meetingId}/record`);
    await expectFit(recording);
    await recording.page.getByRole('link', { name: '3. Mighty Men of Valour' }).click();
    for (const member of panel.slice(1, 3))
      await recording.page.getByLabel(member.name).selectOption({ label: 'Connected: leaves' });
    await press(recording, 'Save interests only');
    expect(await recording.page.getByText('2 of the people here can decide this. 3 are needed.').count()).toBe(1);
    expect(await recording.page.getByText('This cannot be decided yet').count()).toBe(1);
    expect(await recording.page.getByLabel('What did the panel decide?').count()).toBe(0);
    await expectFit(recording);

    // Who is connected sees that the item is there, and why it is not theirs to read.
    await visit.open(`/meetings/${meetingId}`);
    expect(await page.getByText('You are connected to this group').count()).toBe(1);
    await expectFit(visit);
  },
);

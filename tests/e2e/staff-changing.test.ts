import { created } from '../../src/cli/story/people';
import { dayFromNow } from '../../src/cli/story/stages';
import { pence } from '../../src/domain/money/money';
import { aGroupOverHttp, aMeetingOf, accepted, bankDetailsGiven } from '../builders/over-http';
import { browsed, waysToBrowse } from '../support/browsed';
import { desktop, type Visit } from '../support/browser';
import { expectFit } from '../support/fit';

const here = browsed();

const press = ({ page }: Visit, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const follow = ({ page }: Visit, name: string | RegExp) => page.getByRole('link', { name }).first().click();
const text = ({ page }: Visit) => page.locator('main').innerText();

describe.each(waysToBrowse)('on %s', (_name, browsing) => {
  test('an officer moves a meeting, then calls it off, and reads what becomes of what was on its table', async () => {
    const pot = await here.lives.aPot();
    await here.lives.withThePanel(pot);
    const { officer } = here.lives.staff;
    const { api } = here.lives.door;
    const plan = (days: number) =>
      created(api, officer, 'planMeeting', {
        potId: pot.potId,
        startsAt: `${dayFromNow(days)}T18:00:00.000Z`,
        online: false,
        place: 'Town hall, Croydon',
      });
    const meetingId = await plan(3);
    const visit = await here.visitAs(officer, browsing);
    await visit.open(`/meetings/${meetingId}`);
    await expectFit(visit);
    await follow(visit, 'Move this meeting');
    await expectFit(visit, 'Move this meeting');
    await press(visit, 'Move the meeting and tell them');
    expect(await visit.page.locator('.govuk-error-summary').innerText()).toContain('Say why it moves');
    await visit.page.getByLabel('Where is it, or how do people join?').fill('Room 2, Town hall');
    await visit.page.getByLabel('Why does it move?').fill('The large room is taken.');
    await press(visit, 'Move the meeting and tell them');
    expect(await text(visit)).toContain('Why: The large room is taken.');
    expect(await text(visit)).toContain('Room 2, Town hall');
    await expectFit(visit);
    const calendar = await visit.context.request.get(`${here.url}/meetings/${meetingId}/calendar.ics`);
    expect(await calendar.text()).toContain('LOCATION:Room 2\\, Town hall');

    await plan(9);
    await visit.open(`/meetings/${meetingId}`);
    await follow(visit, 'Call this meeting off');
    await expectFit(visit, 'Call off the meeting');
    expect(await text(visit)).toContain('1 application waits for the next meeting, ');
    await visit.page.getByLabel('Why is it called off?').fill('Three of the panel are ill.');
    await press(visit, 'Call off the meeting and tell them');
    expect(await visit.page.locator('h1 .govuk-tag').innerText()).toBe('Called off');
    expect(await text(visit)).toContain('Why: Three of the panel are ill.');
    await expectFit(visit);
    await follow(visit, 'What was on its table waits for the next meeting');
    expect(await text(visit)).toContain('1 application.');
    await visit.open('/meetings');
    expect(await text(visit)).toContain('Called off');
    await expectFit(visit);
  });

  test('an appeal stands at the top of its grant’s page with who is free to decide it, and on the list of work', async () => {
    const { lives } = here;
    const { officer, panel } = lives.staff;
    const pot = await lives.aPot({ decision: { quorum: 2, delegatedUpToPence: pence(0) } });
    const id = await lives.withThePanel(pot);
    const startsAt = `${dayFromNow(0)}T23:00:00.000Z`;
    const meetingId = await aMeetingOf(lives.door, lives.staff, {
      potId: pot.potId,
      startsAt,
      sitting: panel.slice(0, 3),
    });
    await lives.door.as(officer, 'decide', {
      id,
      body: { meetingId, outcome: 'refuse', reasons: 'There is no hall.' },
    });
    await lives.door.as(lives.group.people[0], 'appeal', { id, body: { reason: 'There is one, beside the church.' } });
    const visit = await here.visitAs(officer, browsing);
    await visit.open('/work');
    expect(await text(visit)).toContain('Decide on the appeal');
    await visit.open(`/grants/${id}`);
    const said = await text(visit);
    expect(said).toContain('There is one, beside the church.');
    expect(said).toContain('1 of the 4 on the panel is free to decide it');
    expect(said).toContain('2 are needed. That is too few.');
    expect(said).toContain('Decide on the appeal');
    await expectFit(visit);
  });
});

test('whoever is added under the name of somebody from papers is asked about first', async () => {
  const { lives } = here;
  const { officer } = lives.staff;
  const group = await aGroupOverHttp(lives.door, lives.staff, 'Mighty Men of Valour');
  await lives.door.as(officer, 'connectToParty', {
    id: group.id,
    body: { personName: 'Ruth Asante', kind: 'committee' },
  });
  const visit = await here.visitAs(officer, desktop);
  const { page } = visit;
  const fill = async (email: string) => {
    await visit.open('/people/new');
    await page.getByLabel('Name').fill('Ruth Asante');
    await page.getByLabel('Email address').fill(email);
    await press(visit, 'Add');
  };
  await fill('ruth@valour.example');
  expect(await text(visit)).toContain('Ruth Asante, connected with Mighty Men of Valour');
  expect(await page.getByLabel('Email address').inputValue()).toBe('ruth@valour.example');
  await expectFit(visit);
  await press(visit, 'Yes, it is Ruth Asante of Mighty Men of Valour');
  expect(await text(visit)).toContain('are the same person as before');
  expect(await text(visit)).toContain('Mighty Men of Valour, committee');
  await expectFit(visit);

  await lives.door.as(officer, 'connectToParty', {
    id: group.id,
    body: { personName: 'John Bello', kind: 'committee' },
  });
  await visit.open('/people/new');
  await page.getByLabel('Name').fill('John Bello');
  await page.getByLabel('Email address').fill('john@elsewhere.example');
  await press(visit, 'Add');
  await press(visit, 'No, add somebody else');
  expect(await text(visit)).toContain('They are on the list.');
  expect(await text(visit)).toContain('None are known.');
});

test('a run that pays one account twice says so to who built it and to who authorises it', async () => {
  const { lives } = here;
  const pot = await lives.aPot({}, 100_000_000);
  const { paymentMaker, paymentAuthoriser } = lives.staff;
  for (const name of ['Heathfield Ecology Centre', 'Dorset Reclaim']) {
    const party = await aGroupOverHttp(lives.door, lives.staff, name);
    const id = await lives.offered(pot, { party });
    await accepted(lives.door, id, party);
    await bankDetailsGiven(lives.door, id, party);
  }
  const query = { potId: pot.potId, state: 'ready' };
  const isReady = ({ items }: { items: readonly unknown[] }) => items.length === 2;
  await lives.door.until(paymentMaker, 'listPayments', { query }, isReady, 'ready');
  const runId = await created(lives.door.api, paymentMaker, 'buildRun', { potId: pot.potId, name: 'One account' });
  for (const [who, ask] of [
    [paymentMaker, true],
    [paymentAuthoriser, false],
  ] as const) {
    const visit = await here.visitAs(who, desktop);
    await visit.open(`/payment-runs/${runId}`);
    expect(await text(visit)).toContain('These are for different groups or providers, and go to one account:');
    await expectFit(visit);
    if (ask) await press(visit, 'Ask for authorisation');
    else expect(await text(visit)).toContain('First look at what is said above about the same bank account.');
  }
});

test('a pot in which something runs says how much, and is not offered to be closed', async () => {
  const { lives } = here;
  const pot = await lives.aPot();
  await lives.withThePanel(pot);
  const visit = await here.visitAs(lives.staff.manager, desktop);
  await visit.open(`/pots/${pot.potId}/settings`);
  await visit.page.getByText('Close this pot', { exact: true }).first().click();
  expect(await text(visit)).toContain('Still running here: 1 application or grant.');
  expect(await visit.page.getByRole('button', { name: /^Close this pot/ }).count()).toBe(0);
  await expectFit(visit);
});

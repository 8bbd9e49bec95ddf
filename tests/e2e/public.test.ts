import { createSeal } from '../../db/seal';
import { linkToken } from '../../src/contracts/link-token';
import { created } from '../../src/cli/story/people';
import { pence } from '../../src/domain/money';
import { openBrowser, widths, type TestBrowser, type Visit } from '../support/browser';
import { openWholeLives, type WholeLives } from '../support/whole-lives';

let lives: WholeLives;
let browser: TestBrowser;
let slug: string;
const visits: Visit[] = [];
beforeAll(async () => {
  lives = await openWholeLives();
  browser = await openBrowser(lives.engine.api.replace('/api/v1', ''));
  const [tenant] = await lives.engine.inbox.look<{ slug: string }>('select slug from tenant where id = $1', [
    lives.staff.tenantId,
  ]);
  slug = String(tenant?.slug);
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

const anybody = async (browsing: { width: number; scripts: boolean }) => {
  const visit = await browser.visit(browsing);
  visits.push(visit);
  return visit;
};

/** Looks at the page as it is: one heading, nothing that axe finds, nothing wider than the window. */
async function look({ page, axe, widerThanWindow }: Visit, heading: string): Promise<void> {
  // Styles too: how large something is to touch is theirs to say.
  await page.waitForLoadState('load');
  expect(await page.locator('h1').allInnerTexts()).toEqual([expect.stringContaining(heading)]);
  expect(await axe()).toEqual([]);
  expect(await widerThanWindow()).toBeUndefined();
}

const press = ({ page }: Visit, name: string) => page.getByRole('button', { name, exact: true }).click();
const follow = ({ page }: Visit, name: string) => page.getByRole('link', { name, exact: true }).first().click();
const fill = ({ page }: Visit, label: string, text: string) => page.getByLabel(label).first().fill(text);
const says = async ({ page }: Visit, text: string) => {
  expect(await page.locator('main').innerText()).toContain(text);
};

/** The link of the mail that was sent for the newest row of a table. */
async function linkOf(table: 'registration' | 'announcement_subscription'): Promise<string> {
  const { engine, staff } = lives;
  const [row] = await engine.inbox.look<{ id: string }>(`select id from ${table} order by asked_at desc limit 1`);
  const purpose = table === 'registration' ? 'registration' : 'announcements';
  const { fingerprint } = createSeal(engine.fieldKey);
  return linkToken(fingerprint, purpose, { tenantId: staff.tenantId, id: String(row?.id) });
}

describe.each([
  ['phone without scripts', { width: widths.phone, scripts: false }],
  ['desktop', { width: widths.desktop, scripts: true }],
])('on a %s', (_name, browsing) => {
  test('a group that nobody knows finds a pot, sees that it can apply, registers, and begins', async () => {
    const pot = await lives.aPot({
      eligibility: { organisationTypes: ['cio', 'faith_group'], areas: ['Croydon'], maxIncomePence: pence(5_000_000) },
      checks: [{ kind: 'accounts', validFor: 'P12M' }],
    });
    const { name } = await lives.door.as(lives.staff.manager, 'getPot', { id: pot.potId });
    const visit = await anybody(browsing);
    expect(await visit.open('/')).toBe(200);
    await look(visit, 'Grants from');
    await follow(visit, name);
    await look(visit, name);
    await says(visit, 'One grant is at most £2,000.');
    await says(visit, 'You can apply at any time.');
    await follow(visit, 'Start');
    await look(visit, 'Could this be for you?');
    await press(visit, 'See if you can apply');
    await look(visit, 'Could this be for you?');
    await says(visit, 'There is a problem');
    await visit.page.getByLabel('A registered charity').check();
    await fill(visit, 'What was your income last year?', '80,000');
    await visit.page.getByLabel('Somewhere else').check();
    await press(visit, 'See if you can apply');
    await says(visit, 'This pot does not give grants in that area.');
    await visit.page.getByLabel('A faith group').check();
    await fill(visit, 'What was your income last year?', '8,000');
    await visit.page.getByLabel('Croydon').check();
    await press(visit, 'See if you can apply');
    await look(visit, 'Start your application');
    await says(visit, 'From what you say, you can apply.');
    await fill(visit, 'Your email address', 'nobody');
    await press(visit, 'Send me the link');
    await look(visit, 'Start your application');
    await says(visit, 'Enter an email address, like name@example.com');
    const group = `Women of ${String(browsing.width)}`;
    await fill(visit, 'Name of your group', group);
    await visit.page.getByLabel('A faith group').check();
    await fill(visit, 'Your full name', 'Abena Owusu');
    await fill(visit, 'Your email address', `Abena.${String(browsing.width)}@example.org`);
    await fill(visit, 'What are you in its committee?', 'chair');
    await press(visit, 'Send me the link');
    await look(visit, 'Look into your mail');

    const address = `/register/${await linkOf('registration')}`;
    const elsewhere = await anybody(browsing);
    await elsewhere.open(address);
    await look(elsewhere, `Start for ${group}`);
    await press(elsewhere, 'Go on');
    await look(elsewhere, 'Start your application');
    await says(elsewhere, 'Which group do you apply for?');
    await press(elsewhere, 'Start');
    await look(elsewhere, 'Your application');
    await elsewhere.open('/home');
    await look(elsewhere, group);

    await visit.open(address);
    await look(visit, 'This link does not work any more');
    const [connection] = await lives.engine.inbox.look(
      `select k.kind, k.position, r.name as role from party g
       join party_connection k on k.tenant_id = g.tenant_id and k.party_id = g.id
       join role r on r.tenant_id = g.tenant_id and r.party_id = g.id and r.person_id = k.person_id where g.name = $1`,
      [group],
    );
    expect(connection).toEqual({ kind: 'committee', position: 'chair', role: 'applicant' });
  });

  test('somebody asks to hear of grants, confirms it, and leaves', async () => {
    const visit = await anybody(browsing);
    await visit.open(`/o/${slug}`);
    await fill(visit, 'Your email address', 'x');
    await press(visit, 'Write to me');
    await look(visit, 'Grants from');
    await says(visit, 'Enter an email address, like name@example.com');
    await fill(visit, 'Your email address', `hear.${String(browsing.width)}@example.org`);
    await press(visit, 'Write to me');
    await look(visit, 'Grants from');
    await says(visit, 'a mail is on its way to you');
    const token = await linkOf('announcement_subscription');
    await visit.open(`/announcements/${token}`);
    await look(visit, 'Do you want to hear from us?');
    await press(visit, 'Yes, write to me');
    await look(visit, 'We will write to you');
    await visit.open(`/announcements/${token}/leave`);
    await look(visit, 'Leave the list?');
    await press(visit, 'Leave the list');
    const left = 'select 1 from announcement_subscription where email = $1';
    expect(await lives.engine.inbox.look(left, [`hear.${String(browsing.width)}@example.org`])).toEqual([]);
  });
});

test('a round says when it opens and closes, and gives a file for the calendar', async () => {
  const { manager } = lives.staff;
  const pot = await lives.aPot({ intake: 'window' });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const visit = await anybody({ width: widths.phone, scripts: false });
  const address = `/o/${slug}/pots/${pot.potId}`;
  await visit.open(address);
  await says(visit, 'It takes no applications.');
  const round = { potId: pot.potId, name: 'Spring', opensAt: inDays(3), closesAt: inDays(20), decideBy: inDays(60) };
  await created(lives.door.api, manager, 'planRound', { ...round });
  await visit.open(address);
  await look(visit, 'Small grants');
  await says(visit, 'Opens at');
  await says(visit, 'in 3 days');
  expect(await visit.open(`${address}/deadline.ics`)).toBe(404);
  expect(await visit.open(`${address}/start`)).toBe(200);
  await says(visit, 'Opens at');
  for (const nowhere of ['/o/nobody', `/o/${slug}/pots/none`, `/register/${'x'.repeat(90)}`, '/confirmations/x'])
    expect([nowhere, await visit.open(nowhere)]).toEqual([nowhere, 404]);
});

import { noteRoundTrips, type RoundTrip } from '../support/asked-of-postgres';
import { aGroupOverHttp, applied } from '../builders/over-http';
import { openBrowser, widths, type TestBrowser, type Visit } from '../support/browser';
import { signInAs } from '../support/signed-in';
import { openWholeLives, type WholeLives } from '../support/whole-lives';

let lives: WholeLives;
let browser: TestBrowser;
let url: string;
let roundTrips: RoundTrip[];
let visit: Visit;
beforeAll(async () => {
  lives = await openWholeLives();
  url = lives.engine.api.replace('/api/v1', '');
  browser = await openBrowser(url);
  roundTrips = noteRoundTrips(lives.engine.relaying.db);
});
afterAll(async () => {
  await browser.close();
  await lives.close();
});
afterEach(async () => {
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

const visitAs = async (person: { id: string; token: string }, width: number = widths.desktop, scripts = true) => {
  visit = await browser.visit({ width, scripts });
  await signInAs(visit, url, person);
  return visit;
};

/** How many round trips pages took: what looks over all tenants besides is the engine's own. */
const ofPages = () =>
  roundTrips.filter((parts) => parts.some(({ text }) => text.includes('app.tenant') || text.includes('from session')))
    .length;

let pictures = 0;
const isFit = async () => {
  const { SHOTS: folder } = process.env;
  pictures += 1;
  const width = String(visit.page.viewportSize()?.width);
  if (folder !== undefined)
    await visit.page.screenshot({ path: `${folder}/find-${width}-${String(pictures)}.png`, fullPage: true });
  await visit.page.waitForLoadState();
  expect(await visit.page.locator('h1').count()).toBe(1);
  expect(await visit.axe()).toEqual([]);
  expect(await visit.widerThanWindow()).toBeUndefined();
};

test.each(Object.entries(widths))(
  'a grant is found by what is known of it, and its warnings are read, on a %s',
  async (_name, width) => {
    const { door, staff } = lives;
    const pot = await lives.aPot();
    const other = await aGroupOverHttp(door, staff, 'Heathfield Ecology Centre');
    const contacts = [
      { name: 'Ada Brown', email: `ada${String(width)}@example.org`, phone: '020 7946 0001', role: 'Chair' },
      { name: 'Ben Clarke', email: `ben${String(width)}@example.org`, phone: '020 7946 0002', role: 'Treasurer' },
    ];
    const shared = { contacts, postcode: 'CR0 4AB', organisationIncomePence: 100_000 };
    const first = await applied(door, { pot, party: lives.group, askedPence: 123_400, content: shared });
    const second = await applied(door, { pot, party: other, askedPence: 150_000, content: shared });
    const { reference } = await lives.grant(first);

    await visitAs(staff.officer, width, width === widths.desktop);
    const finds = async (typed: string) => {
      await visit.open('/grants');
      await visit.page.getByLabel('Find a grant').fill(typed);
      await visit.page.getByRole('button', { name: 'Find' }).click();
      return visit.page.locator('tbody a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    };
    roundTrips.length = 0;
    await visit.open('/grants');
    expect(ofPages()).toBeLessThanOrEqual(6);
    await isFit();
    for (const typed of [String(reference).toLowerCase(), '£1,234', 'hibis', 'F.W.P. Hibiscus'])
      expect(await finds(typed)).toContain(`/grants/${first}`);
    expect(await finds('heath ecol')).toContain(`/grants/${second}`);
    expect(await finds('heath hibiscus')).toEqual([]);
    expect((await finds(`ada${String(width)}@example.org`)).toSorted()).toEqual(
      [`/grants/${first}`, `/grants/${second}`].toSorted(),
    );
    for (const typed of ['cr04ab', '+44 20 7946 0001']) expect(await finds(typed)).toContain(`/grants/${second}`);
    await isFit();

    roundTrips.length = 0;
    await visit.open(`/grants/${second}`);
    expect(ofPages()).toBeLessThanOrEqual(6);
    const warned = await visit.page.locator('.gp-warnings').innerText();
    expect(warned).toContain('It asks for more than the group’s income in a year, £1,000.');
    expect(warned).toContain('A contact’s email address is in another application:');
    expect(warned).toContain('Another group has the same postcode:');
    await isFit();
  },
);

test('another group with the same bank account is warned of, once both have one', async () => {
  const { door, staff } = lives;
  const pot = await lives.aPot({}, 1_000_000);
  const other = await aGroupOverHttp(door, staff, 'Mighty Men of Valour');
  await lives.running(pot, { party: other });
  const id = await lives.running(pot);
  await visitAs(staff.officer);
  await visit.open(`/grants/${id}`);
  const warned = await visit.page.locator('.gp-warnings').innerText();
  expect(warned).toContain('Another group has the same bank account: Mighty Men of Valour');
});

test('all that is known of a group is on its page; one is added, and people are connected to it', async () => {
  await visitAs(lives.staff.officer, widths.phone);
  await visit.open('/groups');
  await isFit();
  await visit.page.getByLabel('Find by name').fill('hibis');
  await visit.page.getByRole('button', { name: 'Find' }).click();
  await visit.page.getByRole('link', { name: 'F.W.P. Hibiscus' }).first().click();
  await isFit();
  await visit.page.goBack();
  roundTrips.length = 0;
  await visit.open(`/groups/${lives.group.id}`);
  expect(ofPages()).toBeLessThanOrEqual(6);
  expect(await visit.page.getByRole('main').innerText()).toContain('What is left of the most that one group may have');

  await visit.open('/groups/new');
  await isFit();
  await visit.page.getByLabel('Group', { exact: true }).check();
  await visit.page.getByLabel('Its name').fill('Dorset Reclaim');
  await visit.page.getByRole('button', { name: 'Add it' }).click();
  expect(await visit.page.locator('h1').innerText()).toBe('Dorset Reclaim');
  await visit.page.getByRole('link', { name: 'Connect somebody to it' }).click();
  await isFit();
  await visit.page.getByLabel('Who?').selectOption({ label: 'Second Officer' });
  await visit.page.getByLabel('Knows it').check();
  await visit.page.getByRole('button', { name: 'Connect them' }).click();
  expect(await visit.page.getByRole('main').innerText()).toContain('Second Officer');
});

test('what is stuck is listed for a fund manager', async () => {
  await visitAs(lives.staff.manager);
  await visit.open('/operations');
  expect(await visit.page.locator('h1').innerText()).toBe('What is stuck');
  await isFit();
});

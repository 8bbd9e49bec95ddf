import { noteRoundTrips, ofPages, type RoundTrip } from '../support/asked-of-postgres';
import { aGroupOverHttp, applied } from '../builders/over-http';
import { browsed, waysToBrowse } from '../support/browsed';
import { widths, type Visit } from '../support/browser';
import { expectFit } from '../support/fit';

const here = browsed();
let visit: Visit;
let roundTrips: RoundTrip[];
beforeAll(() => {
  roundTrips = noteRoundTrips(here.lives.engine.relaying.db);
});

test.each(waysToBrowse)(
  'a grant is found by what is known of it, and its warnings are read, on %s',
  async (_name, browsing) => {
    const { door, staff } = here.lives;
    const pot = await here.lives.aPot();
    const other = await aGroupOverHttp(door, staff, 'Heathfield Ecology Centre');
    const contacts = [
      { name: 'Ada Brown', email: `ada${String(browsing.width)}@example.org`, phone: '020 7946 0001', role: 'Chair' },
      {
        name: 'Ben Clarke',
        email: `ben${String(browsing.width)}@example.org`,
        phone: '020 7946 0002',
        role: 'Treasurer',
      },
    ];
    const shared = { contacts, postcode: 'CR0 4AB', organisationIncomePence: 100_000 };
    const first = await applied(door, { pot, party: here.lives.group, askedPence: 123_400, content: shared });
    const second = await applied(door, { pot, party: other, askedPence: 150_000, content: shared });
    const { reference } = await here.lives.grant(first);

    visit = await here.visitAs(staff.officer, browsing);
    const finds = async (typed: string) => {
      await visit.open('/grants');
      await visit.page.getByLabel('Find a grant').fill(typed);
      await visit.page.getByRole('button', { name: 'Find' }).click();
      return visit.page.locator('tbody a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    };
    roundTrips.length = 0;
    await visit.open('/grants');
    expect(ofPages(roundTrips)).toBeLessThanOrEqual(6);
    await expectFit(visit);
    for (const typed of [String(reference).toLowerCase(), '£1,234', 'hibis', 'F.W.P. Hibiscus'])
      expect(await finds(typed)).toContain(`/grants/${first}`);
    expect(await finds('heath ecol')).toContain(`/grants/${second}`);
    expect(await finds('heath hibiscus')).toEqual([]);
    expect((await finds(`ada${String(browsing.width)}@example.org`)).toSorted()).toEqual(
      [`/grants/${first}`, `/grants/${second}`].toSorted(),
    );
    for (const typed of ['cr04ab', '+44 20 7946 0001']) expect(await finds(typed)).toContain(`/grants/${second}`);
    await expectFit(visit);

    roundTrips.length = 0;
    await visit.open(`/grants/${second}`);
    expect(ofPages(roundTrips)).toBeLessThanOrEqual(6);
    const warned = await visit.page.locator('.gp-warnings').innerText();
    expect(warned).toContain('It asks for more than the group’s income in a year, £1,000.');
    expect(warned).toContain('A contact’s email address is in another application:');
    expect(warned).toContain('Another group has the same postcode:');
    await expectFit(visit);
  },
);

test('another group with the same bank account is warned of, once both have one', async () => {
  const { door, staff } = here.lives;
  const pot = await here.lives.aPot({}, 1_000_000);
  const other = await aGroupOverHttp(door, staff, 'Mighty Men of Valour');
  await here.lives.running(pot, { party: other });
  const id = await here.lives.running(pot);
  visit = await here.visitAs(staff.officer);
  await visit.open(`/grants/${id}`);
  const warned = await visit.page.locator('.gp-warnings').innerText();
  expect(warned).toContain('Another group has the same bank account: Mighty Men of Valour');
});

test('all that is known of a group is on its page; one is added, and people are connected to it', async () => {
  visit = await here.visitAs(here.lives.staff.officer, { width: widths.phone });
  await visit.open('/groups');
  await expectFit(visit);
  await visit.page.getByLabel('Find by name').fill('hibis');
  await visit.page.getByRole('button', { name: 'Find' }).click();
  await visit.page.getByRole('link', { name: 'F.W.P. Hibiscus' }).first().click();
  await expectFit(visit);
  await visit.page.goBack();
  roundTrips.length = 0;
  await visit.open(`/groups/${here.lives.group.id}`);
  expect(ofPages(roundTrips)).toBeLessThanOrEqual(6);
  expect(await visit.page.getByRole('main').innerText()).toContain('What is left of the most that one group may have');

  await visit.open('/groups/new');
  await expectFit(visit);
  await visit.page.getByLabel('Group', { exact: true }).check();
  await visit.page.getByLabel('Its name').fill('Dorset Reclaim');
  await visit.page.getByRole('button', { name: 'Add it' }).click();
  expect(await visit.page.locator('h1').innerText()).toBe('Dorset Reclaim');
  await visit.page.getByRole('link', { name: 'Connect somebody to it' }).click();
  await expectFit(visit);
  await visit.page.getByLabel('Who?').selectOption({ label: 'Second Officer' });
  await visit.page.getByLabel('Knows it').check();
  await visit.page.getByRole('button', { name: 'Connect them' }).click();
  expect(await visit.page.getByRole('main').innerText()).toContain('Second Officer');
});

test('what is stuck is listed for a fund manager', async () => {
  visit = await here.visitAs(here.lives.staff.manager);
  await visit.open('/operations');
  expect(await visit.page.locator('h1').innerText()).toBe('What is stuck');
  await expectFit(visit);
});

import { openBrowser, widths, type TestBrowser, type Visit } from '../support/browser';
import { signInAs, type SignedIn } from '../support/signed-in';
import { openWholeLives, type WholeLives } from '../support/whole-lives';

let lives: WholeLives;
let browser: TestBrowser;
let url: string;
const visits: Visit[] = [];
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
  for (const visit of visits.splice(0)) {
    expect(visit.complaints).toEqual([]);
    await visit.close();
  }
});

const visitAs = async (person: SignedIn, width: number, scripts = true) => {
  const visit = await browser.visit({ width, scripts });
  visits.push(visit);
  await signInAs(visit, url, person);
  return visit;
};

describe.each(Object.entries(widths))('on a %s', (_name, width) => {
  test.each([true, false])('the list of grants and one grant are readable, with scripts: %s', async (scripts) => {
    const pot = await lives.aPot({}, 1_000_000);
    const id = await lives.withThePanel(pot);
    const visit = await visitAs(lives.staff.officer, width, scripts);
    for (const address of ['/grants', `/grants/${id}`]) {
      expect(await visit.open(address)).toBe(200);
      expect(await visit.page.locator('h1').count()).toBe(1);
      expect(await visit.axe()).toEqual([]);
      expect(await visit.widerThanWindow()).toBeUndefined();
    }
  });

  test('what is not there has a page that says so', async () => {
    const visit = await visitAs(lives.staff.officer, width);
    expect(await visit.open('/nothing-here')).toBe(404);
    expect(await visit.page.locator('h1').innerText()).toBe('We cannot find this page');
    expect(await visit.axe()).toEqual([]);
  });
});

test('a page follows its command to the outcome, and is never led to another host', async () => {
  const visit = await visitAs(lives.staff.officer, widths.phone);
  const [command] = await lives.engine.inbox.look<{ id: string }>(
    "select id from command where status = 'applied' and actor_id = $1 limit 1",
    [lives.staff.officer.id],
  );
  const id = String(command?.id);
  await visit.open(`/commands/${id}?then=/grants?done=x`);
  expect(new URL(visit.page.url()).pathname).toBe('/grants');
  for (const elsewhere of ['//example.org', 'https://example.org', '/\\example.org']) {
    await visit.open(`/commands/${id}?then=${encodeURIComponent(elsewhere)}`);
    expect(new URL(visit.page.url()).origin).toBe(url);
  }
});

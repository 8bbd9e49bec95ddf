import { openBrowser, widths, type TestBrowser } from '../support/browser';
import { signInAs } from '../support/signed-in';
import { openWholeLives, type WholeLives } from '../support/whole-lives';

let lives: WholeLives;
let browser: TestBrowser;
let url: string;
beforeAll(async () => {
  lives = await openWholeLives();
  url = lives.engine.api.replace('/api/v1', '');
  browser = await openBrowser(url);
});
afterAll(async () => {
  await browser.close();
  await lives.close();
});

test.each(Object.entries(widths))('an officer sees on a %s what waits, and goes to it', async (_name, width) => {
  const pot = await lives.aPot({}, 1_000_000);
  const id = await lives.withThePanel(pot);
  const { reference } = await lives.grant(id);
  const visit = await browser.visit({ width });
  await signInAs(visit, url, lives.staff.officer);
  const { page } = visit;
  expect(await visit.open('/')).toBe(200);
  expect(await page.locator('h1').innerText()).toBe('My work');
  expect(await visit.axe()).toEqual([]);
  expect(await visit.widerThanWindow()).toBeUndefined();
  // How much waits stands in the head, which is one line on a desk.
  if (width === widths.desktop) {
    const places = page.getByRole('navigation', { name: 'Menu' }).getByRole('listitem');
    expect(await places.first().innerText()).toMatch(/^My work \(\d+\)$/);
    const tops = await places.evaluateAll((items) => items.map((item) => item.getBoundingClientRect().top));
    expect(new Set(tops).size).toBe(1);
  }
  const line = page.getByRole('row').filter({ hasText: String(reference) });
  await line.getByRole('link', { name: 'Decide' }).click();
  await page.waitForURL(`**/grants/${id}`);

  await visit.open('/work?owner=all');
  expect(await page.locator('.gp-choices [aria-current]').innerText()).toBe('Everybody’s');
  await signInAs(visit, url, lives.staff.paymentAuthoriser);
  await visit.open('/work');
  expect(await page.getByText('Nothing waits.').count()).toBe(1);
  expect(await visit.axe()).toEqual([]);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

import { browsed } from '../support/browsed';
import { widths } from '../support/browser';
import { expectFit } from '../support/fit';

const here = browsed();

test.each(Object.entries(widths))('an officer sees on a %s what waits, and goes to it', async (_name, width) => {
  const pot = await here.lives.aPot({}, 1_000_000);
  const id = await here.lives.withThePanel(pot);
  const { reference } = await here.lives.grant(id);
  const visit = await here.visitAs(here.lives.staff.officer, { width });
  const { page } = visit;
  expect(await visit.open('/')).toBe(200);
  await expectFit(visit, 'My work');
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
  const idle = await here.visitAs(here.lives.staff.paymentAuthoriser, { width });
  await idle.open('/work');
  expect(await idle.page.getByText('Nothing waits.').count()).toBe(1);
  await expectFit(idle);
});

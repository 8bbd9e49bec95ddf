import { browsed } from '../support/browsed';
import { widths } from '../support/browser';
import { expectFit } from '../support/fit';

const here = browsed();

describe.each(Object.entries(widths))('on a %s', (_name, width) => {
  test.each([true, false])('the list of grants and one grant are readable, with scripts: %s', async (scripts) => {
    const pot = await here.lives.aPot({}, 1_000_000);
    const id = await here.lives.withThePanel(pot);
    const visit = await here.visitAs(here.lives.staff.officer, { width, scripts });
    for (const address of ['/grants', `/grants/${id}`]) {
      expect(await visit.open(address)).toBe(200);
      await expectFit(visit);
    }
  });

  test('what is not there has a page that says so', async () => {
    const visit = await here.visitAs(here.lives.staff.officer, { width });
    expect(await visit.open('/nothing-here')).toBe(404);
    await expectFit(visit, 'We cannot find this page');
  });
});

test('a page follows its command to the outcome, and is never led to another host', async () => {
  const visit = await here.visitAs(here.lives.staff.officer, { width: widths.phone });
  const [command] = await here.lives.engine.inbox.look<{ id: string }>(
    "select id from command where status = 'applied' and actor_id = $1 limit 1",
    [here.lives.staff.officer.id],
  );
  const id = String(command?.id);
  await visit.open(`/commands/${id}?then=/grants?done=x`);
  expect(new URL(visit.page.url()).pathname).toBe('/grants');
  for (const elsewhere of ['//example.org', 'https://example.org', '/\\example.org']) {
    await visit.open(`/commands/${id}?then=${encodeURIComponent(elsewhere)}`);
    expect(new URL(visit.page.url()).origin).toBe(here.url);
  }
});

test.each([true, false])('a page whose command waits goes on once it is done, with scripts: %s', async (scripts) => {
  const { engine, staff } = here.lives;
  const grant = await here.lives.withThePanel(await here.lives.aPot({}, 1_000_000));
  const actor = { tenantId: staff.tenantId, personId: staff.manager.id };
  const { commandId } = await engine.inbox.store(actor, 'hold', grant, { reason: 'They asked us to wait.' });
  const visit = await here.visitAs(staff.manager, { width: widths.phone, scripts });
  await visit.open(`/commands/${commandId}?then=/grants`);
  await expectFit(visit, 'We have your request');
  await engine.inbox.deliverFollowUps();
  if (!scripts) await visit.page.getByRole('link', { name: 'Look again now' }).click();
  await visit.page.waitForURL(`${here.url}/grants`);
});

test('what is too large, comes too often or came too late is said on a page, in the words of people', async () => {
  const visit = await here.visit({ width: widths.phone });
  const { page } = visit;
  const asked = async (email: string) => {
    await visit.open('/sign-in');
    await page.getByLabel('Your email address').fill(email);
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Send me a code' }).click()]);
  };
  await asked('x'.repeat(1_100_000));
  await expectFit(visit, 'This is too large');
  for (let times = 0; times < 6; times += 1) await asked('often@frame.example');
  await expectFit(visit, 'Sign in');
  expect(await page.getByText('Too many codes were asked for').count()).toBe(1);
  await page.getByLabel('Your email address').fill('late@frame.example');
  await visit.context.clearCookies();
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await expectFit(visit, 'Sign in');
  expect(await page.getByText('it was open for too long').count()).toBe(1);
  expect(await page.getByLabel('Your email address').inputValue()).toBe('late@frame.example');
});

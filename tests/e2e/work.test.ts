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

  await visit.open('/work');
  await page.getByLabel('Whose work').selectOption({ label: 'Everybody’s' });
  await page.getByRole('button', { name: 'Show' }).click();
  expect(new URL(page.url()).searchParams.get('owner')).toBe('all');
  expect(await page.getByLabel('Whose work').inputValue()).toBe('all');
  const idle = await here.visitAs(here.lives.staff.paymentAuthoriser, { width });
  await idle.open('/work');
  expect(await idle.page.getByText('Nothing waits.').count()).toBe(1);
  await expectFit(idle);
});

test.each([
  ['phone', widths.phone, false],
  ['desktop', widths.desktop, true],
] as const)(
  'what several wait for is given to a colleague on a %s, each as it was shown, and what cannot be stays and says why',
  async (_name, width, scripts) => {
    const { lives } = here;
    const pot = await lives.aPot({}, 1_000_000);
    const [first, second, over] = [
      await lives.withThePanel(pot),
      await lives.withThePanel(pot),
      await lives.withThePanel(pot),
    ];
    const { officer, secondOfficer } = lives.staff;
    const visit = await here.visitAs(officer, { width, scripts });
    const { page } = visit;
    await visit.open(`/grants?pot=${pot.potId}`);
    await expectFit(visit);
    // Meanwhile one of them comes to its end.
    await lives.door.as(lives.group.people[0], 'withdraw', { id: over, body: { reason: 'We found the money.' } });
    await page.getByLabel('All on this list').check();
    await page.getByRole('button', { name: 'Give to a colleague' }).click();
    expect(new URL(page.url()).searchParams.getAll('on').toSorted()).toEqual(
      [first, second, over].map((id) => `grant.${id}`).toSorted(),
    );
    await expectFit(visit);
    await page.getByRole('button', { name: 'Show me what this will do' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Choose a colleague');
    await page.getByLabel('Who looks after it').selectOption({ label: secondOfficer.name });
    await page.getByRole('button', { name: 'Show me what this will do' }).click();
    expect(await page.getByRole('status').innerText()).toBe('It will be done for 2, and one stays as it is.');
    await expectFit(visit);
    // A colleague is quicker with one of them: what is left is shown before it is done.
    const { manager } = lives.staff;
    await lives.door.as(manager, 'reassign', { id: second, body: { ownerId: secondOfficer.id } });
    await page.getByRole('button', { name: `Give 2 things to ${secondOfficer.name}` }).click();
    expect(await page.getByText('Something has changed since you were shown this').count()).toBe(1);
    expect(await page.getByRole('status').innerText()).toBe('It will be done for one, and 2 stay as they are.');
    await page.getByRole('button', { name: `Give one thing to ${secondOfficer.name}` }).click();
    expect(await page.getByRole('status').innerText()).toBe('One is done, and 2 are not.');
    const given = page.getByRole('row').filter({ hasText: String((await lives.grant(first)).reference) });
    expect(await given.innerText()).toContain(secondOfficer.name);
    await expectFit(visit);
    for (const id of [first, second]) expect((await lives.grant(id)).owner).toMatchObject({ name: secondOfficer.name });
    expect(await page.getByText('Stays as it is.').count()).toBe(2);

    await visit.open(`/work?owner=all&pot=${pot.potId}`);
    await page
      .getByLabel(/^Choose/)
      .first()
      .check();
    await page.getByRole('button', { name: 'Write to the groups' }).click();
    await page.getByLabel('What do you want to say?').fill('Please look at our new form.');
    await page.getByRole('button', { name: 'Show me what this will do' }).click();
    await page.getByRole('button', { name: 'Send one message' }).click();
    expect(await page.getByRole('status').innerText()).toBe('One is done, and none was left out.');
  },
);

test('a narrowed list is saved under a name, shared, opened by one click, renamed and removed', async () => {
  const { lives } = here;
  const pot = await lives.aPot({}, 1_000_000);
  await lives.withThePanel(pot);
  const { officer, paymentMaker, manager } = lives.staff;
  const phone = { width: widths.phone, scripts: false };
  const visit = await here.visitAs(officer, phone);
  const { page } = visit;
  await visit.open(`/grants?stage=assessing&pot=${pot.potId}`);
  await page.getByRole('link', { name: 'Save this view' }).click();
  await page.getByRole('button', { name: 'Save it' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('Enter a name');
  await page.getByLabel('What do you call it?').fill('With the panel');
  await page.getByLabel('All staff of the organisation').check();
  await expectFit(visit);
  await page.getByRole('button', { name: 'Save it' }).click();
  expect(await page.getByText('The view is saved.').count()).toBe(1);
  await expectFit(visit);
  // A second view of the same name is refused, in other letters too.
  await visit.open('/grants?stage=submitted');
  await page.getByRole('link', { name: 'Save this view' }).click();
  await page.getByLabel('What do you call it?').fill('with the Panel');
  await page.getByRole('button', { name: 'Save it' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('with this name already');

  const colleague = await here.visitAs(paymentMaker, phone);
  await colleague.open('/grants');
  await colleague.page.getByRole('link', { name: `With the panel (${officer.name})` }).click();
  expect(new URL(colleague.page.url()).search).toBe(`?stage=assessing&pot=${pot.potId}`);
  expect(await colleague.page.getByRole('link', { name: 'Save this view' }).count()).toBe(0);
  await colleague.open('/views');
  expect(await colleague.page.getByRole('link', { name: /^Change/ }).count()).toBe(0);

  const tidying = await here.visitAs(manager, phone);
  await tidying.open('/views');
  await tidying.page.getByRole('link', { name: 'Change With the panel' }).click();
  await tidying.page.getByLabel('What do you call it?').fill('To be decided');
  await tidying.page.getByRole('button', { name: 'Save the changes' }).click();
  expect(await tidying.page.getByRole('link', { name: 'To be decided', exact: true }).count()).toBe(1);
  await tidying.page.getByRole('link', { name: 'Change To be decided' }).click();
  await expectFit(tidying);
  await tidying.page.getByRole('button', { name: 'Remove this view' }).click();
  expect(await tidying.page.getByText('The view is removed.').count()).toBe(1);
  expect(await tidying.page.getByText('Nothing is saved yet.').count()).toBe(1);
});

test('a manager lets a payment that waits go first, and says why', async () => {
  const { lives } = here;
  const pot = await lives.aPot({}, 100_000);
  const large = await lives.running(pot, { askedPence: 200_000 });
  const small = await lives.running(pot, { askedPence: 50_000 });
  for (const id of [large, small])
    await lives.becomes(id, ({ payments }) => JSON.stringify(payments).includes('waiting_for_cash'), 'waiting');
  const { reference } = await lives.grant(small);
  const visit = await here.visitAs(lives.staff.manager, { width: widths.phone, scripts: false });
  const { page } = visit;
  await visit.open('/payments?state=waiting_for_cash');
  const line = page.getByRole('row').filter({ hasText: String(reference) });
  await line.getByRole('link', { name: 'Let it go first' }).click();
  expect(await page.getByText('One payment of £2,000.00 that waits longer goes on waiting.').count()).toBe(1);
  await expectFit(visit);
  await page.getByRole('button', { name: 'Let £500.00 go first' }).click();
  expect(await page.getByRole('alert').innerText()).toContain('Say why it goes first');
  await page.getByLabel('Why does it go first?').fill('Their hall has to be paid.');
  await page.getByRole('button', { name: 'Let £500.00 go first' }).click();
  expect(await page.getByText('The payment can go into the next run.').count()).toBe(1);
  await visit.open('/payments?state=waiting_for_cash');
  await page
    .getByRole('row')
    .filter({ hasText: '£2,000' })
    .getByRole('link', { name: 'Let it go first' })
    .first()
    .click();
  expect(await page.getByText('Only £500 of this pot is free in the bank').count()).toBe(1);
});

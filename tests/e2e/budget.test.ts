import { noteRoundTrips, ofPages, type RoundTrip } from '../support/asked-of-postgres';
import { aCourt, type Court } from '../support/court';
import { browsed, waysToBrowse } from '../support/browsed';
import { desktop, phone, type Visit } from '../support/browser';
import { expectFit } from '../support/fit';
import { aPdf } from '../support/zip';

const here = browsed();
let court: Court;
let trips: RoundTrip[];
beforeAll(async () => {
  court = await aCourt(here.lives, { ownLimitPence: 30_000, inTheBankPence: 1_000_000 });
  trips = noteRoundTrips(here.lives.engine.relaying.db);
});

const press = ({ page }: Visit, name: string | RegExp) => page.getByRole('button', { name }).click();
const headed = ({ page }: Visit) => page.locator('h1').innerText();
const said = ({ page }: Visit) => page.locator('.govuk-notification-banner__content').innerText();

/** The three steps, up to the last. */
async function upToConfirming(visit: Visit, reference: string): Promise<void> {
  const { page } = visit;
  await visit.open('/budget');
  await page.getByRole('button', { name: 'Buy a service' }).click();
  await page.getByLabel('What is needed?').selectOption('Counselling');
  await page.getByLabel('Where?').fill('Croydon');
  await page.getByLabel('Your reference for the client').fill(reference);
  await press(visit, 'Continue');
  await page.getByLabel('Six sessions of counselling, £240').check();
  await press(visit, 'Continue');
}

describe.each(waysToBrowse)('on %s', (_name, browsing) => {
  test('a court worker buys within her own limit, and it is delivered, invoiced, matched and paid', async () => {
    const { worker, provider, mails, linkIn } = court;
    const { officer } = here.lives.staff;
    const buyer = await here.visitAs(worker, browsing);
    await upToConfirming(buyer, 'WC-1047');
    expect(await headed(buyer)).toBe('Is this right?');
    expect(await buyer.page.locator('main').innerText()).toContain('We send the order to the provider at once.');
    await expectFit(buyer);
    await press(buyer, 'Order for £240');
    expect(await said(buyer)).toContain('The order is sent.');
    expect(buyer.page.url()).not.toContain('WC');
    await expectFit(buyer);
    const address = new URL(buyer.page.url()).pathname;

    const link = linkIn(await mails(), provider.people[0]);
    expect(link).toMatch(/^\/orders\/[0-9a-f]{64}\./);
    const seller = await here.visit(browsing);
    expect(await seller.open(link)).toBe(200);
    expect(await seller.page.locator('main').innerText()).toContain('WC-1047');
    await expectFit(seller);
    await press(seller, 'Accept the order for £240');
    expect(await said(seller)).toContain('The order is accepted.');
    await press(seller, 'Say that it was delivered');
    expect(await said(seller)).toContain('It is recorded as delivered.');
    await seller.page.getByLabel('Invoice number').fill('');
    const paper = { name: 'Invoice 7.pdf', mimeType: 'application/pdf', buffer: aPdf() };
    await seller.page.getByLabel('The invoice itself').setInputFiles(paper);
    await press(seller, 'Send the invoice');
    // The file need not be sent again.
    expect(await seller.page.locator('main').innerText()).toContain('Invoice 7.pdf');
    expect(await seller.page.locator('.govuk-error-summary').innerText()).toContain('Enter the invoice number');
    await expectFit(seller);
    await seller.page.getByLabel('Invoice number').fill(`2026-${String(browsing.width)}`);
    await press(seller, 'Send the invoice');
    expect(await said(seller)).toContain('The invoice is recorded.');
    await expectFit(seller);

    const desk = await here.visitAs(officer, browsing);
    await desk.open('/purchases?state=invoiced');
    await expectFit(desk);
    await desk.page.getByRole('link', { name: 'Six sessions of counselling' }).first().click();
    await expectFit(desk);
    const invoice = await desk.page.getByRole('link', { name: 'Invoice 7.pdf' }).getAttribute('href');
    expect((await desk.context.request.get(`${here.url}${invoice}`)).headers()['content-type']).toBe('application/pdf');
    // Tomorrow: what is due today falls due at 5pm, before or after this runs.
    const [day, month, year] = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London' })
      .format(new Date(Date.now() + 86_400_000))
      .split('/');
    for (const [box, value] of [
      ['Day', day],
      ['Month', month],
      ['Year', year],
    ] as const)
      await desk.page.getByLabel(box, { exact: true }).first().fill(value!);
    await press(desk, 'Match the invoice and pay £240');
    expect(await said(desk)).toContain('The invoice is matched.');
    await expectFit(desk);

    const id = address.split('/')[2]!;
    const { door } = here.lives;
    const { payment } = await door.as(officer, 'getPurchase', { id });
    await door.as(officer, 'getPurchase', { id });
    expect(payment.state).toBe('scheduled');
    await buyer.open('/budget');
    expect(await buyer.page.locator('main').innerText()).toContain('To be paid');
    await expectFit(buyer);
  });
});

test('what costs more than her own limit is authorised by somebody else before she orders it', async () => {
  const { worker } = court;
  const { officer } = here.lives.staff;
  const visit = await here.visitAs(worker, phone);
  await upToConfirming(visit, 'WC-1050');
  await visit.page.getByRole('link', { name: 'Change price, with VAT' }).click();
  await visit.page.getByLabel('Price, with VAT').fill('400');
  await press(visit, 'Continue');
  expect(await visit.page.locator('main').innerText()).toContain(
    'This is more than the £300 that you can order yourself.',
  );
  await expectFit(visit);
  await press(visit, 'Ask for £400');
  expect(await said(visit)).toContain('We have asked for it.');
  const address = new URL(visit.page.url()).pathname;

  const desk = await here.visitAs(officer, desktop);
  await desk.open(address);
  await expectFit(desk);
  await press(desk, 'Authorise £400');
  expect(await said(desk)).toContain('It is authorised.');
  await visit.open(address);
  await press(visit, 'Send the order for £400');
  expect(await said(visit)).toContain('The order is sent.');
});

test('a reference that looks like a name or a birthday is refused with the reason beside it, and what was typed is kept', async () => {
  const visit = await here.visitAs(court.worker, phone);
  const { page } = visit;
  await visit.open('/budget/buy');
  await expectFit(visit);
  for (const [typed, because] of [
    ['Susan Smith', 'name'],
    ['12/03/1990', 'date of birth'],
    ['', 'Enter your reference for the client'],
  ] as const) {
    await page.getByLabel('What is needed?').selectOption('Housing');
    await page.getByLabel('Your reference for the client').fill(typed);
    await press(visit, 'Continue');
    expect(await page.locator('.govuk-error-summary').innerText()).toContain(because);
    expect(await page.getByLabel('Your reference for the client').inputValue()).toBe(typed);
    expect(await page.getByLabel('What is needed?').inputValue()).toBe('housing');
    await expectFit(visit);
  }
  const [kept] = await here.lives.engine.inbox.look<{ count: number }>(
    `select count(*)::int as count from command_body where body::text ilike '%susan%'`,
  );
  expect(kept).toEqual({ count: 0 });
});

test('where nothing fits she says so, and buys something else; what is too dear is refused at the price', async () => {
  const { worker, provider } = court;
  const visit = await here.visitAs(worker, phone);
  const { page } = visit;
  await visit.open('/budget/buy');
  await page.getByLabel('What is needed?').selectOption('Childcare');
  await page.getByLabel('Where?').fill('Purley');
  await page.getByLabel('Your reference for the client').fill('WC-1060');
  await press(visit, 'Continue');
  expect(await page.locator('main').innerText()).toContain('We know of no service for childcare near Purley.');
  await expectFit(visit);
  await page.getByLabel('Provider').selectOption(provider.name);
  await page.getByLabel('What do they do?').fill('Two mornings of childcare');
  await page.getByLabel('Price, with VAT').fill('1999');
  await press(visit, 'Continue');
  expect(await page.locator('.govuk-error-summary').innerText()).toContain('of this budget is left');
  await expectFit(visit);
  await press(visit, 'Tell us that nothing fits');
  expect(await said(visit)).toContain('We have counted what was needed.');
  const [logged] = await here.lives.engine.inbox.look(`select need, area from unmet_need where need = 'childcare'`);
  expect(logged).toEqual({ need: 'childcare', area: 'Purley' });
});

test('a purchase is bought again in one tap, cancelled, and disputed', async () => {
  const { worker } = court;
  const visit = await here.visitAs(worker, phone);
  await visit.open('/budget');
  await expectFit(visit);
  await visit.page.getByRole('button', { name: 'Buy again Six sessions of counselling for WC-1047' }).first().click();
  expect(await headed(visit)).toBe('Is this right?');
  expect(await visit.page.locator('main').innerText()).toContain('WC-1047');
  await press(visit, 'Order for £240');
  await visit.page.getByText('Cancel this purchase', { exact: true }).click();
  await press(visit, 'Cancel this purchase and put £240 back');
  expect(await visit.page.locator('.govuk-error-summary').innerText()).toContain('Say why');
  await visit.page.getByLabel('Why?', { exact: true }).fill('She has moved away.');
  await press(visit, 'Cancel this purchase and put £240 back');
  expect(await said(visit)).toContain('It is cancelled.');
  await expectFit(visit);
  await press(visit, 'Buy the same again');
  expect(await headed(visit)).toBe('Is this right?');
});

test('a purchase leads to the grant that pays for it, and the grant to what was bought from it and no other', async () => {
  const { grantId } = court;
  const visit = await here.visitAs(here.lives.staff.officer, desktop);
  const { items } = await here.lives.door.as(here.lives.staff.officer, 'listPurchases');
  const bought = items.find((one: { grantId: string }) => one.grantId === grantId);
  await visit.open(`/purchases/${String(bought.id)}`);
  await visit.page.getByRole('link', { name: String(bought.grantReference) }).click();
  expect(new URL(visit.page.url()).pathname).toBe(`/grants/${grantId}`);
  await visit.page.getByRole('link', { name: 'What was bought from it' }).click();
  await expectFit(visit);
  expect(await visit.page.locator('main table').innerText()).toContain('Six sessions of counselling');
  // Links to the same service are told apart by what each is for, also where only the link is read.
  const links = await visit.page.locator('main tbody a').allTextContents();
  expect(new Set(links).size).toBe(links.length);
  expect(links).toContainEqual(
    expect.stringContaining(`Six sessions of counselling ${String(bought.grantReference)}, WC-1047`),
  );
  await visit.page.getByRole('link', { name: 'Not delivered' }).click();
  expect(new URL(visit.page.url()).searchParams.get('grant')).toBe(grantId);
  await visit.page.getByRole('link', { name: 'Back to the grant' }).click();
  expect(new URL(visit.page.url()).pathname).toBe(`/grants/${grantId}`);
  const other = await here.lives.running(await here.lives.aPot());
  await visit.open(`/purchases?grant=${other}`);
  expect(await visit.page.locator('main').innerText()).toContain('There is no purchase here.');
});

test('a provider reads how many orders there are, how many wait for them, and which is which', async () => {
  const visit = await here.visitAs(court.provider.people[0], phone);
  await visit.open('/orders');
  await expectFit(visit, 'Your orders');
  const told = await visit.page.locator('main').innerText();
  expect(told).toMatch(/(One order|\d+ orders)\. (Nothing waits|One waits|\d+ wait) for you\./);
  expect(await visit.page.getByRole('link', { name: 'Six sessions of counselling WC-1047' }).count()).toBeGreaterThan(
    0,
  );
});

test('no page takes more than six round trips', async () => {
  const { worker } = court;
  const { officer } = here.lives.staff;
  const { items } = await here.lives.door.as(officer, 'listPurchases');
  const pages = [
    [worker, '/budget'],
    [worker, '/budget/buy'],
    [worker, `/purchases/${String(items[0].id)}`],
    [officer, '/purchases'],
    [officer, `/purchases?grant=${court.grantId}`],
    ...items.map((one: { id: string }) => [officer, `/purchases/${one.id}`] as const),
    [court.provider.people[0], '/orders'],
  ] as const;
  for (const [person, address] of pages) {
    const visit = await here.visitAs(person, desktop);
    await visit.open(address);
    trips.length = 0;
    await visit.open(address);
    const taken = ofPages(trips);
    expect([address, taken <= 6, taken]).toEqual([address, true, taken]);
  }
});

test('a link is for one order: made up, or once it is over, it says so, and looking changes nothing', async () => {
  const { provider, mails, linkIn, worker, grantId } = court;
  const { door } = here.lives;
  const body = { grantId, providerId: provider.id, service: 'A talk', clientReference: 'WC-1099', pricePence: 1_000 };
  const asked = await door.as(worker, 'requestPurchase', { body });
  const id = String(asked.subject.id);
  await door.as(worker, 'orderPurchase', { id });
  const link = linkIn(await mails(), provider.people[0]);
  const visit = await here.visit(phone);
  await visit.open(link);
  await visit.open(link);
  expect((await door.as(worker, 'getPurchase', { id })).state).toBe('ordered');
  await visit.page.getByText('Decline the order', { exact: true }).first().click();
  await visit.page.getByLabel('Why not?').fill('We are full.');
  await press(visit, 'Decline the order');
  expect(await said(visit)).toContain('The order is declined.');
  for (const other of [`${link}x`, '/orders/made-up']) {
    await visit.open(other);
    expect(await headed(visit)).toBe('This link is over');
    await expectFit(visit);
  }
  const kept = await here.lives.engine.inbox.look<{ row: string }>(
    `select (o.*)::text as row from outbox o union all select (c.*)::text from command_body c`,
  );
  expect(kept.some(({ row }) => row.includes(link.split('.').at(-1)!))).toBe(false);
});

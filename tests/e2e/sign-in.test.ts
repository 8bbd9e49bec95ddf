import { anOrganisation, type Organisation } from '../builders/organisation';
import { openBrowser, widths, type TestBrowser, type Visit } from '../support/browser';
import { openInbox, type Inbox } from '../support/inbox';
import { signingInOn } from '../support/signing-in';
import { openWeb, type Web } from '../support/web';

let inbox: Inbox;
let organisation: Organisation;
let web: Web;
let browser: TestBrowser;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  web = await openWeb(inbox, { isNamed: true });
  browser = await openBrowser(web.url);
});
afterAll(async () => {
  await browser.close();
  await web.close();
  await inbox.close();
});

test.each([
  ['a phone', widths.phone, true, 'officer'],
  ['a desktop without scripts', widths.desktop, false, 'secondOfficer'],
] as const)('on %s staff sign in, set their app up, and look at their account', async (_on, width, scripts, who) => {
  const signIn = signingInOn(inbox);
  const officer = organisation[who];
  const { email } = await signIn.addressOf(officer);
  const visit = await browser.visit({ width, scripts });
  const { page } = visit;
  const isSound = async (title: string) => {
    await page.waitForLoadState('load'); // with its styles
    expect(await page.locator('h1').innerText()).toBe(title);
    expect(await visit.axe()).toEqual([]);
    expect(await visit.widerThanWindow()).toBeUndefined();
  };
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  await visit.open('/account');
  await isSound('Sign in');
  await press('Send me a code');
  await isSound('Sign in');
  await page.getByLabel('Your email address').fill(email);
  await press('Send me a code');
  await isSound('Look at your email');
  await page.getByLabel('The six digits in the mail').fill((await signIn.mailed(email)).code);
  await press('Sign in');
  await isSound('Set up an app for codes');
  const secret = await signIn.begun(officer);
  await page.getByLabel('The six digits that the app shows').fill(await signIn.shown(secret));
  await press('Confirm');
  await isSound('Keep your recovery codes');
  await press('I have kept them');
  await isSound('Your account');
  await visit.open('/people');
  await isSound('People');
  await visit.open('/sign-out');
  await isSound('Sign out');
  await press('Sign out');
  expect(await page.locator('h1').innerText()).toBe('Sign in');
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

/** Gives a browser a device that keeps passkeys and asks for a finger, as Chromium pretends one. @returns what changes whose finger it is */
async function pretendDevice({ page, context }: Visit): Promise<(isOwner: boolean) => Promise<void>> {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return async (isUserVerified) => {
    await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  };
}

test('staff set up a passkey, sign in with it, and show with it that it is them', async () => {
  const signIn = signingInOn(inbox);
  const { manager } = organisation;
  const { email } = await signIn.addressOf(manager);
  const visit = await browser.visit({ width: widths.phone });
  const { page } = visit;
  const putFinger = await pretendDevice(visit);
  const isSound = async (title: string) => {
    await page.waitForLoadState('load');
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
    expect(await visit.axe()).toEqual([]);
    expect(await visit.widerThanWindow()).toBeUndefined();
  };
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const byMail = async () => {
    await visit.open('/account');
    await page.getByLabel('Your email address').fill(email);
    await press('Send me a code');
    await page.getByLabel('The six digits in the mail').fill((await signIn.mailed(email)).code);
    await press('Sign in');
  };

  await byMail();
  await page.getByRole('link', { name: 'Set up a passkey' }).click();
  await isSound('Set up a passkey');
  // What went wrong is said once something has, and what is for browsers without passkeys not at all in this one.
  expect(await page.locator('[data-failed]').isVisible()).toBe(false);
  expect(await page.locator('[data-without]').isVisible()).toBe(false);
  await putFinger(false);
  await press('Make the passkey');
  await page.getByText('No passkey was made.').waitFor();
  await putFinger(true);
  await page.getByLabel('Name').fill('My phone');
  await press('Make the passkey');
  await isSound('Keep your recovery codes');
  await press('I have kept them');
  await isSound('Your account');
  await page.getByRole('link', { name: 'My phone' }).click();
  await isSound('My phone');
  await page.getByText('This is the only second proof on your account.').waitFor();
  await page.getByLabel('Name').fill('Old phone');
  await press('Change the name');
  await page.getByText('The passkey has its new name.').waitFor();

  await visit.open('/sign-out');
  await press('Sign out');
  await byMail();
  await isSound('Use your passkey');
  await putFinger(false);
  await press('Use my passkey');
  await page.getByText('Your passkey was not used.').waitFor();
  await putFinger(true);
  await press('Use my passkey');
  await isSound('Your account');

  const [{ at } = { at: '' }] = await inbox.look<{ at: Date }>(`select app.now() + interval '20 minutes' as at`);
  await inbox.moveClockTo(new Date(at).toISOString());
  await page.getByRole('link', { name: 'Set up an app' }).click();
  await press('Begin');
  await isSound('Show that it is you');
  await press('Use my passkey');
  await isSound('Set up an app for codes');
  const secret = await signIn.begun(manager);
  await page.getByLabel('The six digits that the app shows').fill(await signIn.shown(secret));
  await press('Confirm');
  await press('I have kept them');
  expect(visit.complaints).toEqual([]);
  await visit.close();

  // Without scripts the page says so, and the app works.
  const plain = await browser.visit({ scripts: false });
  const opened = await signIn.opened(manager);
  await plain.context.addCookies([{ name: 'grantpot_session', value: opened, url: web.url }]);
  await plain.open('/account');
  await plain.page.getByText('this page needs scripts, which do not run here').waitFor();
  expect(await plain.page.getByRole('button', { name: 'Use my passkey' }).count()).toBe(0);
  expect(await plain.axe()).toEqual([]);
  await plain.page.getByLabel('The six digits that the app shows').fill(await signIn.shown(secret, 30));
  await plain.page.getByRole('button', { name: 'Go on', exact: true }).click();
  expect(await plain.page.locator('h1').innerText()).not.toBe('Use your passkey');
  await plain.close();
});

test('whoever works with two organisations chooses one, and changes over, each with its own second proof', async () => {
  const signIn = signingInOn(inbox);
  const { administrator } = organisation;
  const { email } = await signIn.addressOf(administrator);
  const other = await anOrganisation(inbox);
  await inbox.look(`update tenant set name = 'Heathfield Trust' where id = $1`, [other.tenantId]);
  const { subjectId } = await inbox.done(other.administrator, 'addPerson', null, { name: 'A. Helper', email });
  await inbox.done(other.administrator, 'grantRole', subjectId, { role: 'panel_member' });
  const visit = await browser.visit({ width: widths.phone });
  const { page } = visit;
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const isAt = async (title: string, head: string) => {
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
    expect(await page.locator('.gp-head__name').innerText()).toBe(head);
    expect(await visit.axe()).toEqual([]);
    expect(await visit.widerThanWindow()).toBeUndefined();
  };

  await visit.open('/account');
  await page.getByLabel('Your email address').fill(email);
  await press('Send me a code');
  await page.getByLabel('The six digits in the mail').fill((await signIn.mailed(email)).code);
  await press('Sign in');
  await isAt('Which organisation?', 'Grantpot');
  await press('Go on with Heathfield Trust');
  await isAt('Your account', 'Heathfield Trust');
  await page.getByText('You are A. Helper,').waitFor();
  await page.getByRole('link', { name: 'Change over to another organisation' }).click();
  await isAt('Which organisation?', 'Heathfield Trust');
  await press('Go on with Croydon Voluntary Action');
  // An administrator there, so the app is wanted; the panel member here needed none.
  await isAt('Set up an app for codes', 'Croydon Voluntary Action');
  const secret = await signIn.begun(administrator);
  await page.getByLabel('The six digits that the app shows').fill(await signIn.shown(secret));
  await press('Confirm');
  await press('I have kept them');
  await visit.open('/people');
  await isAt('People', 'Croydon Voluntary Action');
  await visit.open('/sign-in/choose');
  await press('Go on with Heathfield Trust');
  expect(await visit.open('/people')).toBe(403);
  expect(visit.complaints).toEqual([]);
  await visit.close();
});

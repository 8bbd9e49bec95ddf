import { anOrganisation, type Organisation } from '../builders/organisation';
import { openBrowser, widths, type TestBrowser } from '../support/browser';
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
  web = await openWeb(inbox);
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

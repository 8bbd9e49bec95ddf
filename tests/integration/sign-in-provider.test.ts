import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { readServiceEnvironment } from '../../src/config/environment';
import { createProvider } from '../../src/http/pages/sign-in/provider';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { openInbox, type Inbox } from '../support/inbox';
import { signingInOn } from '../support/signing-in';
import { openWeb, PlainBrowser, type Seen, type Web } from '../support/web';

const publicUrl = 'http://127.0.0.1';
let running: ChildProcess;
let issuer: string;
let inbox: Inbox;
let organisation: Organisation;
const webs: Web[] = [];
beforeAll(async () => {
  running = spawn(
    process.execPath,
    [join(__dirname, '../support/oidc-provider.mjs'), `${publicUrl}/sign-in/provider`],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const port = await new Promise<string>((resolve, reject) => {
    running.stdout?.once('data', (bytes: Buffer) => {
      resolve(bytes.toString().trim());
    });
    running.once('exit', () => {
      reject(new Error('the provider ended'));
    });
  });
  issuer = `http://127.0.0.1:${port}`;
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
});
afterAll(async () => {
  await Promise.all(webs.map((web) => web.close()));
  await inbox.close();
  const ended = new Promise((resolve) => running.once('exit', resolve));
  running.kill();
  await ended;
});

const secret = 'the secret of a test';
async function aBrowser(over: { clientSecret?: string; isSecondFactor?: boolean } = {}): Promise<PlainBrowser> {
  const provider = createProvider(
    { issuer, clientId: 'grantpot', clientSecret: secret, name: 'Croydon', isSecondFactor: false, ...over },
    publicUrl,
  );
  const web = await openWeb(inbox, { provider });
  webs.push(web);
  return new PlainBrowser(web.url);
}

interface Who {
  readonly email: string;
  readonly verified?: boolean;
  readonly amr?: readonly string[];
}

/** Goes to the provider and gives back where it leads, on our side. */
async function vouchedFor(browser: PlainBrowser, who: Who): Promise<string> {
  await fetch(`${issuer}/as`, { method: 'POST', body: JSON.stringify({ verified: true, amr: [], ...who }) });
  const jar = new Map<string, string>();
  let to = (await browser.get('/sign-in/with-provider')).to!;
  while (!to.startsWith(`${publicUrl}/`)) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(to, issuer), { redirect: 'manual', headers: { cookie } });
    await response.text();
    for (const one of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      jar.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`the provider stopped with ${String(response.status)}`);
    to = new URL(location, issuer).href;
  }
  return to.slice(publicUrl.length);
}

const comeBack = async (browser: PlainBrowser, who: Who): Promise<Seen> => browser.get(await vouchedFor(browser, who));
const emailOf = async (who: Organisation['officer']) => (await signingInOn(inbox).addressOf(who)).email;

test('whoever the provider vouches for is in, where they wanted to go; staff still enter a second factor', async () => {
  const browser = await aBrowser();
  expect((await browser.get('/sign-in?next=/account')).text).toContain('Sign in with Croydon');
  const back = await comeBack(browser, { email: (await emailOf(organisation.officer)).toUpperCase() });
  expect(back).toMatchObject({ status: 303, to: '/account' });
  expect((await browser.get('/account')).to).toMatch(/^\/sign-in\/second-factor/);
});

test.each([
  ['its answer says so', { amr: ['pwd', 'mfa'] }, {}],
  ['it is configured to', {}, { isSecondFactor: true }],
])('it counts as a second factor if %s', async (_why, who, over) => {
  const browser = await aBrowser(over);
  await comeBack(browser, { email: await emailOf(organisation.officer), ...who });
  expect((await browser.get('/account')).status).toBe(200);
});

test.each([
  ['an address that nobody has', { email: 'nobody@example.org' }],
  ['an address that it has not confirmed', { verified: false }],
])('nobody is let in by %s', async (_what, over) => {
  const browser = await aBrowser();
  const back = await comeBack(browser, { email: await emailOf(organisation.panel[0]), ...over });
  expect(back.title).toBe('You are not signed in');
  expect(back.text).toContain('knows you by an address that is not on our list');
  expect(browser.jar.has('grantpot_session')).toBe(false);
});

test('an answer counts once, and only in the browser that went', async () => {
  const browser = await aBrowser();
  const path = await vouchedFor(browser, { email: await emailOf(organisation.panel[0]) });
  const thief = new PlainBrowser(browser.url);
  expect((await thief.get(path)).title).toBe('You are not signed in');
  expect((await browser.get(path)).status).toBe(303);
  expect((await browser.get(path)).title).toBe('You are not signed in');
});

test.each(['state', 'code'])('an answer whose %s was changed lets nobody in', async (part) => {
  const browser = await aBrowser();
  const path = await vouchedFor(browser, { email: await emailOf(organisation.panel[0]) });
  const changed = new URL(path, publicUrl);
  changed.searchParams.set(part, 'another');
  expect((await browser.get(`${changed.pathname}${changed.search}`)).title).toBe('You are not signed in');
});

test('a provider that does not know us lets nobody in', async () => {
  const browser = await aBrowser({ clientSecret: 'another' });
  expect((await comeBack(browser, { email: await emailOf(organisation.panel[0]) })).title).toBe(
    'You are not signed in',
  );
});

test('without a provider there is no way to one', async () => {
  const web = await openWeb(inbox);
  webs.push(web);
  const browser = new PlainBrowser(web.url);
  expect((await browser.get('/sign-in')).text).not.toContain('with-provider');
  expect((await browser.get('/sign-in/with-provider')).status).toBe(404);
});

test('it is configured whole or not at all', () => {
  const key = Buffer.alloc(32).toString('base64');
  const environment = {
    DATABASE_URL: 'postgres://a@b/c',
    TEMPORAL_ADDRESS: 'localhost:7233',
    GRANTPOT_FIELD_KEY: key,
    GRANTPOT_CODEC_KEY: key,
  };
  expect(readServiceEnvironment(environment).signInProvider).toBeUndefined();
  expect(() => readServiceEnvironment({ ...environment, OIDC_ISSUER: 'https://login.example.org' })).toThrow(
    'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together',
  );
  const whole = { OIDC_ISSUER: 'https://login.example.org', OIDC_CLIENT_ID: 'grantpot', OIDC_CLIENT_SECRET: 's' };
  expect(readServiceEnvironment({ ...environment, ...whole }).signInProvider).toEqual({
    issuer: 'https://login.example.org',
    clientId: 'grantpot',
    clientSecret: 's',
    name: 'login.example.org',
    isSecondFactor: false,
  });
  expect(readServiceEnvironment({ ...environment, GRANTPOT_TRUSTED_PROXIES: '1' }).trustedProxies).toBe(1);
});

import { hashOf } from '../../src/commands/sign-in/secrets';
import { noteShown } from '../../src/commands/sign-in/sessions';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { granted, signingInOn } from '../support/signing-in';
import { openWeb, PlainBrowser, type Seen, type Web } from '../support/web';

let inbox: Inbox;
let organisation: Organisation;
let signIn: ReturnType<typeof signingInOn>;
let webs: readonly [Web, Web];
beforeEach(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  signIn = signingInOn(inbox);
  webs = [await openWeb(inbox), await openWeb(inbox)];
});
afterEach(async () => {
  await Promise.all(webs.map((web) => web.close()));
  await inbox.close();
});

const aBrowser = () => new PlainBrowser(webs[0].url);
const later = async (seconds: number) => {
  const [row] = await inbox.look<{ at: Date }>(`select app.now() + make_interval(secs => $1) as at`, [seconds]);
  await inbox.moveClockTo(new Date(row!.at).toISOString());
};

async function ask(browser: PlainBrowser, who: Actor, next?: string) {
  const { email } = await signIn.addressOf(who);
  await browser.get(next === undefined ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`);
  const asked = await browser.send('ask', { email });
  return { asked, email };
}

async function enter(browser: PlainBrowser, who: Actor, next?: string): Promise<Seen> {
  const { email } = await ask(browser, who, next);
  await browser.open('/sign-in/sent');
  return browser.send('enter', { code: (await signIn.mailed(email)).code });
}

/** Signs in a member of staff down to the page that they wanted. */
async function withApp(browser: PlainBrowser, who: Actor): Promise<string> {
  await enter(browser, who);
  await browser.open('/sign-in/second-factor');
  const secret = await signIn.begun(who);
  await browser.send('confirm', { code: await signIn.shown(secret) });
  await browser.open('/sign-in/recovery-codes');
  await browser.send('kept');
  return secret;
}

describe('by email', () => {
  test('somebody asks, enters the code, and is where they wanted to go', async () => {
    const browser = aBrowser();
    const wanted = await browser.get('/grants?stage=active');
    expect(wanted).toMatchObject({ status: 303, to: '/sign-in?next=%2Fgrants%3Fstage%3Dactive' });
    const { asked } = await ask(browser, organisation.panel[0], '/grants?stage=active');
    expect(asked).toMatchObject({ status: 303, to: '/sign-in/sent' });
    const { email } = await signIn.addressOf(organisation.panel[0]);
    const sent = await browser.open('/sign-in/sent');
    expect(sent.text).not.toContain(email);
    const { code } = await signIn.mailed(email);
    expect(await browser.send('enter', { code })).toMatchObject({ status: 303, to: '/grants?stage=active' });
    expect((await browser.open('/grants')).title).toBe('Grants');
    expect((await browser.open('/account')).text).toContain('Member C');
  });

  test('a wrong code is said at its box, and the last try ends it', async () => {
    const browser = aBrowser();
    const { email } = await ask(browser, organisation.panel[0]);
    const { code } = await signIn.mailed(email);
    await browser.open('/sign-in/sent');
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    const refused = await browser.send('enter', { code: wrong });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('href="#code"');
    expect(refused.text).toContain('Tries left: 4');
    for (let n = 0; n < 4; n += 1) await browser.send('enter', { code: wrong });
    expect((await browser.send('enter', { code })).text).toContain('cannot be used any more');
    expect(browser.jar.has('grantpot_session')).toBe(false);
  });

  test('an unknown address is answered just the same', async () => {
    const answers: Seen[] = [];
    for (const email of [(await signIn.addressOf(organisation.panel[0])).email, 'nobody@example.org']) {
      const browser = aBrowser();
      await browser.get('/sign-in');
      answers.push(await browser.send('ask', { email }), await browser.open('/sign-in/sent'));
    }
    const alike = ({ status, to, text, cookies }: Seen) => ({
      status,
      to,
      text: text.replaceAll(/value="[^"]*"/g, ''),
      cookies: cookies.map((one) => one.replace(/=[\w-]{43};/, '=…;').replace(/Expires=[^;]*/, '')),
    });
    expect(alike(answers[0]!)).toEqual(alike(answers[2]!));
    expect(alike(answers[1]!)).toEqual(alike(answers[3]!));
  });

  test('what is no address is said so', async () => {
    const browser = aBrowser();
    await browser.get('/sign-in');
    const refused = await browser.send('ask', { email: 'nobody' });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Enter an email address');
  });

  test('too many mails to one address are refused, over all web processes', async () => {
    const { email } = await signIn.addressOf(organisation.panel[0]);
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      const browser = new PlainBrowser(webs[n % 2]!.url);
      await browser.get('/sign-in');
      statuses.push((await browser.send('ask', { email })).status);
    }
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429]);
  });

  test('a form of another browser lets nobody in', async () => {
    const browser = aBrowser();
    await browser.get('/sign-in');
    browser.jar.clear();
    expect((await browser.send('ask', { email: 'a@example.org' })).status).toBe(403);
  });
});

describe('whose page it is, before anybody has signed in', () => {
  const slugAndName = async ({ tenantId }: Organisation) => {
    const [row] = await inbox.look<{ slug: string; name: string }>('select slug, name from tenant where id = $1', [
      tenantId,
    ]);
    return row!;
  };
  const headOf = ({ text }: Seen) => /<a class="gp-head__name" href="([^"]*)">([^<]*)</.exec(text)?.slice(1);

  test('is that of the only organisation, on each page', async () => {
    const { slug, name } = await slugAndName(organisation);
    for (const address of ['/sign-in', '/nothing-here', '/orders/made-up', '/confirmations/made-up'])
      expect(headOf(await aBrowser().get(address))).toEqual([`/o/${slug}`, name]);
  });

  test('is, of several, that of the address, or of where they want to go', async () => {
    const other = await slugAndName(await anOrganisation(inbox));
    const browser = aBrowser();
    expect(headOf(await browser.get('/sign-in'))).toEqual(['/', 'Grantpot']);
    const theirs = [`/o/${other.slug}`, other.name];
    expect(headOf(await browser.get(`/o/${other.slug}/pots/nothing`))).toEqual(theirs);
    await browser.get(`/sign-in?next=/o/${other.slug}/pots/x/start`);
    expect(headOf(await browser.get('/sign-in'))).toEqual(theirs);
    expect(headOf(await browser.get('/sign-in?next=/o/nobody-here'))).toEqual(['/', 'Grantpot']);
  });

  test('is that of the organisation of their session, while the second factor is still wanted', async () => {
    await anOrganisation(inbox);
    const browser = aBrowser();
    await enter(browser, organisation.officer);
    const { slug, name } = await slugAndName(organisation);
    expect(headOf(await browser.open('/sign-in/second-factor'))).toEqual([`/o/${slug}`, name]);
  });
});

describe('a link', () => {
  test('lets in at once in the browser that asked, once', async () => {
    const browser = aBrowser();
    const { email } = await ask(browser, organisation.panel[0], '/account');
    const { link } = await signIn.mailed(email);
    expect(await browser.get(`/sign-in/link/${link}`)).toMatchObject({ status: 303, to: '/account' });
    expect((await browser.open('/account')).title).toBe('Your account');
    expect((await aBrowser().open(`/sign-in/link/${link}`)).title).toBe('This link cannot be used any more');
  });

  test('asks for a button in another browser, and programs that only look use nothing up', async () => {
    const { email } = await ask(aBrowser(), organisation.panel[0]);
    const { link } = await signIn.mailed(email);
    const scanner = aBrowser();
    for (let n = 0; n < 3; n += 1) expect((await scanner.get(`/sign-in/link/${link}`)).text).toContain(email);
    expect(scanner.jar.has('grantpot_session')).toBe(false);
    const phone = aBrowser();
    await phone.get(`/sign-in/link/${link}`);
    expect(await phone.send('enter')).toMatchObject({ status: 303, to: '/' });
    expect((await phone.open('/account')).title).toBe('Your account');
  });
});

describe('the cookie of a session', () => {
  const sessionOf = ({ cookies }: Seen) => cookies.find((one) => one.includes('grantpot_session='));

  test('is for no script and no other site', async () => {
    const entered = await enter(aBrowser(), organisation.panel[0]);
    expect(sessionOf(entered)).toMatch(/^grantpot_session=[\w-]{43}; .*Path=\/;.*HttpOnly; SameSite=Lax$/);
    expect(sessionOf(entered)).not.toContain('Domain');
  });

  test('over HTTPS is bound to this host', async () => {
    const secure = await openWeb(inbox, { publicUrl: 'https://grants.example.org' });
    try {
      const browser = new PlainBrowser(secure.url);
      const entered = await enter(browser, organisation.panel[0]);
      expect(sessionOf(entered)).toMatch(
        /^__Host-grantpot_session=[\w-]{43}; .*Path=\/;.*HttpOnly; Secure; SameSite=Lax$/,
      );
    } finally {
      await secure.close();
    }
  });

  test('that somebody has planted before lets nobody in afterwards', async () => {
    const browser = aBrowser();
    browser.jar.set('grantpot_session', 'planted-planted-planted-planted-planted-pla');
    await enter(browser, organisation.panel[0]);
    const [token] = [browser.jar.get('grantpot_session')];
    expect(token).not.toContain('planted');
    const thief = aBrowser();
    thief.jar.set('grantpot_session', 'planted-planted-planted-planted-planted-pla');
    expect((await thief.get('/account')).to).toContain('/sign-in');
  });

  test('of another’s session is worth nothing after signing in over it', async () => {
    const browser = aBrowser();
    await enter(browser, organisation.panel[0]);
    const before = browser.jar.get('grantpot_session')!;
    await browser.get('/sign-out');
    browser.jar.set('grantpot_session', before);
    await browser.send('signOut');
    const thief = aBrowser();
    thief.jar.set('grantpot_session', before);
    expect((await thief.get('/account')).to).toContain('/sign-in');
  });
});

test.each(['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', 'javascript:alert(1)'])(
  'nobody is led to %s',
  async (next) => {
    const browser = aBrowser();
    expect(await enter(browser, organisation.panel[0], next)).toMatchObject({ status: 303, to: '/' });
  },
);

describe('staff', () => {
  test('see no page before a second factor, set one up, and get recovery codes once', async () => {
    const browser = aBrowser();
    const entered = await enter(browser, organisation.officer, '/grants');
    expect(entered.to).toBe('/grants');
    expect((await browser.get('/grants')).to).toBe('/sign-in/second-factor?next=%2Fgrants');
    for (const path of ['/account', '/people', '/sign-in/recovery-codes', '/account/app']) {
      expect((await browser.get(path)).to).toMatch(/^\/sign-in\/second-factor/);
    }
    const setUp = await browser.get('/sign-in/second-factor?next=%2Fgrants');
    expect(setUp.title).toBe('Set up an app for codes');
    expect(setUp.text).toContain('<svg');
    const secret = await signIn.begun(organisation.officer);
    expect(setUp.text).toContain(secret.replaceAll(/(.{4})(?=.)/g, '$1 '));
    const before = browser.jar.get('grantpot_session');
    expect(await browser.send('confirm', { code: await signIn.shown(secret) })).toMatchObject({
      to: '/sign-in/recovery-codes',
    });
    expect(browser.jar.get('grantpot_session')).not.toBe(before);
    const codes = await browser.get('/sign-in/recovery-codes');
    expect(codes.text.match(/([0-9A-Z]{4}-){3}[0-9A-Z]{4}/g)).toHaveLength(10);
    expect(await browser.send('kept')).toMatchObject({ to: '/grants' });
    expect((await browser.open('/sign-in/recovery-codes')).title).toBe('Your account');
    expect((await browser.open('/grants')).status).toBe(200);
  });

  test('enter the app’s code at the next sign-in, or a recovery code, each once', async () => {
    const secret = await withApp(aBrowser(), organisation.officer);
    await later(60);
    const browser = aBrowser();
    await enter(browser, organisation.officer);
    expect((await browser.open('/grants')).title).toBe('Enter the code from your app');
    const code = await signIn.shown(secret);
    expect((await browser.send('enter', { code: '000000' })).status).toBe(422);
    expect(await browser.send('enter', { code })).toMatchObject({ status: 303, to: '/grants' });
    const second = aBrowser();
    await enter(second, organisation.officer);
    await second.open('/grants');
    expect((await second.send('enter', { code })).text).toContain('was used already');
    expect((await second.send('recover', { recovery: 'AAAA-AAAA-AAAA-AAAA' })).text).toContain(
      'not one of your recovery codes',
    );
  });

  test('are shown no key of an app, and set up no other, once there is one', async () => {
    await withApp(aBrowser(), organisation.officer);
    const thief = aBrowser();
    await enter(thief, organisation.officer);
    const shown = await thief.open('/sign-in/second-factor');
    expect(shown.text).not.toContain('<svg');
    const secret = await signIn.begun(organisation.officer);
    expect(await thief.send('confirm', { code: await signIn.shown(secret) })).toMatchObject({
      to: '/sign-in/second-factor',
    });
    expect((await thief.get('/grants')).to).toMatch(/second-factor/);
  });
});

describe('on the account', () => {
  test('this machine’s number is led to its name, for which browsers make passkeys', async () => {
    const named = await openWeb(inbox, { isNamed: true });
    const browser = new PlainBrowser(named.url.replace('localhost', '127.0.0.1'));
    await withApp(browser, organisation.officer);
    const elsewhere = `href="${named.url}/account"`;
    expect((await browser.open('/account')).text).toContain(elsewhere);
    browser.url = named.url;
    const here = await browser.open('/account');
    expect(here.text).not.toContain(elsewhere);
    expect(here.text).toContain('href="/account/passkeys/new"');
    await named.close();
  });

  test('another session is ended, and all others', async () => {
    const [one, two, three] = [aBrowser(), aBrowser(), aBrowser()];
    for (const browser of [one, two, three]) await enter(browser, organisation.panel[0]);
    const page = await one.get('/account');
    expect(page.text.match(/Sign out of A browser/g)).toHaveLength(2);
    const id = /name="_button" value="([0-9a-f-]{36})"|value="([0-9a-f-]{36})" name="_button"/.exec(page.text);
    await one.send('end', { _button: (id?.[1] ?? id?.[2])! });
    const left = await Promise.all([two, three].map(async (browser) => (await browser.get('/account')).status));
    expect(left.toSorted()).toEqual([200, 303]);
    await one.get('/account');
    await one.send('endOthers');
    for (const browser of [two, three]) expect((await browser.get('/account')).to).toContain('/sign-in');
    expect((await one.get('/account')).status).toBe(200);
  });

  test('new recovery codes, and another app, need a fresh code', async () => {
    const browser = aBrowser();
    const secret = await withApp(browser, organisation.officer);
    await later(11 * 60);
    await browser.open('/account');
    const asked = await browser.send('newCodes');
    expect(asked.title).toBe('Show that it is you');
    const { _form, _token, ...kept } = browser.hidden;
    expect(_form).toBe('newCodes');
    expect(_token).toBeDefined();
    expect((await browser.send('newCodes', { ...kept, _fresh: '000000' })).status).toBe(422);
    const done = await browser.send('newCodes', { ...kept, _fresh: await signIn.shown(secret) });
    expect(done.to).toBe('/sign-in/recovery-codes');
    expect((await browser.open('/account/app')).text).toContain('<svg');
    await later(11 * 60);
    expect((await browser.open('/account/app')).text).not.toContain('<svg');
  });

  test('somebody without an app is mailed a fresh code', async () => {
    const browser = aBrowser();
    await enter(browser, organisation.panel[0]);
    await later(11 * 60);
    await browser.open('/account/app');
    expect((await browser.send('begin')).title).toBe('Show that it is you');
    const { code } = await signIn.mailed((await signIn.addressOf(organisation.panel[0])).email);
    expect(await browser.send('begin', { _fresh: code })).toMatchObject({ to: '/account/app' });
    expect((await browser.get('/account/app')).text).toContain('<svg');
  });
});

test('somebody who works for two organisations chooses, and changes over', async () => {
  const elsewhere = await anOrganisation(inbox);
  const { loginId } = await signIn.addressOf(organisation.panel[0]);
  await inbox.look('update person set login_id = $1 where id = $2', [loginId, elsewhere.panel[1].personId]);
  await inbox.look('update tenant set name = $1 where id = $2', ['Elsewhere', elsewhere.tenantId]);
  const browser = aBrowser();
  await enter(browser, organisation.panel[0], '/account');
  expect((await browser.open('/account')).title).toBe('Which organisation?');
  expect((await browser.send('choose', { _button: '00000000-0000-0000-0000-000000000000' })).status).toBe(403);
  expect(await browser.send('choose', { _button: elsewhere.tenantId })).toMatchObject({ to: '/account' });
  expect((await browser.open('/account')).text).toContain('Elsewhere');
  await browser.open('/sign-in/choose');
  await browser.send('choose', { _button: organisation.tenantId });
  expect((await browser.open('/account')).text).toContain('Croydon Voluntary Action');
});

describe('a form that is sent once its session has ended', () => {
  const typed = { name: 'Blessing Adeyemi', email: 'blessing@example.org' };
  const field = (text: string, name: string) => new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(text)?.[1];
  /** Lets a browser look as somebody, as after all pages of signing in. */
  const letIn = async (browser: PlainBrowser, who: Actor) => {
    const opened = await signIn.opened(who);
    const { token } = granted(await noteShown(inbox.db, hashOf(opened), { secondFactor: true }));
    browser.jar.set('grantpot_session', token);
  };
  const endAll = () => inbox.look('update session set ended_at = app.now() where ended_at is null');
  const people = async () => (await inbox.look('select from person where name = $1', [typed.name])).length;
  /** Sent by an administrator after the session ended. */
  const sentTooLate = async () => {
    const browser = aBrowser();
    await letIn(browser, organisation.administrator);
    await browser.open('/people/new');
    await endAll();
    const sent = await browser.send('add', typed);
    expect(sent.to).toBe('/sign-in?next=%2Fpeople%2Fnew');
    expect((await browser.get(sent.to!)).text).toContain('What you wrote is kept for an hour');
    return browser;
  };

  test('is there again, as it was typed, for the same person; and nothing was done', async () => {
    const browser = await sentTooLate();
    await letIn(browser, organisation.administrator);
    for (const again of ['once', 'and once more']) {
      const { text } = await browser.open('/people/new');
      expect([again, field(text, 'name'), field(text, 'email')]).toEqual([again, typed.name, typed.email]);
      expect(text).toContain('What you wrote is still here: check it and send it.');
    }
    expect(await people()).toBe(0);
    expect((await browser.send('add', typed)).to).toContain('done=added');
    expect(field((await browser.open('/people/new')).text, 'name')).toBe('');
    expect(browser.jar.has('grantpot_kept')).toBe(false);
  });

  test('is shown to nobody else, and is gone once somebody else has signed in', async () => {
    const browser = await sentTooLate();
    await letIn(browser, organisation.officer);
    expect((await browser.open('/people')).text).not.toContain(typed.name);
    await letIn(browser, organisation.administrator);
    expect(field((await browser.open('/people/new')).text, 'name')).toBe('');
    expect(await people()).toBe(0);
  });

  test('is sent by nobody else who has signed in meanwhile, and not kept for them', async () => {
    const browser = aBrowser();
    await letIn(browser, organisation.administrator);
    await browser.open('/people/new');
    const second = await anOrganisation(inbox);
    await letIn(browser, second.administrator);
    expect(await browser.send('add', typed)).toMatchObject({ status: 403, title: 'Somebody else has signed in here' });
    expect([await people(), await inbox.look('select from kept_form')]).toEqual([0, []]);
  });

  test('waits for whoever has changed over to another organisation until they change back', async () => {
    const elsewhere = await anOrganisation(inbox);
    const { loginId } = await signIn.addressOf(organisation.administrator);
    await inbox.look('update person set login_id = $1 where id = $2', [loginId, elsewhere.panel[0].personId]);
    const browser = aBrowser();
    const goOn = async ({ tenantId }: Organisation) => {
      await browser.open('/sign-in/choose');
      await browser.send('choose', { _button: tenantId });
      await inbox.look('update session set second_factor_at = app.now()');
    };
    await letIn(browser, organisation.administrator);
    await goOn(organisation);
    await browser.open('/people/new');
    const page = { ...browser.hidden, ...typed };
    await goOn(elsewhere);
    await browser.get('/people/new');
    const sent = await browser.send('add', page);
    expect(sent.to).toBe('/sign-in/choose?next=%2Fpeople%2Fnew');
    expect((await browser.open(sent.to!)).text).toContain('What you wrote is kept for an hour');
    await goOn(organisation);
    expect(field((await browser.open('/people/new')).text, 'name')).toBe(typed.name);
    expect(await people()).toBe(0);
  });

  test('is not kept for whom another site sends, or who was never signed in', async () => {
    const browser = await sentTooLate();
    await inbox.look('delete from kept_form');
    const { _token = '' } = browser.hidden;
    await browser.get('/people/new');
    for (const token of [_token, 'made up', ''])
      expect((await browser.send('add', { ...typed, _token: token })).to).toContain('/sign-in?next=');
    expect(await inbox.look('select from kept_form')).toEqual([]);
  });

  test('and has lost what this browser was shown it with is shown again, if it was shown to whoever sends it', async () => {
    const browser = aBrowser();
    await letIn(browser, organisation.administrator);
    await browser.open('/people/new');
    browser.jar.delete('grantpot_browser');
    const sent = await browser.send('add', typed);
    expect([sent.status, field(sent.text, 'name')]).toEqual([403, typed.name]);
    expect(sent.text).toContain('it was open for too long');
    expect(await people()).toBe(0);
    expect((await browser.send('add', typed)).to).toContain('done=added');
  });
});

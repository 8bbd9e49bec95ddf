import { randomUUID } from 'node:crypto';

import { openDatabase } from '../../db/client';
import { forgetOldSignIns } from '../../db/queries/people/sign-in-mails';
import { deliverSignInMails } from '../../src/delivery/sign-in-mails';
import { askToSignIn } from '../../src/commands/sign-in/ask';
import { enterCode, lookAtLink, useLink } from '../../src/commands/sign-in/enter';
import { emailedCode } from '../../src/domain/people/signing-in';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { openInbox, type Inbox } from '../support/inbox';
import { testSeal } from '../support/seal';
import { granted, signingInOn } from '../support/signing-in';

let inbox: Inbox;
let organisation: Organisation;
let signIn: ReturnType<typeof signingInOn>;
beforeEach(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  signIn = signingInOn(inbox);
});
afterEach(() => inbox.close());

const ip = '192.0.2.1';
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const later = async (seconds: number) => {
  const [row] = await inbox.look<{ at: Date }>(`select app.now() + make_interval(secs => $1) as at`, [seconds]);
  await inbox.moveClockTo(new Date(row!.at).toISOString());
};

async function asked(goesTo?: string) {
  const { email, loginId } = await signIn.addressOf(organisation.officer);
  const { browserSecret } = granted(await askToSignIn(signIn.signingIn, { email, ip, goesTo }));
  return { email, loginId, browserSecret, ...(await signIn.mailed(email)) };
}

describe('a code', () => {
  test('lets in whoever enters it in the browser that asked for it, and leads to where they wanted to go', async () => {
    const { browserSecret, code, loginId } = await asked('/grants/1?tab=money');
    expect(code).toMatch(/^\d{6}$/);
    const spaced = ` ${code.slice(0, 3)} ${code.slice(3)}`;
    expect(await enterCode(signIn.signingIn, { browserSecret, code: spaced })).toEqual({
      loginId,
      goesTo: '/grants/1?tab=money',
    });
  });

  test('works once', async () => {
    const { browserSecret, code, link } = await asked();
    const both = await Promise.all([1, 2].map(() => enterCode(signIn.signingIn, { browserSecret, code })));
    expect(both.filter((one) => 'loginId' in one)).toHaveLength(1);
    expect(both).toContainEqual(expect.objectContaining({ code: 'SIGN_IN_CODE_OVER', field: '/code' }));
    expect(await useLink(inbox.db, link)).toMatchObject({ code: 'SIGN_IN_LINK_OVER' });
  });

  test('runs out after a quarter of an hour', async () => {
    const { browserSecret, code, link } = await asked();
    await later(emailedCode.lastsSeconds);
    expect(await enterCode(signIn.signingIn, { browserSecret, code })).toMatchObject({ code: 'SIGN_IN_CODE_OVER' });
    expect(await lookAtLink(inbox.db, { link, browserSecret })).toBeUndefined();
    expect(await useLink(inbox.db, link)).toMatchObject({ code: 'SIGN_IN_LINK_OVER' });
  });

  test('can be tried five times, also by many at once', async () => {
    const { browserSecret, code } = await asked();
    const tries = await Promise.all(
      Array.from({ length: 8 }, () => enterCode(signIn.signingIn, { browserSecret, code: wrong(code) })),
    );
    const codes = tries.map((one) => ('code' in one ? one.code : ''));
    expect(codes.filter((one) => one === 'SIGN_IN_CODE_WRONG')).toHaveLength(4);
    expect(codes.filter((one) => one === 'SIGN_IN_CODE_OVER')).toHaveLength(4);
    expect(await enterCode(signIn.signingIn, { browserSecret, code })).toMatchObject({ code: 'SIGN_IN_CODE_OVER' });
  });

  test('says how many tries are left', async () => {
    const { browserSecret, code } = await asked();
    expect(await enterCode(signIn.signingIn, { browserSecret, code: wrong(code) })).toMatchObject({
      code: 'SIGN_IN_CODE_WRONG',
      facts: { triesLeft: 4 },
    });
  });

  test('is worth nothing in another browser', async () => {
    const { code } = await asked();
    for (const browserSecret of ['another', undefined]) {
      expect(await enterCode(signIn.signingIn, { browserSecret, code })).toMatchObject({ code: 'SIGN_IN_CODE_OVER' });
    }
  });

  test('is in no row as it is, nor is the link, and neither is sealed any longer once the mail has left', async () => {
    const { browserSecret, code, link } = await asked();
    const sent: string[] = [];
    const delivering = {
      db: inbox.db,
      open: testSeal.open,
      publicUrl: 'https://grants.example.org',
      onMiss: () => undefined,
      mail: { send: ({ text }: { text: string }) => Promise.resolve(void sent.push(text)), close: () => undefined },
    };
    const everything = async () => JSON.stringify(await inbox.look('select to_jsonb(s) from sign_in s'));
    expect(await everything()).toContain('mail_sealed":"v2');
    expect(await deliverSignInMails(delivering)).toBe(1);
    expect(await deliverSignInMails(delivering)).toBe(0);
    expect(sent[0]).toContain(`${code.slice(0, 3)} ${code.slice(3)}`);
    expect(sent[0]).toContain(`https://grants.example.org/sign-in/link/${link}`);
    for (const secret of [code, link, browserSecret]) expect(await everything()).not.toContain(secret);
    expect(await everything()).toContain('mail_sealed":null');
  });
});

describe('a link', () => {
  test('is told apart by the browser that it is opened in, lets in once, and is not used up by looking', async () => {
    const { browserSecret, link, email, loginId } = await asked();
    expect(await lookAtLink(inbox.db, { link, browserSecret: undefined })).toEqual({ email, isSameBrowser: false });
    expect(await lookAtLink(inbox.db, { link, browserSecret })).toEqual({ email, isSameBrowser: true });
    expect(await useLink(inbox.db, link)).toEqual({ loginId, goesTo: '/' });
    expect(await useLink(inbox.db, link)).toMatchObject({ code: 'SIGN_IN_LINK_OVER' });
    expect(await useLink(inbox.db, 'made up')).toMatchObject({ code: 'SIGN_IN_LINK_OVER' });
  });
});

describe('an address that nobody has', () => {
  test('is answered the same, by a row that belongs to nobody and a mail to nobody', async () => {
    const email = `${randomUUID()}@example.org`;
    const { browserSecret } = granted(await askToSignIn(signIn.signingIn, { email, ip }));
    const rows = await inbox.look<Record<string, unknown>>('select * from sign_in');
    expect(rows).toMatchObject([{ login_id: null, mail_sealed: null, mail_next_at: null }]);
    expect(JSON.stringify(rows)).not.toContain(email);
    expect(await enterCode(signIn.signingIn, { browserSecret, code: '000000' })).toMatchObject({
      code: 'SIGN_IN_CODE_WRONG',
      facts: { triesLeft: 4 },
    });
  });

  test('is also one whose every person has left', async () => {
    await inbox.look('update person set left_at = app.now() where id = $1', [organisation.officer.personId]);
    const { email } = await signIn.addressOf(organisation.officer);
    await askToSignIn(signIn.signingIn, { email, ip });
    expect(await inbox.look('select login_id from sign_in')).toEqual([{ login_id: null }]);
  });
});

describe('asking too often', () => {
  test('is refused for one address after five, whoever asks, over two processes, until the quarter of an hour is over', async () => {
    const { email } = await signIn.addressOf(organisation.officer);
    const other = openDatabase(inbox.database.url, { connections: 2 });
    try {
      const ask = (n: number) =>
        askToSignIn({ db: n % 2 === 0 ? other : inbox.db, seal: testSeal }, { email, ip: `192.0.2.${String(n)}` });
      const answers = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(ask));
      expect(answers.filter((one) => 'code' in one && one.code === 'SIGN_IN_TOO_OFTEN')).toHaveLength(2);
      await later(15 * 60);
      expect(await ask(8)).toHaveProperty('browserSecret');
    } finally {
      await other.destroy();
    }
  });

  test('is refused for unknown addresses just the same', async () => {
    const ask = () => askToSignIn(signIn.signingIn, { email: 'nobody@example.org', ip });
    for (let n = 0; n < 5; n += 1) expect(await ask()).toHaveProperty('browserSecret');
    expect(await ask()).toMatchObject({ code: 'SIGN_IN_TOO_OFTEN' });
  });

  test('is refused for one network after sixty, and an IPv6 household is one', async () => {
    const ask = (n: number) =>
      askToSignIn(signIn.signingIn, { email: `${String(n)}@example.org`, ip: `2001:db8:0:7::${n.toString(16)}` });
    const answers = await Promise.all(Array.from({ length: 62 }, (_, n) => ask(n)));
    expect(answers.filter((one) => 'code' in one)).toHaveLength(2);
    expect(await askToSignIn(signIn.signingIn, { email: 'x@example.org', ip: '2001:db8:0:8::1' })).toHaveProperty(
      'browserSecret',
    );
  });
});

describe('a mail', () => {
  test('that does not leave is tried again until its code has run out, and what went wrong is kept as a code', async () => {
    const { email } = await asked();
    const misses: object[] = [];
    const delivering = {
      db: inbox.db,
      open: testSeal.open,
      publicUrl: 'https://grants.example.org',
      onMiss: (miss: object) => misses.push(miss),
      mail: {
        send: () => Promise.reject(Object.assign(new Error(`cannot reach ${email}`), { code: 'ECONNREFUSED' })),
        close: () => undefined,
      },
    };
    expect(await deliverSignInMails(delivering)).toBe(0);
    expect(misses).toMatchObject([{ error: 'ECONNREFUSED', givenUp: false }]);
    expect(await deliverSignInMails(delivering)).toBe(0);
    expect(misses).toHaveLength(1);
    await later(2);
    await deliverSignInMails(delivering);
    expect(misses).toHaveLength(2);
    await later(emailedCode.lastsSeconds);
    await deliverSignInMails(delivering);
    expect(misses).toHaveLength(2);
  });
});

test('what nobody can use any more is removed', async () => {
  await asked();
  await later(25 * 60 * 60);
  await forgetOldSignIns(inbox.db);
  expect(
    await inbox.look('select id from sign_in union all select null from counted where ends_at < app.now()'),
  ).toEqual([]);
});

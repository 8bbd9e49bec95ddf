import {
  addPasskey,
  askForPasskey,
  beginPasskey,
  listPasskeys,
  removePasskey,
  renamePasskey,
  takePasskey,
  type PasskeyAsking,
} from '../../src/commands/sign-in/passkeys';
import { confirmSecondFactor, recoveryCodesLeft, takeRecoveryCode } from '../../src/commands/sign-in/second-factor';
import { passkeyChallengeSeconds, passkeysAtMost, relyingPartyOf } from '../../src/domain/people/signing-in';
import { anOrganisation, aPerson, type Organisation } from '../builders/organisation';
import { anAuthenticator, type Otherwise } from '../support/authenticator';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { granted, signingInOn } from '../support/signing-in';

const origin = 'https://grants.example.org';
const party = { id: 'grants.example.org', origin };

let inbox: Inbox;
let organisation: Organisation;
let signIn: ReturnType<typeof signingInOn>;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  signIn = signingInOn(inbox);
});
afterAll(() => inbox.close());

/** Somebody with a session of their own. */
async function somebody() {
  const actor: Actor = await aPerson(inbox, organisation.tenantId, 'Somebody', [{ role: 'grants_officer' }]);
  const session = await signIn.visitor(await signIn.opened(actor));
  if (session === undefined) throw new Error('there is no session');
  const asking: PasskeyAsking = { loginId: session.loginId, sessionId: session.sessionId, party };
  return { actor, asking, begin: () => beginPasskey(inbox.db, { ...asking, email: session.email, name: 'Somebody' }) };
}

/** Somebody who has one passkey. */
async function withPasskey() {
  const one = await somebody();
  const key = anAuthenticator(origin);
  const added = await addPasskey(inbox.db, one.asking, { answer: key.make(await one.begin()), name: 'My phone' });
  const wanted = async (): Promise<string> => (await askForPasskey(inbox.db, one.asking)) ?? '';
  const use = async (other: Otherwise = {}, options?: string) =>
    takePasskey(inbox.db, one.asking, key.use(options ?? (await wanted()), other));
  return { ...one, key, recoveryCodes: granted(added).recoveryCodes, wanted, use };
}

const later = async (seconds: number) => {
  const [row] = await inbox.look<{ at: Date }>(`select app.now() + make_interval(secs => $1) as at`, [seconds]);
  await inbox.moveClockTo(new Date(row!.at).toISOString());
};

describe('a passkey', () => {
  test('is made once, with recovery codes for whoever had no second factor, and lets its owner in again and again', async () => {
    const { asking, recoveryCodes, use } = await withPasskey();
    expect(recoveryCodes).toHaveLength(10);
    expect(await use()).toBeUndefined();
    expect(await use()).toBeUndefined();
    const [listed] = await listPasskeys(inbox.db, asking.loginId);
    expect(listed).toMatchObject({ name: 'My phone', lastUsedAt: expect.any(String) });
    expect(await inbox.look('select counter::int from passkey where id = $1', [listed!.id])).toEqual([{ counter: 3 }]);
    expect(await takeRecoveryCode(inbox.db, { loginId: asking.loginId, code: recoveryCodes![0]! })).toBeUndefined();
  });

  test('tells the browser which it wants, that it asks for a PIN or finger, and which are there already', async () => {
    const { begin, wanted, key } = await withPasskey();
    const { id } = key.use(await wanted());
    expect(JSON.parse(await wanted())).toMatchObject({
      rpId: party.id,
      userVerification: 'required',
      allowCredentials: [{ id, transports: ['usb'] }],
    });
    expect(JSON.parse(await begin())).toMatchObject({
      rp: { id: party.id },
      attestation: 'none',
      authenticatorSelection: { userVerification: 'required' },
      excludeCredentials: [{ id }],
    });
    const none = await somebody();
    expect(await askForPasskey(inbox.db, none.asking)).toBeUndefined();
  });

  test('beside an app brings no new recovery codes', async () => {
    const { actor, asking, begin } = await somebody();
    const code = await signIn.shown(await signIn.begun(actor));
    granted(await confirmSecondFactor(signIn.signingIn, { loginId: asking.loginId, code }));
    const answer = anAuthenticator(origin).make(await begin());
    expect(await addPasskey(inbox.db, asking, { answer, name: 'Key' })).toEqual({});
    expect(await recoveryCodesLeft(inbox.db, asking.loginId)).toBe(10);
  });

  test('that does not count its uses is taken each time', async () => {
    const one = await somebody();
    const key = anAuthenticator(origin);
    await addPasskey(inbox.db, one.asking, { answer: key.make(await one.begin(), { counter: 0 }), name: 'Phone' });
    for (let n = 0; n < 2; n += 1) {
      const answer = key.use((await askForPasskey(inbox.db, one.asking)) ?? '', { counter: 0 });
      expect(await takePasskey(inbox.db, one.asking, answer)).toBeUndefined();
    }
  });
});

describe('what a passkey has signed is refused', () => {
  const refusedAs = (code: string) => expect.objectContaining({ code });

  test('the second time, also of two at once', async () => {
    const { asking, key, wanted, use } = await withPasskey();
    const answer = key.use(await wanted());
    const both = await Promise.all([takePasskey(inbox.db, asking, answer), takePasskey(inbox.db, asking, answer)]);
    expect(both).toContain(undefined);
    expect(both).toContainEqual(refusedAs('PASSKEY_OVER'));
    expect(await takePasskey(inbox.db, asking, answer)).toEqual(refusedAs('PASSKEY_OVER'));
    expect(await use()).toBeUndefined();
  });

  test('in another browser, after a quarter of an hour, or where nothing of the kind was asked', async () => {
    const { actor, asking, begin, key, wanted, use } = await withPasskey();
    const elsewhere = await signIn.visitor(await signIn.opened(actor));
    const other = { ...asking, sessionId: elsewhere!.sessionId };
    expect(await takePasskey(inbox.db, other, key.use(await wanted()))).toEqual(refusedAs('PASSKEY_OVER'));
    expect(await use({ challenge: Buffer.from('made up').toString('base64url') })).toEqual(refusedAs('PASSKEY_OVER'));
    expect(await use({}, await begin())).toEqual(refusedAs('PASSKEY_OVER'));
    const early = await wanted();
    await later(passkeyChallengeSeconds);
    expect(await use({}, early)).toEqual(refusedAs('PASSKEY_OVER'));
    const junk = key.use(await wanted());
    const unread = { ...junk, response: { ...junk.response, clientDataJSON: 'e30' } };
    expect(await takePasskey(inbox.db, asking, unread)).toEqual(refusedAs('PASSKEY_OVER'));
  });

  test('by another’s key, or by one that nobody has', async () => {
    const [mine, theirs] = [await withPasskey(), await withPasskey()];
    for (const key of [theirs.key, anAuthenticator(origin)])
      expect(await takePasskey(inbox.db, mine.asking, key.use(await mine.wanted()))).toEqual(
        refusedAs('PASSKEY_WRONG'),
      );
    // Nor under the name of mine.
    const answer = { ...theirs.key.use(await mine.wanted()), id: mine.key.use(await mine.wanted()).id };
    expect(await takePasskey(inbox.db, mine.asking, { ...answer, rawId: answer.id })).toEqual(
      refusedAs('PASSKEY_WRONG'),
    );
  });

  test.each([
    ['on another site', { origin: 'https://grants.example.org.evil.example' }],
    ['for another host', { host: 'evil.example' }],
    ['without a PIN or finger', { verifiesUser: false }],
  ])('%s, and so is making one there', async (_where, other) => {
    const { asking, use, begin } = await withPasskey();
    expect(await use(other)).toEqual(refusedAs('PASSKEY_WRONG'));
    const answer = anAuthenticator(origin).make(await begin(), other);
    expect(await addPasskey(inbox.db, asking, { answer, name: 'Key' })).toEqual(refusedAs('PASSKEY_WRONG'));
    expect(await listPasskeys(inbox.db, asking.loginId)).toHaveLength(1);
  });

  test('when its count of uses went back or stood still: it may be a copy', async () => {
    const { use } = await withPasskey();
    expect(await use({ counter: 7 })).toBeUndefined();
    for (const counter of [7, 6, 0]) expect(await use({ counter })).toEqual(refusedAs('PASSKEY_COPIED'));
    expect(await use({ counter: 8 })).toBeUndefined();
  });
});

describe('passkeys of an account', () => {
  test('are the same one once, and not somebody else’s too', async () => {
    const { asking, key, begin } = await withPasskey();
    const add = async (to: PasskeyAsking, options: string) =>
      addPasskey(inbox.db, to, { answer: key.make(options), name: 'Again' });
    expect(await add(asking, await begin())).toMatchObject({ code: 'PASSKEY_KNOWN_ALREADY' });
    const other = await somebody();
    expect(await add(other.asking, await other.begin())).toMatchObject({ code: 'PASSKEY_KNOWN_ALREADY' });
  });

  test('are ten at most', async () => {
    const { asking, begin } = await withPasskey();
    const add = async () =>
      addPasskey(inbox.db, asking, { answer: anAuthenticator(origin).make(await begin()), name: 'Key' });
    for (let n = 1; n < passkeysAtMost; n += 1) expect(await add()).toEqual({});
    expect(await add()).toMatchObject({ code: 'PASSKEY_TOO_MANY' });
  });

  test('are named and taken off by their owner alone, but not the last without an app', async () => {
    const { actor, asking, use } = await withPasskey();
    const [{ id: passkeyId } = { id: '' }] = await listPasskeys(inbox.db, asking.loginId);
    const [mine, theirs] = [
      { loginId: asking.loginId, passkeyId },
      { loginId: (await somebody()).asking.loginId, passkeyId },
    ];
    expect(await renamePasskey(inbox.db, { ...theirs, name: 'Mine' })).toMatchObject({ code: 'PASSKEY_UNKNOWN' });
    expect(await removePasskey(inbox.db, theirs)).toMatchObject({ code: 'PASSKEY_UNKNOWN' });
    expect(await renamePasskey(inbox.db, { ...mine, name: 'Old phone' })).toBeUndefined();
    expect(await listPasskeys(inbox.db, asking.loginId)).toMatchObject([{ name: 'Old phone' }]);
    expect(await removePasskey(inbox.db, mine)).toMatchObject({ code: 'PASSKEY_LAST' });
    const code = await signIn.shown(await signIn.begun(actor));
    granted(await confirmSecondFactor(signIn.signingIn, { loginId: asking.loginId, code }));
    expect(await removePasskey(inbox.db, mine)).toBeUndefined();
    expect(await removePasskey(inbox.db, mine)).toMatchObject({ code: 'PASSKEY_UNKNOWN' });
    expect(await askForPasskey(inbox.db, asking)).toBeUndefined();
    expect(await use({}, JSON.stringify({ challenge: 'AAAA' }))).toMatchObject({ code: 'PASSKEY_OVER' });
  });
});

test.each([
  ['https://grants.example.org/', { id: 'grants.example.org', origin: 'https://grants.example.org' }],
  ['https://grants.example.org:8443', { id: 'grants.example.org', origin: 'https://grants.example.org:8443' }],
  ['http://localhost:8080', { id: 'localhost', origin: 'http://localhost:8080' }],
  ['http://grants.example.org', undefined],
  ['https://192.0.2.1', undefined],
  ['http://127.0.0.1:8080', undefined],
  ['https://[2001:db8::1]', undefined],
])('passkeys of %s are made for its host', (publicUrl, expected) => {
  expect(relyingPartyOf(publicUrl)).toEqual(expected);
});

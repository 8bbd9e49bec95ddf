import {
  beginSecondFactor,
  confirmSecondFactor,
  recoveryCodesLeft,
  renewRecoveryCodes,
  takeRecoveryCode,
  takeSecondFactor,
} from '../../src/commands/sign-in/second-factor';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { openInbox, type Inbox } from '../support/inbox';
import { granted, signingInOn } from '../support/signing-in';

let inbox: Inbox;
let organisation: Organisation;
let signIn: ReturnType<typeof signingInOn>;
let loginId: string;
beforeEach(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  signIn = signingInOn(inbox);
  ({ loginId } = await signIn.addressOf(organisation.officer));
});
afterEach(() => inbox.close());

const later = async (seconds: number) => {
  const [row] = await inbox.look<{ at: Date }>(`select app.now() + make_interval(secs => $1) as at`, [seconds]);
  await inbox.moveClockTo(new Date(row!.at).toISOString());
};

async function setUp() {
  const secret = await signIn.begun(organisation.officer);
  const done = granted(await confirmSecondFactor(signIn.signingIn, { loginId, code: await signIn.shown(secret) }));
  await later(60); // the code that confirmed it is used up
  return { secret, ...done };
}
const take = (code: string) => takeSecondFactor(signIn.signingIn, { loginId, code });
const never = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('setting an app up', () => {
  test('shows the same key until a right code confirms it, sealed in the record', async () => {
    const asking = { loginId, email: 'officer@example.org' };
    const [one, again] = [
      await beginSecondFactor(signIn.signingIn, asking),
      await beginSecondFactor(signIn.signingIn, asking),
    ];
    expect(again).toEqual(one);
    expect(one.uri).toBe(`otpauth://totp/Grantpot:officer%40example.org?secret=${one.secret}&issuer=Grantpot`);
    expect(JSON.stringify(await inbox.look('select * from second_factor'))).not.toContain(one.secret);
    const code = await signIn.shown(one.secret);
    expect(await take(code)).toMatchObject({ code: 'SECOND_FACTOR_MISSING' });
    expect(await confirmSecondFactor(signIn.signingIn, { loginId, code: never(code) })).toMatchObject({
      code: 'SECOND_FACTOR_WRONG',
      field: '/code',
    });
    const { recoveryCodes } = granted(await confirmSecondFactor(signIn.signingIn, { loginId, code }));
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const one of recoveryCodes) expect(one).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
    expect(JSON.stringify(await inbox.look('select * from recovery_code'))).not.toContain(recoveryCodes[0]);
  });

  test('anew leaves the old app until the new one is confirmed', async () => {
    const { secret } = await setUp();
    const anew = await signIn.begun(organisation.officer);
    expect(await take(await signIn.shown(secret))).toBeUndefined();
    granted(await confirmSecondFactor(signIn.signingIn, { loginId, code: await signIn.shown(anew) }));
    await later(60);
    expect(await take(await signIn.shown(secret))).toMatchObject({ code: 'SECOND_FACTOR_WRONG' });
    expect(await take(await signIn.shown(anew))).toBeUndefined();
  });

  test('is not confirmed by whoever has begun nothing', async () => {
    expect(await confirmSecondFactor(signIn.signingIn, { loginId, code: '123456' })).toMatchObject({
      code: 'SECOND_FACTOR_MISSING',
    });
  });
});

describe('a code of the app', () => {
  test('is taken once, also by two at once', async () => {
    const { secret } = await setUp();
    const code = await signIn.shown(secret);
    const both = await Promise.all([take(code), take(code)]);
    expect(both.filter((one) => one === undefined)).toHaveLength(1);
    expect(both).toContainEqual(expect.objectContaining({ code: 'SECOND_FACTOR_WRONG' }));
  });

  test('of before the last one that was taken is refused', async () => {
    const { secret } = await setUp();
    expect(await take(await signIn.shown(secret))).toBeUndefined();
    expect(await take(await signIn.shown(secret, -30))).toMatchObject({ code: 'SECOND_FACTOR_WRONG' });
    expect(await take(await signIn.shown(secret, 30))).toBeUndefined();
  });

  test('may be a step early or late, and no more', async () => {
    const { secret } = await setUp();
    expect(await take(await signIn.shown(secret, -90))).toMatchObject({ code: 'SECOND_FACTOR_WRONG' });
    expect(await take(await signIn.shown(secret, 90))).toMatchObject({ code: 'SECOND_FACTOR_WRONG' });
    expect(await take(await signIn.shown(secret, -30))).toBeUndefined();
  });

  test.each(['', '12345', 'abcdef', '1234567'])('is not %j', async (code) => {
    await setUp();
    expect(await take(code)).toMatchObject({ code: 'SECOND_FACTOR_WRONG' });
  });

  test('can be wrong five times in a quarter of an hour, also all at once; then even a right one waits', async () => {
    const { secret } = await setUp();
    const code = await signIn.shown(secret);
    const tries = await Promise.all(Array.from({ length: 7 }, () => take(never(code))));
    expect(tries.filter((one) => one?.code === 'SECOND_FACTOR_LOCKED')).toHaveLength(2);
    expect(await take(code)).toMatchObject({ code: 'SECOND_FACTOR_LOCKED' });
    await later(15 * 60);
    expect(await take(await signIn.shown(secret))).toBeUndefined();
  });
});

describe('a recovery code', () => {
  test('is taken once, however it is typed', async () => {
    const { recoveryCodes } = await setUp();
    const [first = '', second = ''] = recoveryCodes;
    const give = (code: string) => takeRecoveryCode(inbox.db, { loginId, code });
    expect(await give(first.toLowerCase().replaceAll('-', ' '))).toBeUndefined();
    expect(await give(first)).toMatchObject({ code: 'RECOVERY_CODE_WRONG', field: '/code' });
    const both = await Promise.all([give(second), give(second)]);
    expect(both.filter((one) => one === undefined)).toHaveLength(1);
    expect(await recoveryCodesLeft(inbox.db, loginId)).toBe(8);
  });

  test('of before new ones were made is worth nothing, and nor is another’s', async () => {
    const { recoveryCodes } = await setUp();
    const renewed = await renewRecoveryCodes(inbox.db, loginId);
    expect(await takeRecoveryCode(inbox.db, { loginId, code: recoveryCodes[0]! })).toMatchObject({
      code: 'RECOVERY_CODE_WRONG',
    });
    const other = await signIn.addressOf(organisation.manager);
    await signIn.begun(organisation.manager);
    expect(await takeRecoveryCode(inbox.db, { loginId: other.loginId, code: renewed.recoveryCodes[0]! })).toMatchObject(
      { code: 'RECOVERY_CODE_WRONG' },
    );
  });

  test('is guessed no oftener than a code of the app', async () => {
    await setUp();
    const give = () => takeRecoveryCode(inbox.db, { loginId, code: '0000-0000-0000-0000' });
    for (let n = 0; n < 5; n += 1) expect(await give()).toMatchObject({ code: 'RECOVERY_CODE_WRONG' });
    expect(await give()).toMatchObject({ code: 'SECOND_FACTOR_LOCKED' });
  });
});

describe('an administrator takes a second factor off a colleague', () => {
  const reset = (by = organisation.administrator, of = organisation.officer) =>
    inbox.send(by, 'resetSecondFactor', of.personId, { reason: 'Has lost the phone.' });
  const left = async () => [
    ...(await inbox.look('select login_id from second_factor where login_id = $1', [loginId])),
    ...(await inbox.look('select login_id from recovery_code where login_id = $1', [loginId])),
    ...(await inbox.look('select login_id from passkey where login_id = $1', [loginId])),
  ];

  test('who is signed out everywhere, told, and sets one up anew', async () => {
    await setUp();
    const session = await signIn.opened(organisation.officer);
    await inbox.look(
      `insert into passkey (id, login_id, credential_id, public_key, counter, transports, name) values (gen_random_uuid(), $1, 'x', '', 0, '{}', 'Phone')`,
      [loginId],
    );
    const { commandId, status } = await reset();
    expect(status).toBe('applied');
    expect(await left()).toEqual([]);
    expect(await signIn.visitor(session)).toBeUndefined();
    expect(
      await inbox.look(
        `select e.type, e.audience, t.text from event e join event_text t on t.event_id = e.id where e.command_id = $1`,
        [commandId],
      ),
    ).toEqual([{ type: 'second_factor_reset', audience: 'staff', text: 'Has lost the phone.' }]);
    expect(
      await inbox.look('select template, facts from outbox where person_id = $1', [organisation.officer.personId]),
    ).toEqual([{ template: 'second-factor-reset', facts: {} }]);
    expect((await setUp()).recoveryCodes).toHaveLength(10);
  });

  test('not off themselves, not off whoever has none, and nobody else does', async () => {
    expect(await reset()).toMatchObject({ refusal: { code: 'SECOND_FACTOR_NOT_SET_UP' } });
    await setUp();
    expect(await reset(organisation.manager)).toMatchObject({ refusal: { code: 'NOT_YOURS_TO_DO' } });
    const own = await signIn.addressOf(organisation.administrator);
    const secret = await signIn.begun(organisation.administrator);
    granted(await confirmSecondFactor(signIn.signingIn, { loginId: own.loginId, code: await signIn.shown(secret) }));
    expect(await reset(organisation.administrator, organisation.administrator)).toMatchObject({
      refusal: { code: 'SECOND_FACTOR_YOUR_OWN' },
    });
    expect(await left()).not.toEqual([]);
  });

  test('not off whoever works with another organisation too, as long as they do', async () => {
    await setUp();
    const elsewhere = await anOrganisation(inbox);
    const { email } = await signIn.addressOf(organisation.officer);
    const { subjectId } = await inbox.done(elsewhere.administrator, 'addPerson', null, { name: 'Officer', email });
    expect(await reset()).toMatchObject({ refusal: { code: 'SECOND_FACTOR_SHARED' } });
    expect(await reset(elsewhere.administrator, { tenantId: elsewhere.tenantId, personId: subjectId })).toMatchObject({
      refusal: { code: 'SECOND_FACTOR_SHARED' },
    });
    expect(await left()).not.toEqual([]);
    await inbox.done(elsewhere.administrator, 'leave', subjectId);
    expect(await reset()).toMatchObject({ status: 'applied' });
  });
});

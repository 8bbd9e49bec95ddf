import { randomUUID } from 'node:crypto';

import { listOrganisationsOf, listSessions } from '../../db/queries/people/sessions';
import { forgetOldSignIns } from '../../db/queries/people/sign-in-mails';
import { askForFreshCode } from '../../src/commands/sign-in/ask';
import { tryFreshCode } from '../../src/commands/sign-in/enter';
import { findKeptForms, forgetKeptForm, keepForm } from '../../src/commands/sign-in/kept-forms';
import { hashOf } from '../../src/commands/sign-in/secrets';
import {
  chooseOrganisation,
  endSession,
  endSessions,
  noteShown,
  openSession,
  signOut,
} from '../../src/commands/sign-in/sessions';
import { anOrganisation, aPerson, type Organisation } from '../builders/organisation';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
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

const later = async (seconds: number) => {
  const [row] = await inbox.look<{ at: Date }>(`select app.now() + make_interval(secs => $1) as at`, [seconds]);
  await inbox.moveClockTo(new Date(row!.at).toISOString());
};
const hour = 3_600;

/** Somebody who works for two organisations by one address: an officer of the first, on the panel of the second. */
async function ofTwo(): Promise<{ first: Actor; second: Actor; elsewhere: Organisation }> {
  const elsewhere = await anOrganisation(inbox);
  const first = organisation.officer;
  const second = elsewhere.panel[0];
  const { loginId } = await signIn.addressOf(first);
  await inbox.look('update person set login_id = $1 where id = $2', [loginId, second.personId]);
  return { first, second, elsewhere };
}

describe('a session', () => {
  test('says who somebody is, with the roles that they hold now', async () => {
    const token = await signIn.opened(organisation.officer);
    const { email, loginId } = await signIn.addressOf(organisation.officer);
    expect(await signIn.visitor(token)).toEqual({
      sessionId: expect.any(String),
      loginId,
      email,
      person: {
        tenantId: organisation.tenantId,
        personId: organisation.officer.personId,
        name: 'Grants Officer',
        organisation: {
          id: organisation.tenantId,
          name: 'Croydon Voluntary Action',
          slug: expect.any(String),
          colour: null,
          logoId: null,
        },
      },
      roles: [{ name: 'grants_officer', potId: null, partyId: null, ownLimitPence: null }],
      secondFactorAt: null,
      reauthenticatedAt: expect.stringMatching(/^2027-02-01T10:/),
      hasApp: false,
      hasPasskey: false,
      now: expect.stringMatching(/^2027-02-01T10:/),
    });
    await inbox.look('update role set ended_at = app.now() where person_id = $1', [organisation.officer.personId]);
    expect(await signIn.visitor(token)).toMatchObject({ roles: [] });
  });

  test('is kept as a digest of its token, and nothing made up is one', async () => {
    const token = await signIn.opened(organisation.officer);
    expect(JSON.stringify(await inbox.look('select to_jsonb(s) from session s'))).not.toContain(token);
    expect(await signIn.visitor('made up')).toBeUndefined();
  });

  test.each([
    ['staff', 'officer', hour, 12 * hour],
    ['others', 'panel', 12 * hour, 30 * 24 * hour],
  ] as const)(
    'of %s ends when it is not used for long, and in any case in the end',
    async (_who, of, idle, absolute) => {
      const somebody = () => (of === 'panel' ? organisation.panel[0] : organisation.officer);
      const unused = await signIn.opened(somebody());
      await later(idle - 60);
      const used = await signIn.opened(somebody());
      await later(60);
      expect(await signIn.visitor(unused)).toBeUndefined();
      for (let passed = 60; passed < absolute - idle; passed += idle - 120) {
        expect(await signIn.visitor(used)).toBeDefined();
        await later(idle - 120);
      }
      await signIn.visitor(used);
      await later(idle - 60);
      await signIn.visitor(used);
      await later(idle - 60);
      expect(await signIn.visitor(used)).toBeUndefined();
    },
  );

  test('of somebody who becomes staff has the limits of staff at once', async () => {
    const token = await signIn.opened(organisation.panel[0]);
    await later(2 * hour);
    await inbox.look('update role set name = $1 where person_id = $2', [
      'grants_officer',
      organisation.panel[0].personId,
    ]);
    expect(await signIn.visitor(token)).toBeUndefined();
  });

  test('ends when the person leaves', async () => {
    const token = await signIn.opened(organisation.officer);
    await inbox.look('update person set left_at = app.now() where id = $1', [organisation.officer.personId]);
    expect(await signIn.visitor(token)).toBeUndefined();
  });

  test('is opened for nobody who has left everywhere', async () => {
    const { loginId } = await signIn.addressOf(organisation.officer);
    await inbox.look('update person set left_at = app.now() where id = $1', [organisation.officer.personId]);
    expect(await openSession(inbox.db, { loginId, userAgent: undefined })).toMatchObject({ code: 'SIGN_IN_NOBODY' });
  });
});

describe('the id of a session', () => {
  test('is another after signing in: the one from before lets nobody in', async () => {
    const before = await signIn.opened(organisation.panel[0]);
    const { loginId } = await signIn.addressOf(organisation.officer);
    const { token } = granted(await openSession(inbox.db, { loginId, userAgent: undefined, before: hashOf(before) }));
    expect(await signIn.visitor(before)).toBeUndefined();
    expect(await signIn.visitor(token)).toMatchObject({ loginId });
  });

  test('is another after the second factor', async () => {
    const before = await signIn.opened(organisation.officer);
    const was = await signIn.visitor(before);
    const { token } = granted(await noteShown(inbox.db, hashOf(before), { secondFactor: true }));
    expect(await signIn.visitor(before)).toBeUndefined();
    const is = await signIn.visitor(token);
    expect(is).toMatchObject({ sessionId: was!.sessionId, secondFactorAt: is!.reauthenticatedAt });
    expect(is!.secondFactorAt).not.toBeNull();
    expect(await noteShown(inbox.db, hashOf(before), { secondFactor: true })).toBeUndefined();
  });
});

describe('sessions of one login', () => {
  test('are listed, and ended one by one or all but this', async () => {
    const tokens = [];
    for (let n = 0; n < 3; n += 1) tokens.push(await signIn.opened(organisation.officer));
    const { loginId } = await signIn.addressOf(organisation.officer);
    const listed = await listSessions(inbox.db, loginId);
    expect(listed).toHaveLength(3);
    const [first, second, third] = await Promise.all(tokens.map((token) => signIn.visitor(token)));
    expect(await endSession(inbox.db, { loginId, sessionId: first!.sessionId })).toBeUndefined();
    expect(await endSession(inbox.db, { loginId, sessionId: first!.sessionId })).toMatchObject({
      code: 'SESSION_UNKNOWN',
    });
    expect(await signIn.visitor(tokens[0]!)).toBeUndefined();
    await endSessions(inbox.db, { loginId, but: second!.sessionId });
    expect((await listSessions(inbox.db, loginId)).map(({ id }) => id)).toEqual([second!.sessionId]);
    expect(third).toBeDefined();
    await endSessions(inbox.db, { loginId });
    expect(await listSessions(inbox.db, loginId)).toEqual([]);
  });

  test('are ended by nobody else', async () => {
    const token = await signIn.opened(organisation.officer);
    const { sessionId } = (await signIn.visitor(token))!;
    const { loginId } = await signIn.addressOf(organisation.manager);
    expect(await endSession(inbox.db, { loginId, sessionId })).toMatchObject({ code: 'SESSION_UNKNOWN' });
    await endSessions(inbox.db, { loginId });
    expect(await signIn.visitor(token)).toBeDefined();
  });

  test('end by signing out', async () => {
    const token = await signIn.opened(organisation.officer);
    await signOut(inbox.db, hashOf(token));
    expect(await signIn.visitor(token)).toBeUndefined();
  });
});

describe('somebody who works for two organisations', () => {
  test('chooses one, is then who they are there, and can change over under a new id', async () => {
    const { first, second, elsewhere } = await ofTwo();
    const token = await signIn.opened(first);
    const { loginId } = await signIn.addressOf(first);
    expect(await signIn.visitor(token)).toMatchObject({ person: null, roles: [] });
    expect((await listOrganisationsOf(inbox.db, loginId)).map(({ personId }) => personId).toSorted()).toEqual(
      [first.personId, second.personId].toSorted(),
    );
    const there = granted(await chooseOrganisation(inbox.db, hashOf(token), elsewhere.tenantId)).token;
    expect(await signIn.visitor(there)).toMatchObject({
      person: { personId: second.personId, tenantId: elsewhere.tenantId },
      roles: [{ name: 'panel_member' }],
    });
    expect(await signIn.visitor(token)).toBeUndefined();
    const shown = granted(await noteShown(inbox.db, hashOf(there), { secondFactor: true })).token;
    const here = granted(await chooseOrganisation(inbox.db, hashOf(shown), organisation.tenantId)).token;
    expect(await signIn.visitor(here)).toMatchObject({ person: { personId: first.personId }, secondFactorAt: null });
  });

  test('chooses none in which they are nobody, or no longer', async () => {
    const { first, second, elsewhere } = await ofTwo();
    const stranger = await anOrganisation(inbox);
    const token = await signIn.opened(first);
    await inbox.look('update person set left_at = app.now() where id = $1', [second.personId]);
    for (const tenantId of [stranger.tenantId, elsewhere.tenantId, randomUUID()]) {
      expect(await chooseOrganisation(inbox.db, hashOf(token), tenantId)).toMatchObject({
        code: 'ORGANISATION_NOT_YOURS',
      });
    }
    expect(await signIn.visitor(token)).toMatchObject({ person: null });
  });
});

describe('a fresh code within a session', () => {
  test('shows that it is still them, in that session alone', async () => {
    const [token, another] = [await signIn.opened(organisation.panel[0]), await signIn.opened(organisation.panel[1])];
    const { email } = await signIn.addressOf(organisation.panel[0]);
    expect(await askForFreshCode(signIn.signingIn, hashOf(token))).toBeUndefined();
    const { code, link } = await signIn.mailed(email);
    expect(link).toBeUndefined();
    const [own, others] = [(await signIn.visitor(token))!, (await signIn.visitor(another))!];
    expect(await tryFreshCode(signIn.signingIn, { sessionId: others.sessionId, code })).toMatchObject({
      code: 'SIGN_IN_CODE_OVER',
    });
    expect(await tryFreshCode(signIn.signingIn, { sessionId: own.sessionId, code })).toMatchObject({
      loginId: own.loginId,
    });
    expect(await tryFreshCode(signIn.signingIn, { sessionId: own.sessionId, code })).toMatchObject({
      code: 'SIGN_IN_CODE_OVER',
    });
  });
});

test('a session is not made for one of another login', async () => {
  const { loginId } = await signIn.addressOf(organisation.officer);
  expect(
    await openSession(inbox.db, {
      loginId,
      userAgent: undefined,
      as: aMember(organisation.manager),
    }),
  ).toMatchObject({ code: 'SIGN_IN_NOBODY' });
  const other = await aPerson(inbox, organisation.tenantId, 'Nobody yet', []);
  expect(
    await openSession(inbox.db, { ...(await signIn.addressOf(other)), userAgent: undefined, as: aMember(other) }),
  ).toHaveProperty('token');
});

const aMember = ({ tenantId, personId }: Actor) => ({ tenantId, personId });

describe('a form that was sent when nobody was signed in', () => {
  const place = { browser: 'this browser', address: '/people/new' };
  const shownTo = async (actor: Actor) => ({
    loginId: (await signIn.addressOf(actor)).loginId,
    personId: actor.personId,
  });
  const keep = async (actor: Actor, typed: string, form = 'add') =>
    keepForm(signIn.signingIn, { ...place, ...(await shownTo(actor)), form, content: typed });
  const kept = async (actor: Actor, elsewhere: Partial<typeof place> = {}) =>
    findKeptForms(signIn.signingIn, { ...place, ...elsewhere, ...(await shownTo(actor)) });
  const rows = () => inbox.look<{ row: string }>('select k::text as row from kept_form k');

  test('waits sealed for whom it was shown to, at its address in its browser, until it is taken', async () => {
    expect(await keep(organisation.officer, 'A first try')).toBe(true);
    await keep(organisation.officer, 'Blessing Adeyemi');
    await keep(organisation.officer, 'Another form', 'remove');
    expect(JSON.stringify(await rows())).not.toContain('Blessing');
    await forgetKeptForm(inbox.db, { ...place, form: 'remove', ...(await shownTo(organisation.officer)) });
    const here = { form: 'add', content: 'Blessing Adeyemi' };
    expect(await kept(organisation.officer)).toEqual({ count: 1, here });
    expect(await kept(organisation.officer, { address: '/people' })).toEqual({ count: 1, here: undefined });
    expect(await kept(organisation.officer, { browser: 'another' })).toEqual({ count: 0, here: undefined });
  });

  test('is dropped when somebody else signs in in that browser', async () => {
    await keep(organisation.officer, 'Blessing Adeyemi');
    expect(await kept(organisation.manager)).toEqual({ count: 0, here: undefined });
    expect(await rows()).toEqual([]);
    expect(await kept(organisation.officer)).toEqual({ count: 0, here: undefined });
  });

  test('is not shown to the same login in another organisation, and waits', async () => {
    const { first, second } = await ofTwo();
    await keep(first, 'Blessing Adeyemi');
    expect(await kept(second)).toEqual({ count: 1, here: undefined });
    expect(await kept(first)).toMatchObject({ count: 1, here: { content: 'Blessing Adeyemi' } });
  });

  test('runs out after an hour, and is then swept away', async () => {
    await keep(organisation.officer, 'Blessing Adeyemi');
    await forgetOldSignIns(inbox.db);
    await later(hour - 60);
    expect(await kept(organisation.officer)).toMatchObject({ count: 1 });
    await later(61);
    expect(await rows()).toHaveLength(1);
    await forgetOldSignIns(inbox.db);
    expect(await rows()).toEqual([]);
    await keep(organisation.officer, 'Blessing Adeyemi');
    await later(hour + 1);
    expect(await kept(organisation.officer)).toEqual({ count: 0, here: undefined });
  });

  test('is one of thirty an hour, so that nobody fills the records with them; and of nobody unknown', async () => {
    const said: boolean[] = [];
    for (let n = 0; n < 31; n += 1) said.push(await keep(organisation.officer, 'x', `form ${String(n)}`));
    expect(said.filter(Boolean)).toHaveLength(30);
    expect(said.at(-1)).toBe(false);
    const nobody = { loginId: randomUUID(), personId: randomUUID() };
    expect(await keepForm(signIn.signingIn, { ...place, ...nobody, form: 'add', content: 'x' })).toBe(false);
  });
});

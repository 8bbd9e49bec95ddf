import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  confirmSubscription,
  leaveAnnouncements,
  subscribe,
  subscribingLimits,
} from '../../src/commands/announcements/subscribe';
import { linkToken, readLinkToken } from '../../src/contracts/link-token';
import { createMail, listMail, readMail } from '../../src/delivery/mail';
import { deliverOutbox } from '../../src/delivery/outbox';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { openInbox, type Inbox } from '../support/inbox';
import { testSeal } from '../support/seal';

let inbox: Inbox;
let organisation: Organisation;
let slug: string;
beforeAll(async () => {
  inbox = await openInbox();
});
afterAll(() => inbox.close());
beforeEach(async () => {
  organisation = await anOrganisation(inbox);
  const [tenant] = await inbox.look<{ slug: string }>('select slug from tenant where id = $1', [organisation.tenantId]);
  slug = tenant!.slug;
});

const subscriptions = () =>
  inbox.look<{ id: string; email: string; potId: string | null; confirmed: boolean }>(
    `select id, email, pot_id as "potId", confirmed_at is not null as confirmed from announcement_subscription where tenant_id = $1 order by email, id`,
    [organisation.tenantId],
  );
const mails = (template: string) =>
  inbox.look<{ correspondent_id: string; facts: object }>(
    'select correspondent_id, facts from outbox where tenant_id = $1 and template = $2 order by sequence',
    [organisation.tenantId, template],
  );
let networks = 0;
/** Everybody asks from a network of their own, unless the test is about that. */
const asking = (ip = `10.0.${String((networks += 1) >> 8)}.${String(networks & 255)}`) => ({
  db: inbox.db,
  fingerprint: testSeal.fingerprint,
  ip,
});
const ask = (email: string, potId?: string) =>
  subscribe(asking(), { organisation: slug, email, ...(potId === undefined ? {} : { potId }) });
/** Asks, and confirms as if by the link. @returns the subscription's id */
const joined = async (email: string, potId?: string) => {
  await ask(email, potId);
  const id = (await subscriptions()).find((one) => one.email === email && one.potId === (potId ?? null))!.id;
  expect(await confirmSubscription(inbox.db, { tenantId: organisation.tenantId, id })).toBe(true);
  return id;
};
const windowPot = () => aPot(inbox, organisation, { budgetPence: 100_000, policy: aPolicy({ intake: 'window' }) });

describe('who wants to hear of pots', () => {
  test('is asked by mail to confirm, and is sent nothing else until then', async () => {
    await ask('Grace@Hibiscus.example');
    expect(await subscriptions()).toMatchObject([{ email: 'grace@hibiscus.example', confirmed: false }]);
    expect(await mails('announcements-confirm')).toHaveLength(1);
    await aPot(inbox, organisation, { budgetPence: 1_000 });
    expect(await mails('pot-takes-applications')).toEqual([]);
  });

  test('is told when a pot that takes applications at any time is opened; of one with rounds when a round opens', async () => {
    const everything = await joined('all@one.example');
    const { potId } = await windowPot();
    expect(await mails('pot-takes-applications')).toEqual([]);
    const one = await joined('one@one.example', potId);
    const { potId: rolling } = await aPot(inbox, organisation, { budgetPence: 1_000 });
    expect(await mails('pot-takes-applications')).toEqual([
      { correspondent_id: everything, facts: { potId: rolling, closesAt: null } },
    ]);

    await inbox.moveClockTo('2027-02-01T10:00:00.000Z');
    const round = await inbox.done(organisation.manager, 'planRound', null, {
      potId,
      name: 'Spring',
      opensAt: '2027-03-01T08:00:00.000Z',
      closesAt: '2027-04-01T16:00:00.000Z',
      decideBy: '2027-05-01T16:00:00.000Z',
    });
    await inbox.moveClockTo('2027-03-01T08:00:01.000Z');
    await inbox.applyDueNow(organisation.tenantId, 'round', round.subjectId);
    const told = (await mails('pot-takes-applications')).slice(1);
    expect(told.map((mail) => mail.correspondent_id).toSorted()).toEqual([everything, one].toSorted());
    expect(told[0]!.facts).toEqual({ potId, closesAt: '2027-04-01T16:00:00.000Z' });
  });

  test('is told once, though they asked for one pot and for all', async () => {
    const { potId } = await windowPot();
    await joined('both@one.example');
    const forOne = await joined('both@one.example', potId);
    await inbox.moveClockTo('2027-02-01T10:00:00.000Z');
    const round = await inbox.done(organisation.manager, 'planRound', null, {
      potId,
      name: 'Spring',
      opensAt: '2027-03-01T08:00:00.000Z',
      closesAt: '2027-04-01T16:00:00.000Z',
      decideBy: '2027-05-01T16:00:00.000Z',
    });
    await inbox.moveClockTo('2027-03-02T08:00:00.000Z');
    await inbox.applyDueNow(organisation.tenantId, 'round', round.subjectId);
    expect((await mails('pot-takes-applications')).map((mail) => mail.correspondent_id)).toEqual([forOne]);
  });

  test('leaves at once and is forgotten; and again as often as they like', async () => {
    const id = await joined('leaves@one.example');
    await leaveAnnouncements(inbox.db, { tenantId: organisation.tenantId, id });
    await leaveAnnouncements(inbox.db, { tenantId: organisation.tenantId, id });
    expect(await subscriptions()).toEqual([]);
    expect(await confirmSubscription(inbox.db, { tenantId: organisation.tenantId, id })).toBe(false);
    await aPot(inbox, organisation, { budgetPence: 1_000 });
    expect(await mails('pot-takes-applications')).toEqual([]);
  });
});

describe('nobody', () => {
  test('learns who is known, fills a mailbox, or makes an organisation send to thousands', async () => {
    const { potId } = await windowPot();
    const other = await anOrganisation(inbox);
    const { potId: theirs } = await aPot(inbox, other, { budgetPence: 1_000 });
    await subscribe(asking(), { organisation: 'nobody-here', email: 'a@one.example' });
    await ask('a@one.example', theirs);
    expect(await subscriptions()).toEqual([]);

    const { address, network, organisation: whole } = subscribingLimits;
    for (let n = 0; n < address.atMost + 2; n += 1) await ask('a@one.example', potId);
    const confirming = async () => (await mails('announcements-confirm')).length;
    expect(await confirming()).toBe(address.atMost);
    await inbox.look(`update counted set ends_at = app.now()`);
    await ask('a@one.example', potId);
    expect(await confirming()).toBe(address.atMost + 1);

    await joined('known@one.example');
    const before = await confirming();
    await ask('known@one.example');
    expect(await confirming()).toBe(before);

    for (let n = 0; n < network.atMost + 2; n += 1)
      await subscribe(asking('192.0.2.1'), { organisation: slug, email: `n${String(n)}@one.example` });
    expect(await confirming()).toBe(before + network.atMost);
    await inbox.look('update counted set count = $1 where count > $2', [whole.atMost, network.atMost]);
    await ask('late@one.example');
    expect(await confirming()).toBe(before + network.atMost);
  });

  test('is kept who never confirmed', async () => {
    await ask('never@one.example');
    const [{ id } = { id: '' }] = await subscriptions();
    await inbox.look(`update announcement_subscription set asked_at = asked_at - interval '8 days'`);
    expect(await confirmSubscription(inbox.db, { tenantId: organisation.tenantId, id })).toBe(false);
    await ask('another@one.example');
    expect((await subscriptions()).map(({ email }) => email)).toEqual(['another@one.example']);
  });
});

test('the mail holds a link that only we can make, and how to leave by one click; the database holds neither', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'grantpot-mail-'));
  const mail = createMail({ smtpUrl: undefined, mailDirectory: folder, from: 'Grantpot <grants@grantpot.example>' });
  try {
    const id = await joined('reads@one.example');
    const { potId } = await aPot(inbox, organisation, { budgetPence: 1_000 });
    const missed: object[] = [];
    const publicUrl = 'https://grants.example.org';
    await deliverOutbox({
      db: inbox.db,
      mail,
      publicUrl,
      sign: testSeal.fingerprint,
      onMiss: (miss) => missed.push(miss),
    });
    expect(missed).toEqual([]);
    const subject = { tenantId: organisation.tenantId, id };
    const token = linkToken(testSeal.fingerprint, 'announcements', subject);
    expect(readLinkToken(testSeal.isFingerprintOf, 'announcements', token)).toEqual(subject);
    const sent = await Promise.all((await listMail(folder)).map(async ({ name }) => (await readMail(folder, name))!));
    const of = (part: string) => sent.filter(({ to, text }) => to.includes('reads@one.example') && text.includes(part));
    expect(of(`${publicUrl}/announcements/${token}\n`)).toHaveLength(1);
    expect(of(`${publicUrl}/o/${slug}/pots/${potId}`)).toHaveLength(1);
    expect(of(`${publicUrl}/announcements/${token}/leave`)).toHaveLength(1);
    const kept = JSON.stringify([await inbox.look('select * from outbox'), await subscriptions()]);
    expect(kept).not.toContain(token.split('.').at(-1));
  } finally {
    mail.close();
    await rm(folder, { recursive: true });
  }
});

import type { AddressInfo } from 'node:net';

import { createTransport } from 'nodemailer';

import { createSeal } from '../../db/seal';
import { definitions } from '../../src/commands';
import { deliverOutbox } from '../../src/delivery/outbox';
import type { OutgoingMail } from '../../src/delivery/mail/transport';
import { createInboundMail } from '../../src/http/inbound-mail/listener';
import { openWholeLives, type WholeLives } from '../support/whole-lives';

const domain = 'replies.example';
let lives: WholeLives;
let listener: ReturnType<typeof createInboundMail>;
let port: number;
const came: string[] = [];
const left: OutgoingMail[] = [];
beforeAll(async () => {
  lives = await openWholeLives();
  const { client, taskQueue, relaying, fieldKey } = lives.engine;
  const { db } = relaying;
  const preparing = createSeal(fieldKey);
  listener = createInboundMail({
    door: { db, preparing, runs: { client, taskQueue }, applying: { db, definitions, canOpen: preparing.canOpen } },
    sign: preparing.fingerprint,
    domain,
    onMail: ({ outcome, error }) => {
      came.push(error instanceof Error ? error.message : outcome);
    },
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  port = (listener.server.address() as AddressInfo).port;
});
afterAll(async () => {
  await new Promise<void>((resolve) => {
    listener.close(resolve);
  });
  await lives.close();
});

/** The mails that leave now. */
async function mailsLeave(): Promise<readonly OutgoingMail[]> {
  left.length = 0;
  await deliverOutbox({
    db: lives.engine.relaying.db,
    mail: { send: (mail) => Promise.resolve(void left.push(mail)), close: () => undefined },
    publicUrl: 'https://grants.example',
    sign: createSeal(lives.engine.fieldKey).fingerprint,
    replyDomain: domain,
    onMiss: ({ error }) => {
      throw new Error(error);
    },
  });
  return left.filter(({ subject }) => /message/i.test(subject));
}

interface Answer {
  readonly from: string;
  readonly to: string | readonly string[];
  readonly text: string;
  readonly messageId?: string;
  readonly envelopeFrom?: string;
  readonly headers?: Record<string, string>;
  readonly attachments?: { filename: string; content: string }[];
}

/** Says a mail to the listener, as a mail server does. @returns its code, and what it said */
async function say({ envelopeFrom, to, ...mail }: Answer): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
  try {
    const envelope = { from: envelopeFrom ?? mail.from, to: [to].flat() };
    const { response } = await transport.sendMail({ ...mail, to: 'you@example.org', subject: 'Re', envelope });
    return response.slice(0, 3);
  } catch (error) {
    return (error as { response: string }).response;
  } finally {
    transport.close();
  }
}

const threadOf = async (id: string) =>
  lives.engine.inbox.look<{ from: string; text: string; by: string }>(
    `select m.from_side as "from", t.text, p.name as by from message m join message_text t on t.message_id = m.id join person p on p.id = m.sent_by
     where m.grant_id = $1 order by m.sequence`,
    [id],
  );

test('a mail about a message is answered by mail, into the same thread, once, and by nobody else', async () => {
  const { officer } = lives.staff;
  const [chair] = lives.group.people;
  const id = await lives.withThePanel(await lives.aPot({}, 1_000_000));
  await mailsLeave();
  await lives.door.as(officer, 'sendMessage', { id, body: { text: 'Can you come on Tuesday?' } });
  const mails = await mailsLeave();
  const mail = mails.find(({ to }) => to.name === chair.name);
  const { replyTo = '', to } = mail!;
  expect(replyTo).toMatch(/^[a-z2-7]{64}@replies\.example$/);
  // Anybody may forward a mail: what was written is not in it.
  expect(mail!.text).not.toContain('Tuesday');
  expect(mail!.text).toContain('You can also answer by replying to this email.');

  const answer = {
    from: `${chair.name} <${to.address.toUpperCase()}>`,
    to: replyTo,
    text: 'Yes, we can.\n\nOn Mon, 23 Nov 2026 at 10:00, Grantpot <no-reply@grants.example> wrote:\n> You can read it',
    messageId: '<one@hibiscus.example>',
  };
  expect([await say(answer), await say(answer)]).toEqual(['250', '250']);
  const written = [
    { from: 'staff', text: 'Can you come on Tuesday?', by: officer.name },
    { from: 'group', text: 'Yes, we can.', by: chair.name },
  ];
  expect(await threadOf(id)).toEqual(written);
  // The officer is told, and may answer by mail too.
  expect(await mailsLeave()).toMatchObject([{ to: { name: officer.name }, replyTo: expect.stringContaining(domain) }]);

  came.length = 0;
  const refused = [
    await say({ ...answer, to: `${replyTo.slice(0, 63)}${replyTo[63] === 'a' ? 'b' : 'a'}@${domain}` }),
    await say({ ...answer, to: replyTo.replace(domain, 'elsewhere.example') }),
    await say({ ...answer, from: 'somebody@else.example', messageId: '<two@x>' }),
    await say({ ...answer, messageId: '<three@x>', attachments: [{ filename: 'a.pdf', content: 'x' }] }),
    await say({ ...answer, messageId: '<four@x>', text: 'x'.repeat(4_001) }),
    await say({ ...answer, messageId: '<five@x>', text: '> nothing new' }),
    await say({ ...answer, messageId: '<six@x>', text: `${'x'.repeat(998)}\n`.repeat(1_100) }),
  ];
  expect(refused.map((said) => said.slice(0, 3))).toEqual([...Array<string>(6).fill('550'), '552']);
  expect(refused[2]).toContain('Write from the address that our mail went to');
  expect(refused[3]).toContain('We take no files by mail');
  // What a machine sends is taken and forgotten, so that nothing goes round.
  expect(await say({ ...answer, messageId: '<seven@x>', headers: { 'Auto-Submitted': 'auto-replied' } })).toBe('250');
  expect(await say({ ...answer, messageId: '<eight@x>', envelopeFrom: '' })).toBe('250');
  expect(came.slice(-2)).toEqual(['automatic', 'automatic']);
  expect(await threadOf(id)).toEqual(written);

  // Whoever does not act for the group any more does not write for it either.
  await lives.engine.inbox.look(
    'update role set ended_at = app.now() where party_id = $1 and person_id = (select p.id from person p join login l on l.id = p.login_id where lower(l.email) = lower($2)) returning id',
    [lives.group.id, to.address],
  );
  expect((await say({ ...answer, messageId: '<nine@x>' })).slice(0, 3)).toBe('550');
  expect(await threadOf(id)).toEqual(written);
});

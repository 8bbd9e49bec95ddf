import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { claimMails } from '../../db/queries/messages/outbox';
import { createMail, listMail, readMail, type Mail } from '../../src/delivery/mail';
import { resendMail } from '../../src/commands/mails/resend-mail';
import { deliverOutbox } from '../../src/delivery/outbox';
import { submitted } from '../builders/application';
import { anOrganisation } from '../builders/organisation';
import { aSetting, type Setting } from '../builders/setting';
import { openInbox, type Inbox } from '../support/inbox';
import { testSeal } from '../support/seal';
import { startSmtp } from '../support/smtp';

let inbox: Inbox;
let folder: string;
beforeEach(async () => {
  inbox = await openInbox();
  folder = await mkdtemp(join(tmpdir(), 'grantpot-mail-'));
});
afterEach(async () => {
  await inbox.close();
  await rm(folder, { recursive: true });
});

const from = 'Grantpot <grants@grantpot.example>';
const publicUrl = 'https://grants.example.org';

interface Row {
  readonly id: string;
  readonly template: string;
  readonly email: string;
  readonly attempts: number;
  readonly sent: boolean;
  readonly givenUp: boolean;
  readonly lastError: string | null;
  readonly waits: number;
}

const rows = () =>
  inbox.look<Row>(`
    select o.id, o.template, l.email, o.attempts, o.sent_at is not null as sent, o.given_up_at is not null as "givenUp", o.last_error as "lastError",
      round(extract(epoch from o.next_attempt_at - app.now()))::int as waits
    from outbox o join person p on p.tenant_id = o.tenant_id and p.id = o.person_id join login l on l.id = p.login_id order by o.sequence`);

/** An application that was sent: mails to the three people of the group and to its owner. */
async function fourMails(): Promise<Setting & { readonly grantId: string; readonly reference: string }> {
  const setting = await aSetting(inbox);
  const { officer } = setting.organisation;
  await inbox.look('update pot set owner_id = $1 where id = $2', [officer.personId, setting.potId]);
  await inbox.look('delete from outbox'); // invitations to those people
  const { grantId } = await submitted(inbox, { ...setting, askedPence: 100_000 });
  const [row] = await inbox.look<{ reference: string }>('select reference from application where id = $1', [grantId]);
  return { ...setting, grantId, reference: row!.reference };
}

async function delivering<T>(
  smtpUrl: string | undefined,
  use: (pass: () => Promise<number>, misses: object[]) => Promise<T>,
): Promise<T> {
  const mail = createMail({ smtpUrl, mailDirectory: folder, from });
  const misses: object[] = [];
  try {
    return await use(
      () =>
        deliverOutbox({
          db: inbox.db,
          mail,
          publicUrl,
          sign: testSeal.fingerprint,
          onMiss: (miss) => misses.push(miss),
        }),
      misses,
    );
  } finally {
    mail.close();
  }
}

test('mails leave by SMTP, once each, with names, reference, link and a Message-ID that is their id', async () => {
  const { grantId, reference } = await fourMails();
  const smtp = await startSmtp();
  try {
    await delivering(smtp.url, async (pass) => {
      expect(await pass()).toBe(4);
      expect(await pass()).toBe(0);
    });
  } finally {
    await smtp.close();
  }
  const sent = await rows();
  expect(sent.map(({ template, attempts, sent: left, lastError }) => [template, attempts, left, lastError])).toEqual([
    ...Array.from({ length: 3 }, () => ['application-submitted', 1, true, null]),
    ['application-received', 1, true, null],
  ]);
  expect(smtp.received.flatMap(({ to }) => to).toSorted()).toEqual(sent.map(({ email }) => email).toSorted());
  const first = smtp.received.find(({ to }) => to[0] === sent[0]!.email)!.source;
  expect(first).toContain(`Message-ID: <${sent[0]!.id}@grantpot.example>`);
  expect(first).toContain(`Subject: ${reference}: We have your application`);
  expect(first).toContain('Auto-Submitted: auto-generated');
  expect(first.replaceAll('=\r\n', '')).toContain(`${publicUrl}/grants/${grantId}`);
});

test('SMTP is down: mails are kept, tried again further and further apart, and leave when it is back', async () => {
  await fourMails();
  const smtp = await startSmtp();
  await smtp.close();
  await delivering(smtp.url, async (pass, misses) => {
    expect(await pass()).toBe(0);
    const tried = (await rows()).filter(({ attempts }) => attempts > 0);
    expect(
      tried.every(
        ({ sent, givenUp, lastError, waits }) => !sent && !givenUp && lastError !== null && waits >= 4 && waits <= 5,
      ),
    ).toBe(true);
    expect(misses).toHaveLength(tried.length);
    expect(JSON.stringify(misses)).not.toContain('@');
    expect(await pass()).toBe(0); // not before their time
    expect((await rows()).map(({ attempts }) => attempts)).toEqual((await rows()).map(() => 1));

    const pauses: number[] = [];
    for (let n = 0; n < 9; n += 1) {
      await inbox.look('update outbox set next_attempt_at = app.now()');
      await pass();
      pauses.push((await rows())[0]!.waits);
    }
    expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 640, 900, 900]);
    await inbox.look('update outbox set next_attempt_at = app.now()');
  });
  const again = await startSmtp({ port: smtp.port });
  try {
    await delivering(again.url, async (pass) => {
      expect(await pass()).toBe(4);
    });
  } finally {
    await again.close();
  }
  expect((await rows()).every(({ sent, lastError }) => sent && lastError === null)).toBe(true);
});

test('a mail that did not leave for two days is given up; one for an address that the server refuses, at once', async () => {
  const { organisation } = await fourMails();
  const [owner] = await inbox.look<{ email: string }>(
    'select l.email from person p join login l on l.id = p.login_id where p.id = $1',
    [organisation.officer.personId],
  );
  const smtp = await startSmtp({ refuse: (address) => address === owner!.email });
  try {
    await delivering(smtp.url, async (pass, misses) => {
      expect(await pass()).toBe(3);
      expect(misses).toEqual([{ mailId: (await rows())[3]!.id, error: 'EENVELOPE 550', givenUp: true }]);
    });
  } finally {
    await smtp.close();
  }
  expect((await rows()).map(({ sent, givenUp }) => [sent, givenUp])).toEqual([
    [true, false],
    [true, false],
    [true, false],
    [false, true],
  ]);

  await submitted(inbox, { ...(await aSetting(inbox)), askedPence: 50_000 });
  await inbox.look(`update app.clock set shift = shift + interval '47 hours 59 minutes'`);
  await delivering(smtp.url, async (pass) => pass());
  expect((await rows()).slice(4).some(({ givenUp }) => givenUp)).toBe(false);
  await inbox.look(`update app.clock set shift = shift + interval '20 minutes'`);
  await delivering(smtp.url, async (pass) => pass());
  expect((await rows()).slice(4).some(({ givenUp, lastError }) => givenUp && lastError !== null)).toBe(true);
});

test('nobody who has left, and nobody without an address, is written to', async () => {
  const { group } = await fourMails();
  await inbox.look('update person set left_at = app.now() where id = $1', [group.secretary.personId]);
  await inbox.look('update person set login_id = null where id = $1', [group.treasurer.personId]);
  await delivering(undefined, async (pass, misses) => {
    expect(await pass()).toBe(2);
    expect(misses).toHaveLength(2);
    for (const error of ['PERSON_LEFT', 'NO_ADDRESS'])
      expect(misses).toContainEqual(expect.objectContaining({ error, givenUp: true }));
  });
});

test('two workers at once send each mail once', async () => {
  await fourMails();
  const smtp = await startSmtp();
  try {
    await delivering(smtp.url, async (one) =>
      delivering(smtp.url, async (other) => {
        const sent = await Promise.all([one(), other(), one(), other()]);
        expect(sent.reduce((sum, count) => sum + count, 0)).toBe(4);
      }),
    );
  } finally {
    await smtp.close();
  }
  expect(smtp.received).toHaveLength(4);
});

test('while a mail leaves no transaction is open; who dies after it left has it sent again, with the same Message-ID', async () => {
  await fourMails();
  const open: number[] = [];
  const smtp = await startSmtp({
    onMail: async () => {
      await sleep(300); // the others have been claimed meanwhile, and wait here too
      const [row] = await inbox.look<{ count: number }>(
        `select count(*)::int from pg_stat_activity where datname = current_database() and usename = 'grantpot_app' and state like 'idle in transaction%'`,
      );
      open.push(row!.count);
      await sleep(300);
    },
  });
  try {
    const real = createMail({ smtpUrl: smtp.url, mailDirectory: folder, from });
    // Killed between the server's answer and the note that it left: the note is never written.
    const killed = (await claimMails(inbox.db, { tenantId: await tenantOf(), ids: [(await rows())[0]!.id] }, 120))[0];
    await real.send({
      id: killed!.id,
      to: { name: 'N', address: killed!.recipient.email! },
      subject: 's',
      text: 't',
      at: killed!.now,
    });
    real.close();
    await delivering(smtp.url, async (pass) => {
      expect(await pass()).toBe(3);
      expect(await pass()).toBe(0);
      await inbox.look(`update app.clock set shift = shift + interval '121 seconds'`);
      expect(await pass()).toBe(1);
    });
    const ids = smtp.received.map(({ source }) => /Message-ID: <([^@]+)@/.exec(source)![1]);
    expect(ids.filter((id) => id === killed!.id)).toHaveLength(2);
    expect(new Set(ids).size).toBe(4);
  } finally {
    await smtp.close();
  }
  expect(new Set(open)).toEqual(new Set([0]));
  expect((await rows()).map(({ attempts }) => attempts)).toEqual([2, 1, 1, 1]);
});

test('without SMTP mails are whole files that can be listed and read; a repeat takes the place of the first', async () => {
  const { grantId, reference } = await fourMails();
  await delivering(undefined, async (pass) => {
    expect(await pass()).toBe(4);
    await inbox.look('update outbox set sent_at = null, next_attempt_at = app.now()');
    expect(await pass()).toBe(4);
  });
  expect(await readdir(folder)).toEqual((await rows()).map(({ id }) => `${id}.eml`).toSorted());
  await writeFile(join(folder, 'notes.txt'), 'not a mail');
  const listed = await listMail(folder);
  expect(listed).toHaveLength(4);
  expect(listed.map(({ subject }) => subject)).toContain(
    `${reference}: An application from Kreative Education Solution`,
  );
  const owner = listed.find(({ subject }) => subject.includes('An application from'))!;
  expect(await listMail(folder, { to: 'grants officer' })).toEqual([owner]);
  expect(await listMail(folder, { atMost: 2 })).toEqual(listed.slice(0, 2));
  expect(await readMail(folder, owner.name)).toEqual({
    ...owner,
    to: expect.stringContaining('Grants Officer'),
    text: expect.stringMatching(
      new RegExp(
        `^Dear Grants Officer,\\n\\nKreative Education Solution has applied to Croydon small grants\\.\\n\\nPlease check it by 5pm on \\w+ \\d+ \\w+ \\d{4}\\.\\n\\n${publicUrl}/grants/${grantId}\\n\\nCroydon Voluntary Action\\n+$`,
      ),
    ),
  });
  expect(await readMail(folder, '../../etc/passwd')).toBeUndefined();
  expect(await readMail(folder, 'ffffffff-ffff-4fff-8fff-ffffffffffff.eml')).toBeUndefined();
  expect(await listMail(join(folder, 'nowhere'))).toEqual([]);
});

test('a pound sign and a name with an accent arrive as they were written', async () => {
  const mail: Mail = createMail({ smtpUrl: undefined, mailDirectory: folder, from });
  const text = `${'Long lines are broken and put together again. '.repeat(20)}\n\n£1,935 for Zoë — “soon” = now\n`;
  await mail.send({
    id: '0199d3a0-5c1e-7000-8000-00000000a001',
    to: { name: 'Zoë Ångström', address: 'zoe@example.org' },
    subject: 'We can offer you £1,935 for a rather long purpose that is told in the subject',
    text,
    at: '2026-11-03T19:20:00.000Z',
  });
  mail.close();
  expect(await readMail(folder, '0199d3a0-5c1e-7000-8000-00000000a001.eml')).toMatchObject({
    to: expect.stringContaining('Zoë Ångström'),
    subject: 'We can offer you £1,935 for a rather long purpose that is told in the subject',
    text,
    date: 'Tue, 03 Nov 2026 19:20:00 +0000',
  });
});

async function tenantOf(): Promise<string> {
  const [row] = await inbox.look<{ tenant_id: string }>('select tenant_id from outbox limit 1');
  return row!.tenant_id;
}

test('a mail that was given up is tried again when somebody asks for it, with its whole time anew; any other is not', async () => {
  const { organisation } = await fourMails();
  const other = await anOrganisation(inbox);
  const [first, second] = await rows();
  await inbox.look(
    `update outbox set given_up_at = app.now(), attempts = 40, last_error = 'ECONNREFUSED', created_at = app.now() - interval '3 days' where id = $1`,
    [first!.id],
  );
  expect(await resendMail(inbox.db, other, first!.id)).toBeUndefined();
  expect(await resendMail(inbox.db, organisation, second!.id)).toMatchObject({ code: 'MAIL_NOT_GIVEN_UP' });
  expect(await resendMail(inbox.db, organisation, first!.id)).toEqual({ nextAttemptAt: expect.stringMatching(/Z$/) });
  expect(await resendMail(inbox.db, organisation, first!.id)).toMatchObject({ code: 'MAIL_NOT_GIVEN_UP' });
  const smtp = await startSmtp();
  await smtp.close();
  await delivering(smtp.url, async (pass) => {
    await pass();
  });
  expect((await rows()).find(({ id }) => id === first!.id)).toMatchObject({ givenUp: false });
  await inbox.look('update outbox set next_attempt_at = app.now()');
  const again = await startSmtp();
  try {
    await delivering(again.url, async (pass) => {
      expect(await pass()).toBe(4);
    });
  } finally {
    await again.close();
  }
});

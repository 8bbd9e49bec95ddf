import { randomUUID } from 'node:crypto';

import { hashOf } from '../../src/commands/sign-in/secrets';
import { noteShown } from '../../src/commands/sign-in/sessions';
import { submitted } from '../builders/application';
import { aSetting } from '../builders/setting';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { granted, signingInOn } from '../support/signing-in';
import { openWeb, PlainBrowser, type Web } from '../support/web';

let inbox: Inbox;
let web: Web;
beforeAll(async () => {
  inbox = await openInbox();
  web = await openWeb(inbox);
});
afterAll(async () => {
  await web.close();
  await inbox.close();
});

async function browserOf(who: Actor): Promise<PlainBrowser> {
  const browser = new PlainBrowser(web.url);
  const opened = await signingInOn(inbox).opened(who);
  const { token } = granted(await noteShown(inbox.db, hashOf(opened), { secondFactor: true }));
  browser.jar.set('grantpot_session', token);
  return browser;
}

const lines = (text: string) => [...text.matchAll(/, tried \w+/g)].length / 2; // once more for whoever hears it

test('what is stuck is said with what to do, ten of each at first, and all page by page', async () => {
  const { organisation, potId, group } = await aSetting(inbox);
  const { grantId } = await submitted(inbox, { organisation, potId, group, askedPence: 100_000 });
  const browser = await browserOf(organisation.manager);
  expect((await browser.open('/operations')).text).toContain('Nothing is stuck.');
  await inbox.look(
    `insert into command (tenant_id, id, type, subject_type, subject_id, idempotency_key, body_hash, received_at, attempts, status, outcome, applied_at)
     select $1, gen_random_uuid(), 'chaseCheck', 'grant', $2, n::text, '', app.now(), 3, 'failed', '{"status":"failed"}', app.now() from generate_series(1, 53) n`,
    [organisation.tenantId, grantId],
  );
  const { commandId } = await inbox.store(group.applicant, 'withdraw', grantId, { reason: 'No.' });
  await inbox.look(`update command set received_at = app.now() - interval '5 minutes' where id = $1`, [commandId]);
  await inbox.look(`update application set stuck = '{check||chaseCheck|2027-03-11T17:00:00.000Z}' where id = $1`, [
    grantId,
  ]);
  const overview = await browser.open('/operations');
  expect(lines(overview.text)).toBe(11);
  expect(overview.text).toContain('Ask whoever asked for it to try once more.');
  expect(overview.text).toContain('href="/operations/failed"');
  expect(overview.text).not.toContain('href="/operations/waiting"');
  const first = await browser.open('/operations/failed');
  expect([first.title, lines(first.text)]).toEqual(['Requests that went wrong', 50]);
  const [, next = ''] = /href="(\/operations\/failed\?cursor=[^"]+)"/.exec(first.text) ?? [];
  const last = await browser.open(next);
  expect([lines(last.text), last.text.includes('cursor=')]).toEqual([3, false]);
  expect(lines((await browser.open('/operations/waiting')).text)).toBe(1);
  expect((await browser.open('/operations/dates')).text).toContain(`href="/grants/${grantId}"`);
  expect((await browser.open('/operations/dates?cursor=rubbish')).status).toBe(200);
  expect((await browser.open('/operations/other')).status).toBe(404);
  expect((await (await browserOf(organisation.officer)).open('/operations/failed')).status).toBe(403);
});

test('a mail that was given up is looked at and sent again, and one that is tried by itself is not', async () => {
  const { organisation, potId, group } = await aSetting(inbox);
  const elsewhere = await aSetting(inbox);
  await submitted(inbox, { organisation, potId, group, askedPence: 100_000 });
  const [mail] = await inbox.look<{ id: string }>(
    `update outbox set attempts = 3, last_error = 'ECONNREFUSED' where tenant_id = $1 and person_id = $2 returning id`,
    [organisation.tenantId, organisation.manager.personId],
  );
  const path = `/operations/mail/${mail!.id}`;
  const browser = await browserOf(organisation.manager);
  expect((await browser.open('/operations')).text).toContain(`href="${path}"`);
  const tried = await browser.open(path);
  expect(tried.text).toContain('The mail server could not be reached');
  expect(tried.text).toContain('Not possible now');
  await inbox.look(`update outbox set given_up_at = app.now(), last_error = 'EENVELOPE 550' where id = $1`, [mail!.id]);
  const over = await browser.open(path);
  expect(over.text).toContain('The address does not exist, or takes no mail from us.');
  expect(over.text).toContain('To Fund Manager, ');
  expect((await (await browserOf(elsewhere.organisation.manager)).open(path)).status).toBe(404);
  expect((await browser.open(`/operations/mail/${randomUUID()}`)).status).toBe(404);
  await browser.open(path);
  expect((await browser.send('again')).to).toBe('/operations?done=again');
  expect((await browser.open('/operations?done=again')).text).toContain('The mail is on its way again.');
  expect(await inbox.look('select attempts, given_up_at from outbox where id = $1', [mail!.id])).toEqual([
    { attempts: 0, given_up_at: null },
  ]);
});

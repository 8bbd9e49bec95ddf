import { once } from 'node:events';
import { request, type ClientRequest } from 'node:http';

import { createSeal } from '../../db/seal';
import { linkToken, type LinkPurpose } from '../../src/contracts/link-token';
import { signInAs } from '../support/signed-in';
import type { TestBrowser, Visit } from '../support/browser';
import type { WholeLives } from '../support/whole-lives';
import { signingInOn } from '../support/signing-in';

/** Takes a picture of what a browser shows now. */
export type Take = (visit: Visit, name: string) => Promise<void>;

const press = ({ page }: Visit, name: string) => page.getByRole('button', { name, exact: true }).first().click();
const fill = ({ page }: Visit, label: string, text: string) => page.getByLabel(label).first().fill(text);

/**
 * Walks to the pages that no link leads to: those behind a mail's link, before and after it is used; those for when something is not there,
 * not theirs, too large, too often, out of date or broken; and those of a request that has no outcome yet, or was refused. In a browser of
 * one width, with addresses that no other width has used.
 */
export async function outOfTheWay(
  lives: WholeLives,
  browser: TestBrowser,
  url: string,
  width: number,
  take: Take,
): Promise<void> {
  const { engine, staff, group } = lives;
  const { inbox } = engine;
  const { fingerprint } = createSeal(engine.fieldKey);
  const one = async (sql: string, ...parameters: readonly unknown[]) => {
    const [row] = await inbox.look<Record<string, string>>(sql, parameters);
    if (row === undefined) throw new Error(`nothing to take a picture of: ${sql}`);
    return row;
  };
  const ofTenant = (sql: string) => one(sql, staff.tenantId);
  const token = (purpose: LinkPurpose, id = '') => linkToken(fingerprint, purpose, { tenantId: staff.tenantId, id });
  const visits: Visit[] = [];
  const visit = async (person?: Parameters<typeof signInAs>[2]) => {
    const opened = await browser.visit({ width });
    visits.push(opened);
    if (person !== undefined) await signInAs(opened, url, person);
    return opened;
  };
  const show = async (who: Visit, address: string, name: string) => {
    await who.open(address);
    await take(who, name);
  };
  const { slug } = await one('select slug from tenant where id = $1', staff.tenantId);
  const { pot } = await ofTenant(
    `select p.id as pot from pot p where p.tenant_id = $1 and p.state = 'open' order by p.id limit 1`,
  );
  const { draft } = await ofTenant(
    `select id as draft from application where tenant_id = $1 and stage = 'draft' and shared_at is null limit 1`,
  );
  const { sent } = await ofTenant(
    `select id as sent from application where tenant_id = $1 and stage = 'submitted' limit 1`,
  );
  const { decided } = await ofTenant(
    `select id as decided from application where tenant_id = $1 and stage = 'assessing' limit 1`,
  );
  const nobody = await visit();
  const officer = await visit(staff.officer);
  const chair = await visit(group.people[0]);

  await show(nobody, '/nothing-here', 'not there');
  await show(nobody, `/o/${String(slug)}/pots/none`, 'not there, on an organisation’s pages');
  await show(officer, '/nothing-here', 'not there, for staff');
  await show(chair, '/people', 'not theirs');
  await show(officer, '/grants/%E0%A4%A', 'no address');

  await nobody.open('/sign-in');
  await fill(nobody, 'Your email address', 'x'.repeat(1_100_000));
  await press(nobody, 'Send me a code');
  await take(nobody, 'too large');
  await nobody.open('/sign-in');
  await fill(nobody, 'Your email address', 'somebody@example.org');
  await nobody.context.clearCookies();
  await press(nobody, 'Send me a code');
  await take(nobody, 'a form that was open for too long');
  for (let asked = 0; asked < 6; asked += 1) {
    await nobody.open('/sign-in');
    await fill(nobody, 'Your email address', `often.${String(width)}@example.org`);
    await press(nobody, 'Send me a code');
    if (asked === 0) await take(nobody, 'a code was asked for');
  }
  await take(nobody, 'too often');

  // Two browsers of one group, in the same question.
  const other = await visit(group.people[0]);
  await chair.open(`/applications/${String(draft)}/purpose`);
  await other.open(`/applications/${String(draft)}/purpose`);
  await other.page
    .locator('main textarea')
    .first()
    .fill(`Ours, at ${String(width)}.`);
  await press(other, 'Save and continue');
  await chair.page
    .locator('main textarea')
    .first()
    .fill(`Mine, at ${String(width)}.`);
  await press(chair, 'Save and continue');
  await take(chair, 'somebody else was faster');

  // Two uploads of hers that have not ended: the third is one too many.
  const { running } = await one(
    "select id as running from application where tenant_id = $1 and party_id = $2 and stage = 'active' and held_since is null limit 1",
    staff.tenantId,
    group.id,
  );
  const photos = `/grants/${running ?? ''}/report/photos`;
  await chair.open(photos);
  const underWay = [await uploadWithoutEnd(chair, url, photos), await uploadWithoutEnd(chair, url, photos)];
  await chair.page.locator('main [type=radio]').first().check();
  await chair.page
    .getByLabel('Choose a')
    .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(9) });
  await press(chair, 'Upload the photo');
  await take(chair, 'too many uploads at a time');
  for (const upload of underWay) upload.destroy();

  const actor = { tenantId: staff.tenantId, personId: staff.officer.id };
  const { commandId: waits } = await inbox.store(actor, 'startChecking', String(decided));
  await show(officer, `/commands/${waits}?then=/work`, 'we have your request');

  const about = `/o/${String(slug)}/pots/${String(pot)}`;
  await nobody.open(`${about}/start`);
  await fill(nobody, 'Name of your group', `Women of ${String(width)}`);
  await nobody.page.getByLabel('A faith group').check();
  await fill(nobody, 'Your full name', 'Abena Owusu');
  await fill(nobody, 'Your email address', `abena.gallery.${String(width)}@example.org`);
  await press(nobody, 'Send me the link');
  await take(nobody, 'look into your mail');
  const { registered } = await one('select id as registered from registration order by asked_at desc limit 1');
  await show(nobody, `/register/${token('registration', registered)}`, 'a new group’s link');
  await press(nobody, 'Go on');
  await show(await visit(), `/register/${token('registration', registered)}`, 'a new group’s link, used up');

  const listener = await visit();
  await listener.open(`/o/${String(slug)}`);
  await fill(listener, 'Your email address', `hear.gallery.${String(width)}@example.org`);
  await press(listener, 'Write to me');
  await take(listener, 'a mail about the list is on its way');
  const { asked } = await one('select id as asked from announcement_subscription order by asked_at desc limit 1');
  const list = token('announcements', asked);
  await show(listener, `/announcements/${list}`, 'the list, to confirm');
  await press(listener, 'Yes, write to me');
  await take(listener, 'the list, confirmed');
  await show(listener, `/announcements/${list}/leave`, 'the list, to leave');
  await press(listener, 'Leave the list');
  await take(listener, 'the list, left');
  await show(listener, `/announcements/${list}`, 'the list, link over');

  const { hosted } = await ofTenant(
    `select id as hosted from application a where tenant_id = $1 and stage in ('submitted', 'checking')
       and not exists (select from confirmation c where c.tenant_id = a.tenant_id and c.grant_id = a.id) limit 1`,
  );
  await chair.open(`/grants/${String(hosted)}/host`);
  await fill(chair, 'Name of the organisation', 'Croydon Community Trust');
  await fill(chair, 'Who can say yes for it?', 'Ngozi Eze');
  await fill(chair, 'Their email address', `ngozi.gallery.${String(width)}@example.org`);
  await press(chair, 'Ask this organisation');
  await take(chair, 'another organisation is asked to receive the money');
  const { confirmation } = await ofTenant(
    `select id as confirmation from confirmation where tenant_id = $1 order by id desc limit 1`,
  );
  await show(listener, `/confirmations/${token('confirmation', confirmation)}`, 'a host’s link');
  await listener.page.locator('main button').first().click();
  await take(listener, 'a host’s link, answered');
  await show(listener, `/confirmations/${token('confirmation', confirmation)}`, 'a host’s link, used up');

  const { order } = await ofTenant(
    `select o.id as order from outbox o where o.tenant_id = $1 and o.subject_type = 'purchase'
       and exists (select from role r where r.tenant_id = o.tenant_id and r.person_id = o.person_id and r.name = 'provider') limit 1`,
  );
  await show(listener, `/orders/${token('order', order)}`, 'an order’s link');
  await show(listener, `/orders/${token('order', String(sent))}`, 'an order’s link, over');

  const { email, loginId } = await signingInOn(inbox).addressOf({ ...actor, personId: staff.manager.id });
  const manager = await visit();
  await manager.open('/account');
  await fill(manager, 'Your email address', email);
  await press(manager, 'Send me a code');
  const { mail } = await one(
    'select mail_sealed as mail from sign_in where login_id = $1 order by created_at desc limit 1',
    loginId,
  );
  const { code = '', link = '' } = JSON.parse(createSeal(engine.fieldKey).open(String(mail))) as Record<string, string>;
  await show(listener, `/sign-in/link/${link}`, 'a link to sign in, in another browser');
  await show(listener, '/sign-in/link/made-up', 'a link to sign in, used up');
  await fill(manager, 'The six digits in the mail', code);
  await press(manager, 'Sign in');
  await take(manager, 'signed in, with an app to set up');
  await show(listener, '/set-up/made-up', 'the address to set Grantpot up, used up');

  // Last, since it breaks what others read.
  await inbox.look('alter table fund rename to fund_that_broke');
  await show(officer, '/money', 'something went wrong');
  await inbox.look('alter table fund_that_broke rename to fund');
  for (const opened of visits) await opened.close();
}

/** Begins to send a file as somebody does whose connection is slow. @returns once the server has begun to read it; what ends it */
async function uploadWithoutEnd({ context }: Visit, url: string, address: string): Promise<ClientRequest> {
  const cookie = (await context.cookies(url)).map(({ name, value }) => `${name}=${value}`).join('; ');
  const headers = { cookie, 'Content-Type': 'multipart/form-data; boundary=gallery', Expect: '100-continue' };
  const upload = request(`${url}${address}`, { method: 'POST', headers });
  upload.on('error', () => undefined); // it is broken off
  upload.flushHeaders();
  await once(upload, 'continue');
  upload.write('--gallery\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n');
  return upload;
}

import { newSetUpSecret } from '../../db/set-up-secret';
import { readWorkChoices } from '../../db/queries/lists/work-choices';
import { foundFirst } from '../../src/commands/people/found-first';
import type { Role } from '../../src/domain/lives/roles';
import { anActiveGrant } from '../builders/active-grant';
import { aGroup } from '../builders/group';
import { anOrganisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { openInbox, type Inbox } from '../support/inbox';
import { openWeb, PlainBrowser, type Web } from '../support/web';

let inbox: Inbox;
let web: Web;
beforeEach(async () => {
  inbox = await openInbox();
  web = await openWeb(inbox);
});
afterEach(async () => {
  await web.close();
  await inbox.close();
});

const typed = {
  name: 'Croydon Voluntary Action',
  slug: 'croydon',
  yourName: 'Amara Okafor',
  email: 'Amara@Example.org',
};
const founding = {
  name: 'Another',
  slug: 'another',
  administrator: { name: 'Mallory', email: 'mallory@example.org' },
};
const tenants = () => inbox.look<{ slug: string }>('select slug from tenant');

test('whoever reads the log makes the first organisation, once, and is in as its administrator', async () => {
  const secret = (await newSetUpSecret(inbox.database.migrationUrl))!;
  expect(JSON.stringify(await inbox.look('select encode(token_hash, $1) from app.set_up', ['hex']))).not.toContain(
    secret,
  );
  const browser = new PlainBrowser(web.url);
  expect((await browser.open(`/set-up/${secret}`)).title).toBe('Set up your organisation');
  const wrong = await browser.send('setUp', { ...typed, slug: 'Croydon!', email: 'amara' });
  expect(wrong.status).toBe(422);
  expect(wrong.text).toContain('2 to 41 small letters');
  expect(wrong.text).toContain('Enter an email address');
  expect(await browser.send('setUp', typed)).toMatchObject({ status: 303, to: '/work' });
  expect(
    await inbox.look(`select t.name, t.slug, p.name as person, r.name as role, l.email
      from tenant t join person p on p.tenant_id = t.id join role r on r.person_id = p.id join login l on l.id = p.login_id`),
  ).toEqual([
    {
      name: 'Croydon Voluntary Action',
      slug: 'croydon',
      person: 'Amara Okafor',
      role: 'administrator',
      email: 'amara@example.org',
    },
  ]);
  expect((await browser.open('/people')).title).toBe('Set up an app for codes');
  expect((await new PlainBrowser(web.url).open(`/set-up/${secret}`)).title).toBe(
    'This address cannot be used any more',
  );
  expect(await foundFirst(inbox.db, secret, founding)).toMatchObject({ code: 'SET_UP_OVER' });
  expect(await newSetUpSecret(inbox.database.migrationUrl)).toBeUndefined();
  expect(await tenants()).toEqual([{ slug: 'croydon' }]);
});

test('a new organisation is told what to do first, why each page is empty, and what its people can do about it', async () => {
  const secret = (await newSetUpSecret(inbox.database.migrationUrl))!;
  const browser = new PlainBrowser(web.url);
  await browser.open(`/set-up/${secret}`);
  expect((await browser.send('setUp', { ...typed, name: '' })).text).toContain('Enter the name of the organisation');
  await browser.send('setUp', typed);
  // With the app for codes set up, as everybody of the staff has to.
  await inbox.look('update session set second_factor_at = app.now()');
  const work = (await browser.open('/work')).text;
  for (const words of ['What to do first', '1 of 10 are done', 'Somebody else than you', 'This is for a fund manager'])
    expect(work).toContain(words);
  expect(work).toContain('href="/groups/new?kind=funder"');
  expect(work).not.toContain('href="/money/new"');
  expect((await browser.open('/money')).text).toContain('If nobody is a fund manager, give somebody the role first.');
  expect((await browser.open('/groups/new?kind=funder')).text).toMatch(/value="funder" checked/);
});

test('what is to do first follows the record, and is no longer said once something is awarded', async () => {
  const organisation = await anOrganisation(inbox);
  const { manager, administrator, tenantId, panel } = organisation;
  const roles = (name: Role) => [{ name, potId: null, partyId: null, ownLimitPence: null }];
  const read = async (who = manager, name: Role = 'fund_manager') =>
    (await readWorkChoices(inbox.db, { ...who, roles: roles(name) })).beginnings;
  const held = [
    'administrator',
    'fund_manager',
    'grants_officer',
    'panel_member',
    'payment_authoriser',
    'payment_maker',
  ];
  const start = { looked: false, held, hasFunder: false, fundId: null, potId: null };
  expect(await read()).toEqual({ ...start, published: false, expected: false, hasMeeting: false });
  expect(await read(panel[0], 'panel_member')).toBeNull();
  const { fundId, potId } = await aPot(inbox, organisation, { budgetPence: 300_000 });
  expect(await read(administrator, 'administrator')).toMatchObject({
    hasFunder: true,
    fundId,
    potId,
    published: false,
  });
  await inbox.done(manager, 'changeLook', tenantId, { name: 'Croydon', colour: null });
  await inbox.done(manager, 'publishPolicy', potId, { policy: aPolicy({}), reason: 'As agreed' });
  await inbox.done(manager, 'expectInstalment', fundId, { potId, amountPence: 100, expectedOn: '2027-01-29' });
  const startsAt = '2027-02-02T18:00:00.000Z';
  await inbox.done(manager, 'planMeeting', null, { potId, startsAt, online: false, place: 'Town hall' });
  expect(await read()).toEqual({
    looked: true,
    held,
    hasFunder: true,
    fundId,
    potId,
    published: true,
    expected: true,
    hasMeeting: true,
  });
  const group = await aGroup(inbox, organisation);
  await anActiveGrant(inbox, { organisation, potId, group, askedPence: 100_000 });
  expect(await read()).toBeNull();
});

test('a page is sent compressed to who can read it so', async () => {
  const page = (encoding: string) => fetch(`${web.url}/sign-in`, { headers: { 'accept-encoding': encoding } });
  expect((await page('gzip')).headers.get('content-encoding')).toBe('gzip');
  const plain = await page('identity');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await plain.text()).toContain('<h1');
});

test('a page may load what is this server’s own, and use no device but a passkey', async () => {
  const { headers } = await fetch(`${web.url}/sign-in`);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';script-src 'self';style-src 'self';/);
  const permissions = headers.get('permissions-policy')?.split(', ') ?? [];
  expect(permissions).toEqual(expect.arrayContaining(['camera=()', 'geolocation=()', 'microphone=()', 'payment=()']));
  expect(permissions.filter((one) => !one.endsWith('=()'))).toEqual([
    'publickey-credentials-create=(self)',
    'publickey-credentials-get=(self)',
  ]);
});

test('an address that was printed before the newest, or was made up, sets nothing up', async () => {
  const older = (await newSetUpSecret(inbox.database.migrationUrl))!;
  const newest = (await newSetUpSecret(inbox.database.migrationUrl))!;
  for (const secret of [older, 'made-up']) {
    expect((await new PlainBrowser(web.url).open(`/set-up/${secret}`)).title).toBe(
      'This address cannot be used any more',
    );
    expect(await foundFirst(inbox.db, secret, founding)).toMatchObject({ code: 'SET_UP_OVER' });
  }
  expect(await tenants()).toEqual([]);
  const both = await Promise.all([foundFirst(inbox.db, newest, founding), foundFirst(inbox.db, newest, founding)]);
  expect(both.filter((one) => 'loginId' in one)).toHaveLength(1);
  expect(await tenants()).toHaveLength(1);
});

test('the application can neither make an organisation nor an address for it', async () => {
  const client = inbox.db;
  await expect(
    client.insertInto('tenant').values({ id: '0199d3a0-5c1e-7000-8000-00000000a001', name: 'X', slug: 'xx' }).execute(),
  ).rejects.toThrow(/permission denied|row-level security/);
});

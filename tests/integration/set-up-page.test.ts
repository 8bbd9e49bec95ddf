import { newSetUpSecret } from '../../db/set-up-secret';
import { foundFirst } from '../../src/commands/people/found-first';
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
  expect(await browser.send('setUp', typed)).toMatchObject({ status: 303, to: '/people' });
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

import { createHash, randomUUID } from 'node:crypto';

import { openDatabase, type Database } from '../../db/client';
import { foundOrganisation } from '../../src/commands/people/found-organisation';
import { openInbox, type Inbox } from '../support/inbox';

let inbox: Inbox;
let migrator: Database;
beforeAll(async () => {
  inbox = await openInbox();
  migrator = openDatabase(inbox.database.migrationUrl);
});
afterAll(async () => {
  await migrator.destroy();
  await inbox.close();
});

const founding = (slug: string, email = `${randomUUID()}@example.org`) => ({
  name: 'Croydon Voluntary Action',
  slug,
  administrator: { name: 'Sam Administrator', email },
});

test('the administrator of a new organisation is let in by a token, and lets in the others', async () => {
  const { tenantId, administratorId, token } = await foundOrganisation(migrator, founding('croydon'));
  expect(
    await inbox.look('select tenant_id, person_id from app.bearer($1)', [
      createHash('sha256')
        .update(token ?? '')
        .digest(),
    ]),
  ).toEqual([{ tenant_id: tenantId, person_id: administratorId }]);
  const administrator = { tenantId, personId: administratorId };
  const manager = await inbox.done(administrator, 'addPerson', null, {
    name: 'Fund Manager',
    email: `${randomUUID()}@example.org`,
  });
  await inbox.done(administrator, 'grantRole', manager.subjectId, { role: 'fund_manager' });
});

test('founding it again changes nothing and gives no second token', async () => {
  const first = await foundOrganisation(migrator, founding('poole'));
  const again = await foundOrganisation(migrator, founding('poole'));
  expect(again).toEqual({ tenantId: first.tenantId, administratorId: first.administratorId });
  expect(await inbox.look("select count(*)::int as n from tenant where slug = 'poole'")).toEqual([{ n: 1 }]);
  expect(
    await inbox.look('select count(*)::int as n from access_token where tenant_id = $1', [first.tenantId]),
  ).toEqual([{ n: 1 }]);
});

test('two foundings at once are one organisation', async () => {
  const both = await Promise.all([
    foundOrganisation(migrator, founding('leeds')),
    foundOrganisation(migrator, founding('leeds')),
  ]);
  expect(both[0].tenantId).toBe(both[1].tenantId);
  expect(both.filter(({ token }) => token !== undefined)).toHaveLength(1);
});

test('one address may administer several organisations', async () => {
  const email = `${randomUUID()}@example.org`;
  await foundOrganisation(migrator, founding('dorset', email));
  await foundOrganisation(migrator, founding('bournemouth', email.toUpperCase()));
  expect(await inbox.look('select count(*)::int as n from login where email = $1', [email])).toEqual([{ n: 1 }]);
});

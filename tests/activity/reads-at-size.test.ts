import { fillOrganisation, type Filled } from '../../bench/data/fill';
import { explainOn } from '../../bench/explain';
import { verifyLedger } from '../../src/commands/ledger/verify';
import { openInbox, type Inbox } from '../support/inbox';

const grants = 2_000;

let inbox: Inbox;
let filled: Filled;
/** What the benchmarks are measured on, small: five years of grants at every stage in ten pots, by 400 groups. */
beforeAll(async () => {
  inbox = await openInbox();
  const { migrationUrl } = inbox.database;
  await fillOrganisation({ migrationUrl, grants: 200, slug: 'another' });
  filled = await fillOrganisation({ migrationUrl, grants, slug: 'measured' });
});
afterAll(() => inbox.close());

test('what the benchmarks load keeps both books', async () => {
  const { differences, transfers } = await verifyLedger(inbox.db);
  expect(differences).toEqual([]);
  expect(transfers).toBeGreaterThan(grants);
});

test('every read by everybody, with each filter and each two, has an index, and reads no more than belongs to a pot', async () => {
  const { url, superuserUrl } = inbox.database;
  const looking = { smallAtMost: 500, readAtMost: 1_000, sortAtMost: 510, asWithMany: true };
  expect(await explainOn({ url, superuserUrl }, filled, looking)).toEqual([]);
});

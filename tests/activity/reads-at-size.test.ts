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

/** More in one place than is ever sorted for a page: payments that wait for cash in the pots that do, and a fund's instalments, most of them received. */
async function crowd(): Promise<void> {
  await inbox.look(
    `insert into payment (tenant_id, id, cause, grant_id, pot_id, payee_id, number, amount_pence, due_at, scheduled_at, state)
     select y.tenant_id, gen_random_uuid(), 'grant', y.grant_id, y.pot_id, y.payee_id, 1000 + n, 100, y.due_at - n * interval '1 hour', y.scheduled_at, y.state
     from (select distinct on (pot_id) * from payment where tenant_id = $1 and cause = 'grant' and state = 'waiting_for_cash') y, generate_series(1, 400) n`,
    [filled.tenantId],
  );
  await inbox.look(
    `insert into instalment (tenant_id, id, fund_id, pot_id, amount_pence, expected_on, received_on)
     select p.tenant_id, gen_random_uuid(), p.fund_id, p.id, 100, current_date - n, case when n > 3 then current_date - n end
     from pot p, generate_series(1, 150) n where p.tenant_id = $1`,
    [filled.tenantId],
  );
  // As Postgres itself does it after a while: what it then knows of its pages changes its plans.
  await inbox.look('vacuum analyze');
}

test('every read by everybody, with each filter and each two, has an index, and reads no more than belongs to a pot', async () => {
  await crowd();
  const { url, superuserUrl } = inbox.database;
  const looking = { smallAtMost: 500, readAtMost: 1_000, sortAtMost: 510, asWithMany: true };
  expect(await explainOn({ url, superuserUrl }, filled, looking)).toEqual([]);
});

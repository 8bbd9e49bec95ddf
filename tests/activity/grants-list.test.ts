import { findPublishedRound } from '../../db/queries/pots/published-round';
import { listAs } from '../../src/http/documents/grants-list';
import { anActiveGrant } from '../builders/active-grant';
import { anApplication, withPanel } from '../builders/application';
import { aGroup } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { rolesOf } from '../support/reads';

let inbox: Inbox;
let organisation: Organisation;
let pot: Pot;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  pot = await aPot(inbox, organisation, { budgetPence: 1_000_000, policy: aPolicy() });
});
afterAll(() => inbox.close());

const asker = async (actor: Actor) => ({ ...actor, roles: await rolesOf(inbox, actor) });
const linesFor = async (actor: Actor, filters: object = {}, most?: number): Promise<readonly string[]> => {
  const file = await listAs('csv', inbox.db, await asker(actor), { sort: 'oldest', ...filters }, most);
  return file.content.toString('utf8').replace('\ufeff', '').trimEnd().split('\r\n');
};

test('the list of grants as a sheet: what people need of each, those they may see, and a sentence when there are more', async () => {
  const [one, other] = [await aGroup(inbox, organisation), await aGroup(inbox, organisation)];
  const grant = await anActiveGrant(inbox, {
    organisation,
    potId: pot.potId,
    group: one,
    askedPence: 150_000,
    awardedPence: 100_000,
  });
  const asked = await withPanel(inbox, { organisation, potId: pot.potId, group: other, askedPence: 120_000 });
  await withPanel(inbox, { organisation, potId: pot.potId, group: other, askedPence: 90_000 });
  await anApplication(inbox, { organisation, potId: pot.potId, group: other, askedPence: 1_000 });
  const [first] = await inbox.look<{ reference: string }>('select reference from application where id = $1', [
    grant.grantId,
  ]);
  const [second] = await inbox.look<{ reference: string }>('select reference from application where id = $1', [
    asked.grantId,
  ]);

  const all = await linesFor(organisation.officer);
  expect(all).toHaveLength(1 + 3);
  expect(all[0]).toMatch(
    /^Reference,Group,Pot,Where it is,Looked after by,Asked \(£\),Awarded \(£\),Paid \(£\),Left \(£\),/,
  );
  expect(all[1]).toMatch(
    new RegExp(
      `^${first!.reference},.*,Running,Grants Officer,1500.00,1000.00,0.00,1000.00,2027-02-01,2027-02-01,2028-02-01,not due yet,`,
    ),
  );
  expect(all[2]).toMatch(
    new RegExp(`^${second!.reference},.*,With the panel,Grants Officer,1200.00,,,,2027-02-01,,,,`),
  );
  expect(all[3]).toContain(',With the panel,Grants Officer,900.00,');
  // A draft is its group's own until the group shows it.
  expect((await linesFor(other.applicant))[3]).toMatch(/^,.*,Not sent yet,/);

  expect(await linesFor(organisation.officer, { stage: 'active' })).toHaveLength(1 + 1);
  expect(await linesFor(one.applicant)).toHaveLength(1 + 1);
  expect(await linesFor(organisation.panel[0])).toHaveLength(1 + 3); // what is not sent is not for them
  const sought = { kind: 'sum', sumPence: 120_000 } as const;
  expect((await linesFor(organisation.officer, { sought })).slice(1)).toEqual([all[2]]);
  expect(await linesFor(organisation.officer, { overdue: true })).toHaveLength(1);
  const cut = await linesFor(organisation.officer, {}, 2);
  expect(cut).toHaveLength(1 + 2 + 1);
  expect(cut.at(-1)).toContain('There are more than 2 lines.');
  expect((await linesFor(organisation.officer, {}, 3)).at(-1)).not.toContain('more than');
  expect(await listAs('xlsx', inbox.db, await asker(organisation.officer), { sort: 'newest' })).toMatchObject({
    fileName: 'Applications and grants.xlsx',
  });
});

test('anybody may know the dates of a round that is planned or open, and of no other', async () => {
  const windowed = await aPot(inbox, organisation, { budgetPence: 1_000, policy: aPolicy({ intake: 'window' }) });
  const planned = await inbox.done(organisation.manager, 'planRound', null, {
    potId: windowed.potId,
    name: 'Spring',
    opensAt: '2027-03-01T09:00:00.000Z',
    closesAt: '2027-03-31T16:00:00.000Z',
    decideBy: '2027-04-30T16:00:00.000Z',
    ownerId: organisation.officer.personId,
  });
  expect(await findPublishedRound(inbox.db, planned.subjectId)).toMatchObject({
    isComing: true,
    opensAt: '2027-03-01T09:00:00.000Z',
  });
  await inbox.moveClockTo('2027-03-02T09:00:00.000Z');
  await inbox.applyDueNow(organisation.tenantId, 'round', planned.subjectId);
  expect(await findPublishedRound(inbox.db, planned.subjectId)).toMatchObject({
    isComing: false,
    name: 'Spring',
    organisation: 'Croydon Voluntary Action',
    closesAt: '2027-03-31T16:00:00.000Z',
  });
  await inbox.done(organisation.manager, 'cancelRound', planned.subjectId, { reason: 'Our funder asked us to.' });
  expect(await findPublishedRound(inbox.db, planned.subjectId)).toBeUndefined();
});

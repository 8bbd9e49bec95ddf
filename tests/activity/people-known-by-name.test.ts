import { randomUUID } from 'node:crypto';

import { Client } from 'pg';

import { aGroup } from '../builders/group';
import { anAward } from '../builders/award';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aSetting } from '../builders/setting';
import { openInbox, type Inbox } from '../support/inbox';
import { waitFor } from '../support/wait-for';

let inbox: Inbox;
let organisation: Organisation;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
});
afterAll(() => inbox.close());

const anAddress = () => `${randomUUID()}@example.org`;

/** Writes somebody down from the papers of a group: a name, and that they sit on its committee. @returns their id */
async function onPaper(partyId: string, personName: string, by: Organisation = organisation): Promise<string> {
  const { result } = await inbox.done(by.officer, 'connectToParty', partyId, { personName, kind: 'committee' });
  const [row] = await inbox.look<{ person_id: string }>('select person_id from party_connection where id = $1', [
    result?.['connectionId'],
  ]);
  return row!.person_id;
}
const loginOf = async (personId: string) =>
  (
    await inbox.look<{ email: string | null }>(
      'select l.email from person p left join login l on l.id = p.login_id where p.id = $1',
      [personId],
    )
  )[0]?.email;

test('whoever is added by the name of somebody from papers is not added before it is said whether they are the same', async () => {
  const { partyId } = await aGroup(inbox, organisation);
  const known = await onPaper(partyId, 'Ruth Asante');
  const email = anAddress();
  const add = (over: object = {}) =>
    inbox.send(organisation.officer, 'addPerson', null, { name: ' ruth ASANTE', email, ...over });
  expect(await add()).toMatchObject({
    refusal: { code: 'PERSON_KNOWN_BY_NAME', field: '/name', facts: { personIds: [known] } },
  });
  // They are the same: what they are connected to goes with the address.
  await inbox.done(organisation.officer, 'letSignIn', known, { email });
  expect(await loginOf(known)).toBe(email);
  expect(await add()).toMatchObject({ refusal: { code: 'PERSON_HERE_ALREADY', facts: { personId: known } } });
  expect(await inbox.send(organisation.officer, 'letSignIn', known, { email: anAddress() })).toMatchObject({
    refusal: { code: 'PERSON_SIGNS_IN_ALREADY', field: '/email' },
  });
  // On the panel now, they are out for their own group's item.
  await inbox.done(organisation.manager, 'grantRole', known, { role: 'panel_member' });
  expect(
    await inbox.look('select kind from party_connection where person_id = $1 and ended_at is null', [known]),
  ).toEqual([{ kind: 'committee' }]);
});

test('somebody else of the same name is added beside them', async () => {
  const { partyId } = await aGroup(inbox, organisation);
  const known = await onPaper(partyId, 'John Smith');
  const added = await inbox.done(organisation.officer, 'addPerson', null, {
    name: 'John Smith',
    email: anAddress(),
    isSomebodyElse: true,
  });
  expect(added.subjectId).not.toBe(known);
  expect(await loginOf(known)).toBeNull();
});

test('nobody is let in by an address that is another’s, nor with a role that is not theirs to give who lets them in', async () => {
  const { partyId, applicant } = await aGroup(inbox, organisation);
  const known = await onPaper(partyId, 'Ife Bello');
  const email = await loginOf(applicant.personId);
  expect(await inbox.send(organisation.officer, 'letSignIn', known, { email })).toMatchObject({
    refusal: { code: 'PERSON_HERE_ALREADY', field: '/email' },
  });
  await inbox.done(organisation.administrator, 'grantRole', known, { role: 'fund_manager' });
  expect(await inbox.send(organisation.officer, 'letSignIn', known, { email: anAddress() })).toMatchObject({
    refusal: { code: 'ROLE_NOT_YOURS_TO_GIVE' },
  });
  expect(await inbox.send(applicant, 'letSignIn', known, { email: anAddress() })).toMatchObject({
    refusal: { code: 'NOT_YOURS_TO_DO' },
  });
  await inbox.done(organisation.administrator, 'letSignIn', known, { email: anAddress() });
});

test('a group that invites somebody of its committee by name lets in the one who was written down', async () => {
  const setting = await aSetting(inbox);
  const { group } = setting;
  const { grantId } = await anAward(inbox, { ...setting, askedPence: 50_000 });
  const known = await onPaper(group.partyId, 'Yaa Mensah', setting.organisation);
  const email = anAddress();
  const invited = await inbox.done(group.applicant, 'inviteSignatory', grantId, {
    name: 'Yaa Mensah',
    email,
    unrelated: true,
  });
  expect(invited.result).toMatchObject({ personId: known });
  expect(await loginOf(known)).toBe(email);
  expect(
    await inbox.look('select count(*)::int as n from party_connection where person_id = $1 and party_id = $2', [
      known,
      group.partyId,
    ]),
  ).toEqual([{ n: 1 }]);
});

test('of two who are invited at one moment by the name of one person from papers, one is that person and each has their own address', async () => {
  const setting = await aSetting(inbox);
  const { group } = setting;
  const offers = [
    await anAward(inbox, { ...setting, askedPence: 50_000 }),
    await anAward(inbox, { ...setting, askedPence: 50_000 }),
  ];
  const known = await onPaper(group.partyId, 'Abena Owusu', setting.organisation);
  const emails = [anAddress(), anAddress()];

  // Both are under way before either can change who that is.
  const holder = new Client({ connectionString: inbox.database.superuserUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from person where id = $1 for no key update', [known]);
  const inviting = offers.map(({ grantId }, index) =>
    inbox.done(group.applicant, 'inviteSignatory', grantId, {
      name: 'Abena Owusu',
      email: emails[index],
      unrelated: true,
    }),
  );
  await waitFor(
    'both to wait',
    async () =>
      (
        await inbox.look<{ n: number }>(
          `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
      )[0]!.n === 2,
  );
  await holder.query('commit');
  await holder.end();

  const invited = (await Promise.all(inviting)).map(({ result }) => String(result?.['personId']));
  expect(invited).toContain(known);
  expect(new Set(invited).size).toBe(2);
  for (const [index, personId] of invited.entries()) expect(await loginOf(personId)).toBe(emails[index]);
});

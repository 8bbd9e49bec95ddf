import { randomUUID } from 'node:crypto';

import { aGroup, aProvider, someBankDetails } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { openInbox, type Actor, type Inbox } from '../support/inbox';

let inbox: Inbox;
let organisation: Organisation;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
});
afterAll(() => inbox.close());

test('a party is known by its kind and name; its name is in no event', async () => {
  const added = await inbox.done(organisation.officer, 'addParty', null, {
    kind: 'group',
    name: 'Mighty Men of Valour',
    organisationType: 'cic',
  });
  expect(
    await inbox.look('select kind, name, organisation_type, version from party where id = $1', [added.subjectId]),
  ).toEqual([{ kind: 'group', name: 'Mighty Men of Valour', organisation_type: 'cic', version: 1 }]);
  const events = await inbox.look('select type, after from event where subject_id = $1', [added.subjectId]);
  expect(events).toEqual([{ type: 'party_added', after: { state: 'known', kind: 'group', organisationType: 'cic' } }]);
});

test('panel members add no parties', async () => {
  expect(await inbox.send(organisation.panel[0], 'addParty', null, { kind: 'group', name: 'A group' })).toMatchObject({
    refusal: { code: 'NOT_YOURS_TO_DO' },
  });
});

describe('connections with a party', () => {
  const connect = (actor: Actor, partyId: string, personId: string, over: object = {}) =>
    inbox.send(actor, 'connectToParty', partyId, { personId, kind: 'committee', ...over });

  test('staff declare for anybody, a group for its own people, others for themselves', async () => {
    const { officer, panel, paymentMaker, manager } = organisation;
    const group = await aGroup(inbox, organisation);
    const other = await aGroup(inbox, organisation);
    expect(await connect(officer, group.partyId, panel[0].personId)).toMatchObject({ status: 'applied' });
    expect(await connect(group.applicant, group.partyId, panel[1].personId)).toMatchObject({ status: 'applied' });
    expect(await connect(other.applicant, group.partyId, panel[2].personId)).toMatchObject({
      refusal: { code: 'NOT_YOURS_TO_DO' },
    });
    expect(await connect(panel[2], group.partyId, panel[2].personId, { kind: 'knows' })).toMatchObject({
      status: 'applied',
    });
    expect(await connect(paymentMaker, group.partyId, manager.personId)).toMatchObject({
      refusal: { code: 'CONNECTION_NOT_YOURS' },
    });
  });

  test('each is declared once, of somebody who is known', async () => {
    const group = await aGroup(inbox, organisation);
    expect(await connect(organisation.officer, group.partyId, group.applicant.personId)).toMatchObject({
      refusal: { code: 'CONNECTION_KNOWN_ALREADY' },
    });
    expect(await connect(organisation.officer, group.partyId, randomUUID())).toMatchObject({
      refusal: { code: 'PERSON_UNKNOWN', field: '/personId' },
    });
  });

  test('declared again, what is new is added, and recorded; a name that is not on the list is put there once', async () => {
    const { officer } = organisation;
    const group = await aGroup(inbox, organisation);
    const chair = (await connect(officer, group.partyId, organisation.panel[0].personId)).result?.['connectionId'];
    const again = () => connect(officer, group.partyId, organisation.panel[0].personId, { signatory: true });
    expect(await again()).toMatchObject({ status: 'applied', result: { connectionId: chair } });
    expect(await again()).toMatchObject({ refusal: { code: 'CONNECTION_KNOWN_ALREADY' } });
    expect(
      await inbox.look(
        `select before -> 'signatory' as before, after -> 'signatory' as after from event
         where subject_id = $1 and after ->> 'connectionId' = $2 order by sequence`,
        [group.partyId, chair],
      ),
    ).toEqual([
      { before: null, after: false },
      { before: false, after: true },
    ]);

    const named = (over: object) =>
      inbox.send(officer, 'connectToParty', group.partyId, { kind: 'committee', personName: 'Ada Okafor', ...over });
    const added = await named({});
    expect(await named({ personName: 'ada okafor', signatory: true })).toMatchObject({ result: added.result });
    expect(
      await inbox.look(
        `select p.name, p.login_id, c.signatory from party_connection c join person p on p.tenant_id = c.tenant_id and p.id = c.person_id
         where c.id = $1`,
        [added.result?.['connectionId']],
      ),
    ).toEqual([{ name: 'Ada Okafor', login_id: null, signatory: true }]);
    expect(await inbox.look("select id from person where name ilike 'ada okafor'")).toHaveLength(1);
    for (const over of [{ personId: organisation.panel[1].personId }, { personName: undefined }])
      expect(await named(over)).toMatchObject({ refusal: { code: 'PERSON_OR_NAME', field: '/personId' } });
  });

  test('it is ended by somebody whom it does not concern', async () => {
    const { officer, manager } = organisation;
    const group = await aGroup(inbox, organisation);
    const declared = await connect(manager, group.partyId, officer.personId);
    const body = { connectionId: declared.result?.['connectionId'] };
    const elsewhere = await aGroup(inbox, organisation);
    expect(await inbox.send(officer, 'endPartyConnection', group.partyId, body)).toMatchObject({
      refusal: { code: 'CONNECTION_YOUR_OWN' },
    });
    expect(await inbox.send(manager, 'endPartyConnection', elsewhere.partyId, body)).toMatchObject({
      refusal: { code: 'CONNECTION_UNKNOWN', field: '/connectionId' },
    });
    await inbox.done(manager, 'endPartyConnection', group.partyId, body);
    expect(
      await inbox.look('select ended_at is not null as ended from party_connection where id = $1', [body.connectionId]),
    ).toEqual([{ ended: true }]);
  });
});

describe('a provider’s bank account', () => {
  test('new details are a new version; the old stay as they were', async () => {
    const { partyId, provider } = await aProvider(inbox, organisation);
    const given = await inbox.done(provider, 'giveProviderBankDetails', partyId, someBankDetails('Family Support'));
    expect(given.result).toMatchObject({ version: 2 });
    expect(
      await inbox.look(
        'select version, account_name, given_by from bank_account where party_id = $1 order by version',
        [partyId],
      ),
    ).toEqual([
      { version: 1, account_name: "Croydon Women's Counselling", given_by: provider.personId },
      { version: 2, account_name: 'Family Support', given_by: provider.personId },
    ]);
    expect(await inbox.look('select duty, person_id from duty where subject_id = $1 group by 1, 2', [partyId])).toEqual(
      [{ duty: 'gave bank details', person_id: provider.personId }],
    );
    expect(
      await inbox.look(
        "select count(*)::int as n from outbox where template = 'bank-details-given' and subject_id = $1",
        [partyId],
      ),
    ).toEqual([{ n: 2 }]);
  });

  test('no digit of it is in events or outcomes', async () => {
    const { partyId } = await aProvider(inbox, organisation);
    const kept = await inbox.look(
      'select e.before, e.after, c.outcome from event e join command c on c.id = e.command_id where e.subject_id = $1',
      [partyId],
    );
    // Ids are drawn at random, and any three digits come up in one now and then.
    const said = JSON.stringify(kept).replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, '');
    expect(said).not.toMatch(/958|089999|Counselling/);
  });

  test('two given at once are two versions', async () => {
    const { partyId, provider } = await aProvider(inbox, organisation);
    const give = () => inbox.done(provider, 'giveProviderBankDetails', partyId, someBankDetails('Family Support'));
    const both = await Promise.all([give(), give()]);
    expect(both.map(({ result }) => result?.['version']).toSorted()).toEqual([2, 3]);
  });

  test('it is given by the provider alone', async () => {
    const { partyId } = await aProvider(inbox, organisation);
    const other = await aProvider(inbox, organisation);
    for (const actor of [organisation.manager, organisation.administrator, other.provider]) {
      expect(
        await inbox.send(actor, 'giveProviderBankDetails', partyId, someBankDetails('Family Support')),
      ).toMatchObject({
        refusal: { code: 'NOT_YOURS_TO_DO' },
      });
    }
  });

  test('a group’s details are not given here', async () => {
    const { partyId } = await aGroup(inbox, organisation);
    const personId = organisation.officer.personId;
    // Nobody is given such a role; it is refused all the same.
    await inbox.look(
      "insert into role (tenant_id, id, person_id, name, party_id) values ($1, gen_random_uuid(), $2, 'provider', $3)",
      [organisation.tenantId, personId, partyId],
    );
    expect(
      await inbox.send(organisation.officer, 'giveProviderBankDetails', partyId, someBankDetails('A group')),
    ).toMatchObject({
      refusal: { code: 'PARTY_NOT_PROVIDER' },
    });
  });
});

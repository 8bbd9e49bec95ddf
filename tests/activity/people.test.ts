import { randomUUID } from 'node:crypto';

import { newToken } from '../../src/commands/people/access-token';
import type { Role } from '../../src/domain/lives/roles';
import { aGroup, anEmployer, aProvider } from '../builders/group';
import { aPerson, anOrganisation, type Organisation } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { openInbox, type Actor, type Inbox } from '../support/inbox';

let inbox: Inbox;
let organisation: Organisation;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
});
afterAll(() => inbox.close());

const anAddress = () => `${randomUUID()}@example.org`;
const newcomer = async (actor = organisation.administrator): Promise<Actor> => ({
  tenantId: actor.tenantId,
  personId: (await inbox.done(actor, 'addPerson', null, { name: 'Blessing', email: anAddress() })).subjectId,
});

describe('adding a person', () => {
  test('one address is one login, whoever they work for and however it is written', async () => {
    const elsewhere = await anOrganisation(inbox);
    const email = anAddress();
    const here = await inbox.done(organisation.officer, 'addPerson', null, { name: 'Blessing', email });
    const there = await inbox.done(elsewhere.officer, 'addPerson', null, {
      name: 'B. Adeyemi',
      email: ` ${email.toUpperCase()}`,
    });
    const rows = await inbox.look<{ login_id: string }>('select login_id from person where id in ($1, $2)', [
      here.subjectId,
      there.subjectId,
    ]);
    expect(new Set(rows.map(({ login_id }) => login_id)).size).toBe(1);
    expect(await inbox.look('select count(*)::int as n from login where email = $1', [email])).toEqual([{ n: 1 }]);
  });

  test('nobody is twice in one organisation', async () => {
    const email = anAddress();
    const { subjectId } = await inbox.done(organisation.officer, 'addPerson', null, { name: 'Blessing', email });
    expect(await inbox.send(organisation.officer, 'addPerson', null, { name: 'Blessing', email })).toMatchObject({
      refusal: { code: 'PERSON_HERE_ALREADY', field: '/email', facts: { personId: subjectId } },
    });
  });

  test('of two who are added with one address at once, one is', async () => {
    const email = anAddress();
    const add = () => inbox.send(organisation.officer, 'addPerson', null, { name: 'Blessing', email });
    const both = await Promise.all([add(), add(), add()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['applied', 'refused', 'refused']);
  });

  test('their name and address are in no event', async () => {
    const email = anAddress();
    const { subjectId } = await inbox.done(organisation.officer, 'addPerson', null, {
      name: 'Unmistakable Name',
      email,
    });
    const events = await inbox.look('select * from event where subject_id = $1', [subjectId]);
    expect(events).toHaveLength(1);
    expect(JSON.stringify(events)).not.toMatch(/Unmistakable|example\.org/);
  });

  test('panel members and groups add nobody', async () => {
    const group = await aGroup(inbox, organisation);
    for (const actor of [organisation.panel[0], group.applicant]) {
      expect(await inbox.send(actor, 'addPerson', null, { name: 'Blessing', email: anAddress() })).toMatchObject({
        refusal: { code: 'NOT_YOURS_TO_DO' },
      });
    }
  });
});

describe('giving and ending roles', () => {
  const rolesOf = (personId: string) =>
    inbox.look('select name, pot_id, party_id, ended_at is not null as ended from role where person_id = $1', [
      personId,
    ]);

  test('a role counts from then until it is ended', async () => {
    const person = await newcomer();
    const { potId } = await aPot(inbox, organisation, { budgetPence: 100 });
    const email = anAddress();
    expect(await inbox.send(person, 'addPerson', null, { name: 'Ama', email })).toMatchObject({
      refusal: { code: 'NOT_YOURS_TO_DO' },
    });
    const granted = await inbox.done(organisation.manager, 'grantRole', person.personId, {
      role: 'grants_officer',
      potId,
    });
    await inbox.done(person, 'addPerson', null, { name: 'Ama', email });
    await inbox.done(organisation.manager, 'endRole', person.personId, { roleId: granted.result?.['roleId'] });
    expect(await inbox.send(person, 'addPerson', null, { name: 'Ama', email })).toMatchObject({
      refusal: { code: 'NOT_YOURS_TO_DO' },
    });
    expect(await rolesOf(person.personId)).toEqual([
      { name: 'grants_officer', pot_id: potId, party_id: null, ended: true },
    ]);
    await inbox.done(organisation.manager, 'grantRole', person.personId, { role: 'grants_officer', potId });
  });

  test('a budget holder has a limit of their own', async () => {
    const { budgetHolder } = await anEmployer(inbox, organisation, { ownLimitPence: 10_000 });
    expect(
      await inbox.look('select own_limit_pence::int from role where person_id = $1', [budgetHolder.personId]),
    ).toEqual([{ own_limit_pence: 10_000 }]);
  });

  test('nobody gives a role to themselves', async () => {
    const { administrator } = organisation;
    expect(
      await inbox.send(administrator, 'grantRole', administrator.personId, { role: 'payment_maker' }),
    ).toMatchObject({
      refusal: { code: 'ROLE_FOR_ONESELF' },
    });
  });

  test('a fund manager makes no administrator, and an officer lets in only people outside', async () => {
    const { personId } = await newcomer();
    const give = (actor: Actor, role: Role, over: object = {}) =>
      inbox.send(actor, 'grantRole', personId, { role, ...over });
    expect(await give(organisation.manager, 'administrator')).toMatchObject({
      refusal: { code: 'ROLE_NOT_YOURS_TO_GIVE' },
    });
    expect(await give(organisation.officer, 'panel_member')).toMatchObject({
      refusal: { code: 'ROLE_NOT_YOURS_TO_GIVE' },
    });
    expect(await give(organisation.panel[0], 'panel_member')).toMatchObject({ refusal: { code: 'NOT_YOURS_TO_DO' } });
    const { partyId } = await aGroup(inbox, organisation);
    expect(await give(organisation.officer, 'applicant', { partyId })).toMatchObject({ status: 'applied' });
  });

  test('a role is whole: what it is for exists and fits it', async () => {
    const { personId } = await newcomer();
    const group = await aGroup(inbox, organisation);
    const provider = await aProvider(inbox, organisation);
    const { potId } = await aPot(inbox, organisation, { budgetPence: 100 });
    const refusal = async (body: object) =>
      (await inbox.send(organisation.manager, 'grantRole', personId, body)).refusal?.code;
    expect(await refusal({ role: 'applicant' })).toBe('ROLE_NEEDS_PARTY');
    expect(await refusal({ role: 'applicant', partyId: randomUUID() })).toBe('PARTY_UNKNOWN');
    expect(await refusal({ role: 'applicant', partyId: provider.partyId })).toBe('ROLE_UNFIT_FOR_PARTY');
    expect(await refusal({ role: 'applicant', partyId: group.partyId, potId })).toBe('ROLE_TAKES_NO_POT');
    expect(await refusal({ role: 'applicant', partyId: group.partyId, ownLimitPence: 1 })).toBe('ROLE_TAKES_NO_LIMIT');
    expect(await refusal({ role: 'panel_member', partyId: group.partyId })).toBe('ROLE_TAKES_NO_PARTY');
    expect(await refusal({ role: 'panel_member', potId: randomUUID() })).toBe('POT_UNKNOWN');
    expect(await rolesOf(personId)).toEqual([]);
  });

  test('a role that somebody has is not given twice', async () => {
    const { personId } = await newcomer();
    await inbox.done(organisation.manager, 'grantRole', personId, { role: 'panel_member' });
    expect(await inbox.send(organisation.manager, 'grantRole', personId, { role: 'panel_member' })).toMatchObject({
      refusal: { code: 'ROLE_HELD_ALREADY' },
    });
  });

  test('a role is ended by somebody who may give it, and once', async () => {
    const person = await newcomer();
    const granted = await inbox.done(organisation.manager, 'grantRole', person.personId, { role: 'panel_member' });
    const roleId = granted.result?.['roleId'];
    expect(await inbox.send(organisation.officer, 'endRole', person.personId, { roleId })).toMatchObject({
      refusal: { code: 'ROLE_NOT_YOURS_TO_GIVE' },
    });
    expect(await inbox.send(organisation.manager, 'endRole', organisation.officer.personId, { roleId })).toMatchObject({
      refusal: { code: 'ROLE_UNKNOWN', field: '/roleId' },
    });
    await inbox.done(organisation.manager, 'endRole', person.personId, { roleId });
    expect(await inbox.send(organisation.manager, 'endRole', person.personId, { roleId })).toMatchObject({
      refusal: { code: 'ROLE_UNKNOWN' },
    });
  });

  describe('one administrator remains', () => {
    const end = async (actor: Actor, of: Actor) => {
      const [role] = await inbox.look<{ id: string }>('select id from role where person_id = $1', [of.personId]);
      return inbox.send(actor, 'endRole', of.personId, { roleId: role?.id });
    };

    test('who is the only one stays', async () => {
      const { administrator } = await anOrganisation(inbox);
      expect(await end(administrator, administrator)).toMatchObject({ refusal: { code: 'LAST_ADMINISTRATOR' } });
    });

    test.each([1, 2, 3, 4, 5])('of two who end each other’s role at once, one stays (%i)', async () => {
      const { administrator, tenantId } = await anOrganisation(inbox);
      const second = await aPerson(inbox, tenantId, 'Second administrator', [{ role: 'administrator' }]);
      const both = await Promise.all([end(administrator, second), end(second, administrator)]);
      expect(both.map(({ status }) => status).toSorted()).toEqual(['applied', 'refused']);
    });
  });
});

describe('connections between people', () => {
  const connect = (actor: Actor, personId: string, otherPersonId: string, kind = 'family') =>
    inbox.send(actor, 'connectPersons', personId, { otherPersonId, kind });

  test('a connection holds both ways and is declared once', async () => {
    const [one, other] = [await newcomer(), await newcomer()];
    expect(await connect(organisation.officer, one.personId, other.personId)).toMatchObject({ status: 'applied' });
    expect(await connect(organisation.officer, other.personId, one.personId)).toMatchObject({
      refusal: { code: 'CONNECTION_KNOWN_ALREADY' },
    });
    expect(await connect(organisation.officer, other.personId, one.personId, 'knows')).toMatchObject({
      status: 'applied',
    });
  });

  test('panel members and payment staff declare their own', async () => {
    const { panel, paymentMaker, paymentAuthoriser } = organisation;
    const someone = await newcomer();
    for (const actor of [panel[0], paymentMaker, paymentAuthoriser]) {
      expect(await connect(actor, actor.personId, someone.personId)).toMatchObject({ status: 'applied' });
      expect(await connect(actor, organisation.officer.personId, someone.personId)).toMatchObject({
        refusal: { code: 'CONNECTION_NOT_YOURS' },
      });
    }
    expect(await connect(panel[1], someone.personId, panel[1].personId)).toMatchObject({ status: 'applied' });
  });

  test('the other is somebody else, and known here', async () => {
    const { personId } = await newcomer();
    expect(await connect(organisation.officer, personId, personId)).toMatchObject({
      refusal: { code: 'CONNECTION_TO_ONESELF' },
    });
    expect(await connect(organisation.officer, personId, randomUUID())).toMatchObject({
      refusal: { code: 'PERSON_UNKNOWN' },
    });
    const elsewhere = await anOrganisation(inbox);
    expect(await connect(organisation.officer, personId, elsewhere.officer.personId)).toMatchObject({
      refusal: { code: 'PERSON_UNKNOWN' },
    });
  });

  test('it is ended from either side, by somebody whom it does not concern', async () => {
    const { officer, manager } = organisation;
    const someone = await newcomer();
    const declared = await connect(manager, officer.personId, someone.personId);
    const body = { connectionId: declared.result?.['connectionId'] };
    expect(await inbox.send(officer, 'endPersonConnection', someone.personId, body)).toMatchObject({
      refusal: { code: 'CONNECTION_YOUR_OWN' },
    });
    const byTheOther = await connect(manager, someone.personId, officer.personId, 'knows');
    const other = { connectionId: byTheOther.result?.['connectionId'] };
    expect(await inbox.send(officer, 'endPersonConnection', someone.personId, other)).toMatchObject({
      refusal: { code: 'CONNECTION_YOUR_OWN' },
    });
    expect(await inbox.send(manager, 'endPersonConnection', organisation.panel[0].personId, body)).toMatchObject({
      refusal: { code: 'CONNECTION_UNKNOWN', field: '/connectionId' },
    });
    await inbox.done(manager, 'endPersonConnection', someone.personId, body);
    expect(
      await inbox.look('select ended_at is not null as ended from person_connection where id = $1', [
        body.connectionId,
      ]),
    ).toEqual([{ ended: true }]);
    expect(await connect(manager, officer.personId, someone.personId)).toMatchObject({ status: 'applied' });
  });
});

describe('access tokens', () => {
  const bearer = (tokenHash: string) =>
    inbox.look('select person_id, scopes from app.bearer($1)', [Buffer.from(tokenHash, 'base64url')]);

  test('a token lets its person in until it is revoked; only its digest is kept, and they are told', async () => {
    const { personId } = await newcomer();
    const { token, tokenHash } = newToken();
    const issued = await inbox.done(organisation.administrator, 'issueToken', personId, {
      label: 'Reads',
      scopes: ['read'],
      tokenHash,
    });
    const tokenId = issued.result?.['tokenId'];
    expect(await bearer(tokenHash)).toEqual([{ person_id: personId, scopes: ['read'] }]);
    expect(await inbox.look('select template, person_id from outbox where subject_id = $1', [personId])).toEqual([
      { template: 'token-issued', person_id: personId },
    ]);
    const kept = await inbox.look<{ row: string }>(
      `select row_to_json(c)::text as row from command c where subject_id = $1 union all select body::text from command_body b
       join command c on c.id = b.command_id where c.subject_id = $1`,
      [personId],
    );
    expect(kept.map(({ row }) => row).join()).not.toContain(token);

    await inbox.done(organisation.administrator, 'revokeToken', personId, { tokenId });
    expect(await bearer(tokenHash)).toEqual([]);
    expect(await inbox.send(organisation.administrator, 'revokeToken', personId, { tokenId })).toMatchObject({
      refusal: { code: 'TOKEN_UNKNOWN', field: '/tokenId' },
    });
  });

  test('another person’s token is not revoked by this one’s address, and only administrators issue any', async () => {
    const [one, other] = [await newcomer(), await newcomer()];
    const wanted = { label: 'Reads', scopes: ['read'], tokenHash: newToken().tokenHash };
    expect(await inbox.send(organisation.manager, 'issueToken', one.personId, wanted)).toMatchObject({
      refusal: { code: 'NOT_YOURS_TO_DO' },
    });
    const issued = await inbox.done(organisation.administrator, 'issueToken', one.personId, wanted);
    expect(
      await inbox.send(organisation.administrator, 'revokeToken', other.personId, {
        tokenId: issued.result?.['tokenId'],
      }),
    ).toMatchObject({ refusal: { code: 'TOKEN_UNKNOWN' } });
  });
});

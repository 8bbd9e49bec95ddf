import { randomUUID } from 'node:crypto';

import { answerByLink, findConfirmation } from '../../src/commands/confirmations/by-link';
import { createDraft, saveDraft } from '../../src/commands/application/draft';
import { anAward, aMeeting } from '../builders/award';
import { content, inChecking, submitted, theDraft, withPanel, type Application } from '../builders/application';
import { aMember, someBankDetails } from '../builders/group';
import { aPerson } from '../builders/organisation';
import { cashArrives } from '../builders/paying';
import { aSetting, type Setting } from '../builders/setting';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { readsOf, type Reads } from '../support/reads';

let inbox: Inbox;
let reads: Reads;
beforeAll(async () => {
  inbox = await openInbox();
  reads = readsOf(inbox);
});
afterAll(() => inbox.close());

interface Asked {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly name: string | null;
  readonly email: string | null;
}
const asked = (grantId: string) =>
  inbox.look<Asked>(
    `select k.id, k.kind, k.state, c.name, c.email from confirmation k
       left join confirmation_contact c on c.confirmation_id = k.id where k.grant_id = $1 order by k.sequence`,
    [grantId],
  );
const mailsTo = async (correspondent: string) =>
  (
    await inbox.look<{ template: string }>(
      'select template from outbox where correspondent_id = $1 order by sequence',
      [correspondent],
    )
  ).map(({ template }) => template);
const answer = async ({ tenantId }: Actor, id: string, said: 'confirmed' | 'denied', position?: string) => {
  const stored = await answerByLink(inbox.db, { tenantId, id }, said, position);
  await inbox.deliverFollowUps();
  return stored;
};
const refusalOf = async (actor: Actor, command: Parameters<Inbox['send']>[1], grantId: string, body: object = {}) =>
  (await inbox.send(actor, command, grantId, body)).refusal;

describe('the second contact', () => {
  const required = { secondContact: 'required' } as const;
  let setting: Setting;
  let application: Application;
  beforeEach(async () => {
    setting = await aSetting(inbox, required);
    application = await inChecking(inbox, { ...setting, askedPence: 50_000 });
  });

  it('is asked by mail when the application is sent, and confirms by the link before it goes to the panel', async () => {
    const { officer } = setting.organisation;
    const { grantId } = application;
    const [one] = await asked(grantId);
    expect(await asked(grantId)).toMatchObject([
      { kind: 'second_contact', state: 'asked', name: 'Ben Clarke', email: 'ben@example.org' },
    ]);
    expect(await mailsTo(one!.id)).toEqual(['confirm-second-contact']);
    expect(await refusalOf(officer, 'passToPanel', grantId)).toMatchObject({ code: 'SECOND_CONTACT_UNCONFIRMED' });
    const link = { tenantId: officer.tenantId, id: one!.id };
    expect(await findConfirmation(inbox.db, link)).toMatchObject({
      state: 'asked',
      group: 'Kreative Education Solution',
      askedPence: 50_000,
      contactName: 'Ben Clarke',
      host: null,
    });

    await answer(officer, one!.id, 'confirmed');
    expect(await reads.as(officer, 'getGrant', { id: grantId })).toMatchObject({
      confirmations: [{ kind: 'second_contact', state: 'confirmed', contact: { name: 'Ben Clarke' }, waivedBy: null }],
    });
    // Once: the same again is nothing new, another answer comes too late.
    expect(await answer(officer, one!.id, 'confirmed')).toBe('answered');
    expect(await answer(officer, one!.id, 'denied')).toBeUndefined();
    expect(await refusalOf(officer, 'passToPanel', grantId)).toBeUndefined();
    expect((await reads.as(setting.organisation.panel[0], 'getGrant', { id: grantId })).confirmations).toMatchObject([
      { contact: null },
    ]);
  });

  it('who says no is told to the owner, and somebody else is asked, whose link alone then works', async () => {
    const { officer } = setting.organisation;
    const { grantId } = application;
    const [one] = await asked(grantId);
    await answer(officer, one!.id, 'denied');
    expect(
      await inbox.look('select person_id from outbox where subject_id = $1 and template = $2', [
        grantId,
        'confirmation-denied',
      ]),
    ).toEqual([{ person_id: officer.personId }]);
    expect(await refusalOf(officer, 'passToPanel', grantId)).toMatchObject({
      code: 'SECOND_CONTACT_UNCONFIRMED',
      facts: { state: 'denied' },
    });

    const replace = (body: object) => refusalOf(setting.group.applicant, 'replaceSecondContact', grantId, body);
    expect(await replace({ name: '', email: 'x@example.org' })).toMatchObject({
      code: 'CONTACT_NAME_MISSING',
      field: '/name',
    });
    expect(await replace({ name: 'Cy', email: 'nowhere' })).toMatchObject({
      code: 'CONTACT_EMAIL_MALFORMED',
      field: '/email',
    });
    expect(await replace({ name: 'ada brown', email: 'x@example.org' })).toMatchObject({
      code: 'CONTACT_REPEATED',
      field: '/name',
    });
    expect(await replace({ name: 'Cy Dean', email: 'ADA@example.org' })).toMatchObject({
      code: 'CONTACTS_SHARE_EMAIL',
      field: '/email',
    });
    expect(await replace({ name: 'Cy Dean', email: 'cy@example.org' })).toBeUndefined();
    const [old, now] = await asked(grantId);
    expect([old, now]).toMatchObject([
      { state: 'replaced', name: null },
      { state: 'asked', name: 'Cy Dean' },
    ]);
    expect(await findConfirmation(inbox.db, { tenantId: officer.tenantId, id: old!.id })).toBeUndefined();
    expect((await reads.as(officer, 'getGrant', { id: grantId })).application.contacts).toMatchObject([
      { name: 'Ada Brown' },
      { name: 'Cy Dean' },
    ]);
    await answer(officer, now!.id, 'confirmed');
    expect(await refusalOf(officer, 'passToPanel', grantId)).toBeUndefined();
  });

  it('is asked once more by the same link, or done without for a reason that staff see', async () => {
    const { officer, manager } = setting.organisation;
    const { grantId } = application;
    const [one] = await asked(grantId);
    await inbox.done(setting.group.applicant, 'askConfirmationAgain', grantId, { confirmationId: one!.id });
    expect(await mailsTo(one!.id)).toEqual(['confirm-second-contact', 'confirm-second-contact']);
    const waive = (confirmationId: string) =>
      refusalOf(manager, 'waiveConfirmation', grantId, { confirmationId, reason: 'Rang her.' });
    expect(await waive(randomUUID())).toMatchObject({ code: 'CONFIRMATION_UNKNOWN', field: '/confirmationId' });
    expect(await refusalOf(officer, 'askConfirmationAgain', grantId, { confirmationId: randomUUID() })).toMatchObject({
      code: 'CONFIRMATION_UNKNOWN',
    });
    expect(await waive(one!.id)).toBeUndefined();
    expect(await waive(one!.id)).toMatchObject({ code: 'CONFIRMATION_SETTLED' });
    expect(await refusalOf(officer, 'askConfirmationAgain', grantId, { confirmationId: one!.id })).toMatchObject({
      code: 'CONFIRMATION_SETTLED',
    });
    expect(await findConfirmation(inbox.db, { tenantId: officer.tenantId, id: one!.id })).toBeUndefined();
    const timeline = async (actor: Actor) =>
      (await reads.as(actor, 'getGrantTimeline', { id: grantId })).items.find(
        ({ type }: { type: string }) => type === 'confirmation_waived',
      );
    expect(await timeline(officer)).toMatchObject({ text: 'Rang her.' });
    expect(await timeline(setting.group.applicant)).toBeUndefined();
    expect(await refusalOf(officer, 'passToPanel', grantId)).toBeUndefined();
  });

  it('an answer that comes when all is over, or by a link of another organisation, changes nothing', async () => {
    const { officer } = setting.organisation;
    const { grantId } = application;
    const [one] = await asked(grantId);
    const other = await aSetting(inbox);
    expect(await findConfirmation(inbox.db, { tenantId: other.organisation.tenantId, id: one!.id })).toBeUndefined();
    const stored = await answerByLink(inbox.db, { tenantId: officer.tenantId, id: one!.id }, 'confirmed');
    await inbox
      .done(officer, 'waiveConfirmation', grantId, { confirmationId: one!.id, reason: 'Rang her.' })
      .catch(() => undefined);
    await inbox.deliverFollowUps();
    expect(stored).toMatchObject({ grantId });
    expect((await asked(grantId))[0]!.state).toBe('confirmed'); // stored first, so it came first
    await inbox.done(setting.group.applicant, 'withdraw', grantId, {});
    expect(await asked(grantId)).toHaveLength(1);
  });

  it('is not asked where the policy does not want it', async () => {
    const plain = await aSetting(inbox);
    const { grantId } = await submitted(inbox, { ...plain, askedPence: 50_000 });
    expect(await asked(grantId)).toEqual([]);
    await inbox.done(plain.group.applicant, 'replaceSecondContact', grantId, {
      name: 'Cy Dean',
      email: 'cy@example.org',
    });
    expect(await asked(grantId)).toEqual([]);
  });
});

describe('an application by paper or telephone', () => {
  let setting: Setting;
  let grantId: string;
  let writer: Actor;
  let officer: Actor;
  beforeEach(async () => {
    setting = await aSetting(inbox, { decision: { delegatedUpToPence: 200_000 as never } });
    const { organisation, potId, group } = setting;
    ({ officer: writer, secondOfficer: officer } = organisation);
    const draft = theDraft(await createDraft(inbox.db, writer, { potId, partyId: group.partyId }));
    theDraft(await saveDraft(inbox.db, writer, draft.id, draft.version, content(50_000)));
    grantId = draft.id;
    await inbox.done(writer, 'submitApplication', grantId);
  });

  it('is confirmed by the group before it is decided', async () => {
    const [one] = await asked(grantId);
    expect(await asked(grantId)).toMatchObject([{ kind: 'application', state: 'asked', name: 'Ada Brown' }]);
    expect(await mailsTo(one!.id)).toEqual(['confirm-application']);
    await inbox.done(officer, 'startChecking', grantId);
    await inbox.done(officer, 'passToPanel', grantId);
    const decide = () => refusalOf(officer, 'decide', grantId, { meetingId: null, outcome: 'award' });
    expect(await decide()).toMatchObject({ code: 'APPLICATION_UNCONFIRMED' });
    expect(
      await refusalOf(officer, 'decide', grantId, { meetingId: null, outcome: 'refuse', reasons: 'No.' }),
    ).toMatchObject({ code: 'APPLICATION_UNCONFIRMED' });
    await answer(officer, one!.id, 'confirmed');
    expect(await decide()).toBeUndefined();
  });

  it('lets whoever confirms it act for the group, once, and tells them how', async () => {
    const { group } = setting;
    const [one] = await asked(grantId);
    const acting = () =>
      inbox.look<{ email: string; name: string; position: string | null }>(
        `select l.email, p.name, k.position from role r join person p on p.id = r.person_id join login l on l.id = p.login_id
           left join party_connection k on k.person_id = p.id and k.party_id = r.party_id and k.kind = 'committee'
         where r.party_id = $1 and r.name = 'applicant' and l.email = 'ada@example.org'`,
        [group.partyId],
      );
    expect(await acting()).toEqual([]);
    await answer(officer, one!.id, 'confirmed', ' chair ');
    expect(await acting()).toEqual([{ email: 'ada@example.org', name: 'Ada Brown', position: 'chair' }]);
    const mails = await inbox.look<{ template: string }>(
      `select o.template from outbox o join person p on p.id = o.person_id where o.subject_id = $1 and p.name = 'Ada Brown'`,
      [grantId],
    );
    expect(mails).toEqual([{ template: 'acts-for-group' }]);
  });

  it('lets nobody act for the group who says no, or who works for the organisation', async () => {
    const { organisation, potId, group } = setting;
    const actors = async () =>
      (await inbox.look(`select 1 from role where party_id = $1 and name = 'applicant'`, [group.partyId])).length;
    const before = await actors();
    const [one] = await asked(grantId);
    await answer(officer, one!.id, 'denied', 'chair');
    expect(await actors()).toBe(before);

    const draft = theDraft(await createDraft(inbox.db, writer, { potId, partyId: group.partyId }));
    const [login] = await inbox.look<{ email: string }>(
      'select l.email from login l join person p on p.login_id = l.id where p.id = $1',
      [organisation.manager.personId],
    );
    const said = content(50_000);
    const contacts = (said.contacts ?? []).map((contact, place) =>
      place === 0 ? { ...contact, email: login!.email } : contact,
    );
    theDraft(await saveDraft(inbox.db, writer, draft.id, draft.version, { ...said, contacts }));
    await inbox.done(writer, 'submitApplication', draft.id);
    const [other] = await asked(draft.id);
    await answer(officer, other!.id, 'confirmed', 'chair');
    expect(await asked(draft.id)).toMatchObject([{ state: 'confirmed' }]);
    expect(await actors()).toBe(before);
  });

  it('is neither assessed nor decided by who wrote it, who cannot do without the group’s word either', async () => {
    const { organisation, potId } = setting;
    const [one] = await asked(grantId);
    const same = { code: 'SAME_PERSON' };
    expect(await refusalOf(writer, 'startChecking', grantId)).toMatchObject(same);
    await inbox.done(officer, 'startChecking', grantId);
    expect(await refusalOf(writer, 'declareIneligible', grantId, { reason: 'No.' })).toMatchObject(same);
    expect(await refusalOf(writer, 'passToPanel', grantId)).toMatchObject(same);
    expect(
      await refusalOf(writer, 'waiveConfirmation', grantId, { confirmationId: one!.id, reason: 'I heard it.' }),
    ).toMatchObject(same);
    await inbox.done(officer, 'passToPanel', grantId);
    await answer(officer, one!.id, 'confirmed');
    expect(await refusalOf(writer, 'decide', grantId, { meetingId: null, outcome: 'award' })).toMatchObject(same);
    const meetingId = await aMeeting(inbox, organisation, potId, organisation.panel.slice(0, 3));
    expect(await refusalOf(writer, 'decide', grantId, { meetingId, outcome: 'award' })).toMatchObject(same);
    expect(await refusalOf(officer, 'decide', grantId, { meetingId, outcome: 'award' })).toBeUndefined();
  });

  it('is not checked by who wrote it', async () => {
    const checked = await aSetting(inbox, { checks: [{ kind: 'accounts', validFor: 'P12M' }] });
    const { organisation, potId, group } = checked;
    const draft = theDraft(await createDraft(inbox.db, organisation.officer, { potId, partyId: group.partyId }));
    theDraft(await saveDraft(inbox.db, organisation.officer, draft.id, draft.version, content(50_000)));
    await inbox.done(organisation.officer, 'submitApplication', draft.id);
    await inbox.done(organisation.secondOfficer, 'startChecking', draft.id);
    const body = { kind: 'accounts', passed: true, seenOn: '2027-01-20' };
    expect(await refusalOf(organisation.officer, 'recordCheck', draft.id, body)).toMatchObject({ code: 'SAME_PERSON' });
  });
});

describe('a host', () => {
  const named = { hostName: 'Croydon Hub', contactName: 'Hal Ost', contactEmail: 'hal@hub.example' };

  it('is named, known again by its name or id, and confirms before the panel gets it', async () => {
    const setting = await aSetting(inbox);
    const { officer } = setting.organisation;
    const { grantId } = await inChecking(inbox, { ...setting, askedPence: 50_000 });
    const name = (body: object) => refusalOf(setting.group.applicant, 'nameHost', grantId, body);
    const { hostName: _, ...person } = named;
    expect(await name(person)).toMatchObject({ code: 'HOST_NOT_SAID', field: '/hostId' });
    expect(await name({ ...named, hostId: setting.group.partyId })).toMatchObject({ code: 'HOST_NOT_SAID' });
    expect(await name({ ...person, hostId: setting.group.partyId })).toMatchObject({
      code: 'HOST_UNKNOWN',
      field: '/hostId',
    });
    expect(await refusalOf(officer, 'removeHost', grantId)).toMatchObject({ code: 'HOST_NOT_NAMED' });
    const [own] = await inbox.look<{ email: string }>(
      'select l.email from login l join person p on p.login_id = l.id where p.id = $1',
      [setting.group.secretary.personId],
    );
    const ofGroup = { code: 'HOST_CONTACT_OF_GROUP', field: '/contactEmail' };
    expect(await name({ ...named, contactEmail: ` ${own!.email.toUpperCase()}` })).toMatchObject(ofGroup);
    expect(await name({ ...named, contactEmail: 'BEN@example.org' })).toMatchObject(ofGroup);
    const { result } = await inbox.done(setting.group.applicant, 'nameHost', grantId, named);
    expect(await refusalOf(officer, 'passToPanel', grantId)).toMatchObject({ code: 'HOST_UNCONFIRMED' });
    expect(
      await findConfirmation(inbox.db, { tenantId: officer.tenantId, id: String(result!['confirmationId']) }),
    ).toMatchObject({ kind: 'host', host: 'Croydon Hub' });
    const again = await inbox.done(officer, 'nameHost', grantId, { ...named, hostName: 'croydon hub' });
    expect(again.result!['hostId']).toBe(result!['hostId']);
    await inbox.done(officer, 'nameHost', grantId, { ...person, hostId: String(result!['hostId']) });
    expect((await asked(grantId)).map(({ state }) => state)).toEqual(['replaced', 'replaced', 'asked']);
    expect(await reads.as(officer, 'getGrant', { id: grantId })).toMatchObject({ host: { name: 'Croydon Hub' } });
    expect(await inbox.look('select type from event where subject_id = $1', [result!['hostId']])).toEqual([
      { type: 'party_added' },
    ]);
    await inbox.done(officer, 'removeHost', grantId);
    expect(await reads.as(officer, 'getGrant', { id: grantId })).toMatchObject({ host: null, confirmations: [] });
    expect(await refusalOf(officer, 'passToPanel', grantId)).toBeUndefined();
  });

  it('lets whoever confirms first act for it, and no second whom a group names', async () => {
    const setting = await aSetting(inbox);
    const { officer } = setting.organisation;
    const acting = (hostId: unknown) =>
      inbox.look<{ email: string }>(
        `select l.email from role r join person p on p.id = r.person_id join login l on l.id = p.login_id
           where r.party_id = $1 and r.name = 'applicant' and r.ended_at is null`,
        [hostId],
      );
    const first = await inChecking(inbox, { ...setting, askedPence: 50_000 });
    const one = (await inbox.done(setting.group.applicant, 'nameHost', first.grantId, named)).result!;
    expect(await acting(one['hostId'])).toEqual([]);
    await answer(officer, String(one['confirmationId']), 'confirmed', 'chair');
    expect(await acting(one['hostId'])).toEqual([{ email: 'hal@hub.example' }]);
    expect(
      await inbox.look(
        `select o.template from outbox o join person p on p.id = o.person_id where o.subject_id = $1 and p.name = 'Hal Ost'`,
        [first.grantId],
      ),
    ).toEqual([{ template: 'acts-for-host' }]);
    expect(await inbox.look(`select 1 from party_connection where party_id = $1`, [one['hostId']])).toEqual([]);

    const second = await inChecking(inbox, { ...setting, askedPence: 50_000 });
    const friend = { ...named, contactName: 'A Friend', contactEmail: 'friend@elsewhere.example' };
    const two = (await inbox.done(setting.group.applicant, 'nameHost', second.grantId, friend)).result!;
    expect(two['hostId']).toBe(one['hostId']);
    await answer(officer, String(two['confirmationId']), 'confirmed');
    expect(await acting(one['hostId'])).toEqual([{ email: 'hal@hub.example' }]);

    // Nor where whoever gave the account has gone since: money would follow whom a group brings in.
    const [hal] = await inbox.look<{ id: string }>(
      `select p.id from person p join login l on l.id = p.login_id where l.email = 'hal@hub.example'`,
    );
    const actor = { tenantId: officer.tenantId, personId: String(hal?.id) };
    await inbox.done(actor, 'giveProviderBankDetails', String(one['hostId']), someBankDetails('Croydon Hub'));
    const [role] = await inbox.look<{ id: string }>('select id from role where person_id = $1', [hal?.id]);
    await inbox.done(setting.organisation.manager, 'endRole', String(hal?.id), { roleId: role?.id });
    const third = await inChecking(inbox, { ...setting, askedPence: 50_000 });
    const three = (await inbox.done(setting.group.applicant, 'nameHost', third.grantId, friend)).result!;
    await answer(officer, String(three['confirmationId']), 'confirmed');
    expect(await acting(one['hostId'])).toEqual([]);
  });

  it('is the payee: its own people give its account, and who is connected to it neither decides nor pays', async () => {
    const setting = await aSetting(inbox, { instalments: [{ sharePercent: 100, dueAfter: 'PT0S' }] });
    const { organisation, potId, group } = setting;
    const { officer, manager, paymentMaker, paymentAuthoriser, tenantId } = organisation;
    const application = await inChecking(inbox, { ...setting, askedPence: 50_000 });
    const { grantId } = application;
    const { result } = await inbox.done(group.applicant, 'nameHost', grantId, named);
    const [hostId, confirmationId] = [String(result!['hostId']), String(result!['confirmationId'])];
    const atHost = await aPerson(inbox, tenantId, 'Officer at the hub', [{ role: 'grants_officer' }]);
    await inbox.done(manager, 'connectToParty', hostId, { personId: atHost.personId, kind: 'committee' });
    expect(await refusalOf(atHost, 'passToPanel', grantId)).toMatchObject({ code: 'CONNECTED_PERSON' });
    await answer(officer, confirmationId, 'confirmed');
    await inbox.done(officer, 'passToPanel', grantId);
    const meetingId = await aMeeting(inbox, organisation, potId, organisation.panel.slice(0, 3));
    expect(await refusalOf(atHost, 'decide', grantId, { meetingId, outcome: 'award' })).toMatchObject({
      code: 'CONNECTED_PERSON',
    });
    await inbox.done(officer, 'decide', grantId, { meetingId, outcome: 'award' });
    await inbox.done(group.applicant, 'acceptOffer', grantId);
    await inbox.done(group.secretary, 'acceptOffer', grantId);
    await inbox.applyDueNow(tenantId, 'grant', grantId);
    const payment = async () =>
      (
        await inbox.look<{ id: string; state: string; payee_id: string }>(
          'select id, state, payee_id from payment where grant_id = $1',
          [grantId],
        )
      )[0]!;
    expect(await payment()).toMatchObject({ state: 'scheduled', payee_id: hostId });
    const began = await inbox.look<{ facts: { bankDetailsNeeded: boolean } }>(
      `select facts from outbox where subject_id = $1 and template = 'grant-began'`,
      [grantId],
    );
    expect(began.map(({ facts }) => facts.bankDetailsNeeded)).not.toContain(true);
    // Whoever confirmed is asked, and not the group, which cannot give them.
    expect(
      await inbox.look(
        `select o.template, p.name from outbox o join person p on p.id = o.person_id
           where o.subject_id = $1 and o.template like '%bank-details-wanted'`,
        [grantId],
      ),
    ).toEqual([{ template: 'host-bank-details-wanted', name: 'Hal Ost' }]);
    expect(await refusalOf(group.applicant, 'giveBankDetails', grantId, someBankDetails('Us'))).toMatchObject({
      code: 'HOST_GIVES_BANK_DETAILS',
    });
    expect((await reads.as(officer, 'getGrant', { id: grantId })).award.bankAccount).toBeNull();

    const treasurer = await aMember(inbox, organisation, hostId, { name: 'Hub treasurer', role: 'applicant' });
    expect(
      (await inbox.send(group.applicant, 'giveProviderBankDetails', hostId, someBankDetails('Us'))).refusal,
    ).toMatchObject({ code: 'NOT_YOURS_TO_DO' });
    await inbox.done(treasurer, 'giveProviderBankDetails', hostId, someBankDetails('Croydon Hub'));
    expect((await reads.as(officer, 'getGrant', { id: grantId })).award.bankAccount).toMatchObject({
      accountName: 'Croydon Hub',
    });
    const [pot] = await inbox.look<{ fund_id: string }>('select fund_id from pot where id = $1', [potId]);
    await cashArrives(inbox, organisation, { potId, fundId: pot!.fund_id }, 100_000);
    await inbox.deliverFollowUps();
    expect(await payment()).toMatchObject({ state: 'ready' });

    const maker = await aPerson(inbox, tenantId, 'Maker at the hub', [
      { role: 'payment_maker' },
      { role: 'payment_authoriser' },
    ]);
    const authoriser = await aPerson(inbox, tenantId, 'Of the group', [{ role: 'payment_authoriser' }]);
    await inbox.done(manager, 'connectToParty', hostId, { personId: maker.personId, kind: 'employee' });
    await inbox.done(manager, 'connectToParty', group.partyId, { personId: authoriser.personId, kind: 'family' });
    const build = (by: Actor) => inbox.send(by, 'buildRun', null, { potId, name: 'Run' });
    expect((await build(maker)).refusal).toMatchObject({ code: 'CONNECTED_PERSON' });
    const run = (await build(paymentMaker)).subjectId;
    await inbox.done(paymentMaker, 'requestAuthorisation', run);
    const { seenHash } = await reads.as(paymentAuthoriser, 'getPaymentRun', { id: run });
    const authorise = async (by: Actor) => (await inbox.send(by, 'authoriseRun', run, { seenHash })).refusal;
    expect(await authorise(maker)).toMatchObject({ code: 'CONNECTED_PERSON' });
    expect(await authorise(authoriser)).toMatchObject({ code: 'CONNECTED_PERSON' });
    expect(await authorise(paymentAuthoriser)).toBeUndefined();
  });

  it('is nobody’s business where there is none: awards go to the group as before', async () => {
    const setting = await aSetting(inbox);
    const { grantId } = await anAward(inbox, { ...setting, askedPence: 50_000 });
    expect(await withPanel(inbox, { ...setting, askedPence: 10_000 })).toBeDefined();
    expect(await inbox.look('select host_id from application where id = $1', [grantId])).toEqual([{ host_id: null }]);
  });
});

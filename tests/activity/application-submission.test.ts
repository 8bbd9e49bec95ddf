import { randomUUID } from 'node:crypto';

import { createDraft, saveDraft } from '../../src/commands/application/draft';
import { pence } from '../../src/domain/money/money';
import { anApplication, content, submitted, theDraft } from '../builders/application';
import { aGroup } from '../builders/group';
import { aSetting, type Setting } from '../builders/setting';
import { openInbox, type Actor, type Inbox } from '../support/inbox';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await openInbox();
});
afterAll(async () => {
  await inbox.close();
});

const clockIn = async (seconds: number) => {
  const [row] = await inbox.look<{ at: Date }>('select app.now() + make_interval(secs => $1) as at', [seconds]);
  return row!.at.toISOString();
};
const rowOf = async (grantId: string) =>
  (await inbox.look<Record<string, unknown>>('select * from application where id = $1', [grantId]))[0]!;
const templatesOf = (grantId: string) =>
  inbox.look<{ template: string; person_id: string }>(
    'select template, person_id from outbox where subject_id = $1 order by sequence',
    [grantId],
  );
const toldOf = (mails: readonly { template: string; person_id: string }[], template: string) =>
  mails
    .filter((mail) => mail.template === template)
    .map(({ person_id }) => person_id)
    .toSorted();
const idsOf = (...people: readonly Actor[]) => people.map(({ personId }) => personId).toSorted();
const prefixOf = async ({ potId }: Setting) =>
  (await inbox.look<{ reference_prefix: string }>('select reference_prefix from pot where id = $1', [potId]))[0]!
    .reference_prefix;

describe('a submission', () => {
  it('gives a reference, a time, an owner and a date for the check, and tells group and owner', async () => {
    const setting = await aSetting(inbox);
    const { organisation, group } = setting;
    const { grantId } = await anApplication(inbox, { ...setting, askedPence: 150_000 });
    const answer = await inbox.done(group.applicant, 'submitApplication', grantId);

    const row = await rowOf(grantId);
    const year = new Date(row['submitted_at'] as Date).getUTCFullYear();
    const reference = `${await prefixOf(setting)}-${year}-0001`;
    expect(row).toMatchObject({
      stage: 'submitted',
      reference,
      owner_id: organisation.manager.personId,
      asked_pence: '150000',
      policy_version: null,
      final: false,
    });
    expect(answer.result).toEqual({ reference, submittedAt: (row['submitted_at'] as Date).toISOString() });
    expect(answer.standing).toMatchObject({ phase: 'assessment', final: false, next: [{ command: 'chaseCheck' }] });
    const { applicant, secretary, treasurer } = group;
    const mails = await templatesOf(grantId);
    expect(
      mails
        .filter(({ template }) => template === 'application-submitted')
        .map(({ person_id }) => person_id)
        .toSorted(),
    ).toEqual([applicant, secretary, treasurer].map(({ personId }) => personId).toSorted());
    // The pot is looked after by a fund manager, who checks nothing: whoever may take it up hears of it too, once.
    const { manager, officer, secondOfficer } = organisation;
    expect(toldOf(mails, 'application-received')).toEqual(idsOf(manager, officer, secondOfficer));
    expect(await inbox.look('select duty, person_id from duty where subject_id = $1', [grantId])).toEqual([
      { duty: 'applied', person_id: applicant.personId },
    ]);
    const [event] = await inbox.look<{ type: string; after: object }>(
      'select type, after from event where grant_id = $1',
      [grantId],
    );
    expect(event).toEqual({
      type: 'application_submitted',
      after: { state: 'submitted', reference, askedPence: 150_000, roundId: null },
    });
  });

  it('tells its owner alone where they may take it up, and nobody who wrote it down', async () => {
    const setting = await aSetting(inbox);
    const { manager, officer, secondOfficer } = setting.organisation;
    const ownedBy = (owner: Actor) =>
      inbox.look('update pot set owner_id = $1 where id = $2', [owner.personId, setting.potId]);
    const received = async (grantId: string) => toldOf(await templatesOf(grantId), 'application-received');
    await ownedBy(officer);
    const own = await submitted(inbox, { ...setting, askedPence: 50_000 });
    expect(await received(own.grantId)).toEqual(idsOf(officer));
    await ownedBy(manager);
    const written = await anApplication(inbox, { ...setting, askedPence: 50_000 });
    await inbox.done(officer, 'submitApplication', written.grantId);
    expect(await received(written.grantId)).toEqual(idsOf(manager, secondOfficer));
  });

  it('names everything that is wrong at once, and leaves the draft as it was', async () => {
    const setting = await aSetting(inbox, {
      ceilingPence: pence(100_000),
      questions: [{ key: 'why_now', label: 'Why now?', required: true, kind: 'text' }],
    });
    const { potId, group } = setting;
    const draft = theDraft(await createDraft(inbox.db, group.applicant, { potId, partyId: group.partyId }));
    await saveDraft(inbox.db, group.applicant, draft.id, 1, {
      ...content(150_000),
      purpose: ' ',
      organisationType: undefined,
    });
    const { refusal } = await inbox.send(group.applicant, 'submitApplication', draft.id);
    const all = [refusal!, ...(refusal!.also ?? [])].map(({ code, field }) => [field, code]);
    expect(all).toEqual([
      ['/askedPence', 'AMOUNT_OVER_CEILING'],
      ['/purpose', 'PURPOSE_MISSING'],
      ['/answers/why_now', 'ANSWER_MISSING'],
      ['/organisationType', 'ORGANISATION_TYPE_MISSING'],
    ]);
    expect(await rowOf(draft.id)).toMatchObject({ stage: 'draft', reference: null, version: 2 });
    expect(await inbox.look('select from reference_counter where pot_id = $1', [potId])).toEqual([]);
  });

  it('of an empty draft is refused, not failed', async () => {
    const { potId, group } = await aSetting(inbox);
    const draft = theDraft(await createDraft(inbox.db, group.applicant, { potId, partyId: group.partyId }));
    expect(await inbox.send(group.applicant, 'submitApplication', draft.id)).toMatchObject({
      status: 'refused',
      refusal: { code: 'AMOUNT_NOT_POSITIVE' },
    });
  });

  it('by an officer counts as help', async () => {
    const setting = await aSetting(inbox);
    const { organisation } = setting;
    const { grantId } = await anApplication(inbox, { ...setting, askedPence: 50_000 });
    await inbox.done(organisation.officer, 'submitApplication', grantId);
    expect(await rowOf(grantId)).toMatchObject({ helped_by: organisation.officer.personId });
    expect(await inbox.look('select duty, person_id from duty where subject_id = $1', [grantId])).toEqual([
      { duty: 'helped write', person_id: organisation.officer.personId },
    ]);
    const taken = await inbox.send(organisation.officer, 'startChecking', grantId);
    expect(taken.refusal).toMatchObject({ code: 'SAME_PERSON' });
  });

  it('of twenty applications at once numbers them without gap or failure', async () => {
    const setting = await aSetting(inbox);
    const drafts = [];
    for (let number = 0; number < 20; number += 1)
      drafts.push(await anApplication(inbox, { ...setting, askedPence: 50_000 }));
    const answers = await Promise.all(
      drafts.map(({ grantId }) => inbox.send(setting.group.applicant, 'submitApplication', grantId)),
    );
    expect(answers.map(({ status }) => status)).toEqual(drafts.map(() => 'applied'));
    const numbers = answers
      .map(({ result }) => Number(String(result?.['reference']).split('-')[2]))
      .toSorted((one, other) => one - other);
    expect(numbers).toEqual(drafts.map((_, index) => index + 1));
  });

  it('is the same however often it is asked for by one key', async () => {
    const setting = await aSetting(inbox);
    const { grantId } = await anApplication(inbox, { ...setting, askedPence: 50_000 });
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => inbox.send(setting.group.applicant, 'submitApplication', grantId, {}, key)),
    );
    expect(new Set(answers.map(({ result }) => result?.['reference'])).size).toBe(1);
    expect(await inbox.look('select from event where grant_id = $1', [grantId])).toHaveLength(1);
  });

  it('is refused by a pot that was closed meanwhile, and to whom it is none of their business', async () => {
    const setting = await aSetting(inbox);
    const { organisation, potId, group } = setting;
    const { grantId } = await anApplication(inbox, { ...setting, askedPence: 50_000 });
    const otherGroup = await aGroup(inbox, organisation, { name: 'Dorset Reclaim' });
    expect((await inbox.send(otherGroup.applicant, 'submitApplication', grantId)).refusal).toMatchObject({
      code: 'NOT_YOURS_TO_DO',
    });
    await inbox.look("update pot set state = 'closed' where id = $1", [potId]);
    expect((await inbox.send(group.applicant, 'submitApplication', grantId)).refusal).toMatchObject({
      code: 'POT_TAKES_NOTHING',
    });
  });
});

describe('a pot with rounds', () => {
  const aRound = async ({ organisation, potId }: Setting, opensIn: number, closesIn: number) =>
    (
      await inbox.done(organisation.manager, 'planRound', null, {
        potId,
        name: 'A round',
        opensAt: await clockIn(opensIn),
        closesAt: await clockIn(closesIn),
        decideBy: await clockIn(closesIn + 86_400),
      })
    ).subjectId;
  const day = 86_400;

  it('takes applications while one of its rounds is open, and says when none is', async () => {
    const setting = await aSetting(inbox, { intake: 'window' });
    const { group } = setting;
    const roundId = await aRound(setting, day, 3 * day);
    const [early, named, late, inTime] = await Promise.all(
      [1, 2, 3, 4].map(() => anApplication(inbox, { ...setting, askedPence: 50_000 })),
    );
    expect((await inbox.send(group.applicant, 'submitApplication', early!.grantId)).refusal).toMatchObject({
      code: 'NO_ROUND_OPEN',
    });
    const unknown = await inbox.send(group.applicant, 'submitApplication', early!.grantId, { roundId: randomUUID() });
    expect(unknown.refusal).toMatchObject({ code: 'ROUND_UNKNOWN', field: '/roundId' });

    await inbox.moveClockTo(await clockIn(2 * day));
    await inbox.done(group.applicant, 'submitApplication', early!.grantId);
    await inbox.done(group.applicant, 'submitApplication', named!.grantId, { roundId });
    expect([await rowOf(early!.grantId), await rowOf(named!.grantId)]).toMatchObject([
      { round_id: roundId },
      { round_id: roundId },
    ]);

    // Stored before it closed and applied after: in time, whatever the round's state says by then.
    await inbox.store(group.applicant, 'submitApplication', inTime!.grantId);
    await inbox.moveClockTo(await clockIn(2 * day));
    await inbox.applyDueNow(setting.organisation.tenantId, 'round', roundId);
    await inbox.applyDueNow(setting.organisation.tenantId, 'grant', inTime!.grantId);
    expect(await rowOf(inTime!.grantId)).toMatchObject({ stage: 'submitted', round_id: roundId });
    expect((await inbox.send(group.applicant, 'submitApplication', late!.grantId)).refusal).toMatchObject({
      code: 'NO_ROUND_OPEN',
    });
  });

  it('does not count a round that was cancelled', async () => {
    const setting = await aSetting(inbox, { intake: 'window' });
    const roundId = await aRound(setting, 1, day);
    await inbox.moveClockTo(await clockIn(60));
    await inbox.done(setting.organisation.manager, 'cancelRound', roundId, { reason: 'The funder asked us to wait.' });
    const { grantId } = await anApplication(inbox, { ...setting, askedPence: 50_000 });
    expect((await inbox.send(setting.group.applicant, 'submitApplication', grantId)).refusal).toMatchObject({
      code: 'NO_ROUND_OPEN',
    });
  });
});

describe('the officer’s clock', () => {
  it('tells the owner and whoever else may take it up, once, when nobody has checked in time', async () => {
    const setting = await aSetting(inbox, { checkWithin: 'PT1H' });
    const { grantId } = await submitted(inbox, { ...setting, askedPence: 50_000 });
    await inbox.moveClockTo(await clockIn(2 * 3_600));
    const standing = await inbox.applyDueNow(setting.organisation.tenantId, 'grant', grantId);
    expect(standing).toMatchObject({ phase: 'assessment', final: false, next: [] });
    const { manager, officer, secondOfficer } = setting.organisation;
    expect(toldOf(await templatesOf(grantId), 'check-overdue')).toEqual(idsOf(manager, officer, secondOfficer));
    const [event] = await inbox.look('select audience from event where grant_id = $1 and type = $2', [
      grantId,
      'check_chased',
    ]);
    expect(event).toEqual({ audience: 'staff' });
  });
});

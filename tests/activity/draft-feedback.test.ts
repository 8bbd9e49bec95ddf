/** A draft that its group shows to an officer before it sends it. */
import type { Asker } from '../../db/queries/asker';
import { findGrant } from '../../db/queries/grants/grant';
import { findApplicationForm, findSharedDraft } from '../../db/queries/grants/application-form';
import { readGroupHistory } from '../../db/queries/groups/group-history';
import { staffRoles } from '../../src/domain/lives/roles';
import { listGrants } from '../../db/queries/grants/grants';
import { listWork } from '../../db/queries/work/list';
import { createDraft, readDraft, saveDraft } from '../../src/commands/application/draft';
import { content, theDraft } from '../builders/application';
import { aGroup, type Group } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { mailsOf, rowOf, timelineOf } from '../support/grant-rows';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { rolesOf } from '../support/reads';

let inbox: Inbox;
let organisation: Organisation;
let group: Group;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  group = await aGroup(inbox, organisation);
});
afterAll(async () => {
  await inbox.close();
});

const draftFeedback = { commentWithin: 'P5D' } as const;

async function aDraft(policy: Parameters<typeof aPolicy>[0] = { draftFeedback }): Promise<string> {
  const pot = await aPot(inbox, organisation, { budgetPence: 1_000_000, policy: aPolicy(policy) });
  const begun = theDraft(await createDraft(inbox.db, group.applicant, { potId: pot.potId, partyId: group.partyId }));
  await saveDraft(inbox.db, group.applicant, begun.id, begun.version, { purpose: 'Two workshops' });
  return begun.id;
}

const refusalOf = async (actor: Actor, command: Parameters<Inbox['send']>[1], id: string, body?: object) =>
  (await inbox.send(actor, command, id, body)).refusal;

const askerOf = async (actor: Actor): Promise<Asker> => ({ ...actor, roles: await rolesOf(inbox, actor) });

/** Whether somebody finds a draft by any of the ways in which grants are found. */
async function finds(actor: Actor, id: string) {
  const asker = await askerOf(actor);
  const { items } = await listGrants(inbox.db, asker, {}, { sort: 'newest', limit: 100 });
  const history = await readGroupHistory(inbox.db, asker, group.partyId);
  // Only staff look at a group's page.
  const isOfStaff = asker.roles.some(({ name }) => staffRoles.includes(name));
  return [
    (await findGrant(inbox.db, asker, id)) !== undefined,
    (await findSharedDraft(inbox.db, asker, id)) !== undefined,
    items.some((one) => one.id === id),
    isOfStaff && (history?.applications.some((one) => one.id === id) ?? false),
  ];
}

test('staff see nothing of a draft until it is shared, then read it and change nothing, and see no more once it is taken back', async () => {
  const { officer, manager, panel } = organisation;
  const id = await aDraft();
  expect(await finds(officer, id)).toEqual([false, false, false, false]);
  expect(await finds(group.secretary, id)).toEqual([true, true, true, false]);

  await inbox.done(group.applicant, 'shareDraft', id);
  expect(await finds(officer, id)).toEqual([true, true, true, true]);
  expect(await finds(panel[0], id)).toEqual([false, false, false, false]);
  expect(await findApplicationForm(inbox.db, await askerOf(officer), id)).toBeUndefined();
  expect(await readDraft(inbox.db, officer, id)).toEqual({ kind: 'unknown' });
  expect(await saveDraft(inbox.db, officer, id, 3, { purpose: 'Better' })).toEqual({ kind: 'unknown' });
  const waits = async () =>
    (await listWork(inbox.db, await askerOf(manager), { ownerId: manager.personId }, { limit: 100 })).items.filter(
      ({ grantId }) => grantId === id,
    );
  expect(await waits()).toMatchObject([{ what: 'comment_on_draft' }]);
  expect(await mailsOf(inbox, id, 'draft-shared')).toEqual([manager.personId]);

  await inbox.done(group.applicant, 'takeBackDraft', id);
  expect(await finds(officer, id)).toEqual([false, false, false, false]);
  expect(await waits()).toEqual([]);
  expect(await refusalOf(officer, 'commentOnDraft', id, { comments: [{ about: '', text: 'Good.' }] })).toMatchObject({
    code: 'DRAFT_NOT_SHARED',
  });
  expect(await refusalOf(group.applicant, 'takeBackDraft', id)).toMatchObject({ code: 'DRAFT_NOT_SHARED' });
});

test('an officer comments answer by answer in one mail, the group marks each as dealt with, and may show the draft again', async () => {
  const { officer } = organisation;
  const id = await aDraft();
  await inbox.done(group.applicant, 'shareDraft', id);
  expect(await refusalOf(group.secretary, 'shareDraft', id)).toMatchObject({ code: 'DRAFT_SHARED_ALREADY' });
  expect(await refusalOf(officer, 'commentOnDraft', id, { comments: [] })).toMatchObject({
    code: 'COMMENTS_MISSING',
    field: '/comments',
  });
  expect(
    await refusalOf(officer, 'commentOnDraft', id, { comments: [{ about: '/nothing', text: 'Hm.' }] }),
  ).toMatchObject({ code: 'ANSWER_UNKNOWN', field: '/comments/0/about' });
  const comments = [
    { about: '/purpose', text: 'Say for whom.' },
    { about: '', text: 'A good start.' },
  ];
  const said = await inbox.done(officer, 'commentOnDraft', id, { comments });
  expect(await mailsOf(inbox, id, 'draft-commented')).toEqual(
    [group.applicant, group.secretary, group.treasurer].map(({ personId }) => personId).toSorted(),
  );
  const [first = ''] = said.result?.['commentIds'] as readonly string[];
  await inbox.done(group.secretary, 'settleDraftComment', id, { commentId: first });
  expect(await refusalOf(group.secretary, 'settleDraftComment', id, { commentId: first })).toMatchObject({
    code: 'COMMENT_SETTLED',
  });
  expect(await refusalOf(group.secretary, 'settleDraftComment', id, { commentId: id })).toMatchObject({
    code: 'COMMENT_UNKNOWN',
    field: '/commentId',
  });
  const shown = await findSharedDraft(inbox.db, await askerOf(group.applicant), id);
  expect(shown?.comments.map(({ about, text, settledAt }) => [about, text, settledAt !== null])).toEqual([
    ['/purpose', 'Say for whom.', true],
    ['', 'A good start.', false],
  ]);
  expect(shown?.feedbackBy).toBeNull();
  await inbox.done(group.applicant, 'shareDraft', id);
  expect((await rowOf(inbox, id)).stage).toBe('draft');
  expect(await timelineOf(inbox, id)).toEqual(
    expect.arrayContaining(['draft_shared', 'draft_commented_on', 'draft_comment_settled']),
  );
  // What the comments say is in no event.
  expect(
    await inbox.look("select id from event where grant_id = $1 and after::text like '%good start%'", [id]),
  ).toEqual([]);
});

test('a draft is shared only where the pot reads drafts, before its round closes, and when there is something in it', async () => {
  expect(await refusalOf(group.applicant, 'shareDraft', await aDraft({}))).toMatchObject({
    code: 'DRAFT_FEEDBACK_NOT_OFFERED',
  });
  const empty = await aDraft();
  await saveDraft(inbox.db, group.applicant, empty, 2, {});
  expect(await refusalOf(group.applicant, 'shareDraft', empty)).toMatchObject({ code: 'DRAFT_EMPTY' });
  const late = await aDraft({ draftFeedback, intake: 'window' });
  expect(await refusalOf(group.applicant, 'shareDraft', late)).toMatchObject({ code: 'NO_ROUND_OPEN' });
});

test('what is shared and saved meanwhile is sent as any other', async () => {
  const id = await aDraft();
  await inbox.done(group.applicant, 'shareDraft', id);
  const { version } = theDraft(await readDraft(inbox.db, group.applicant, id));
  await saveDraft(inbox.db, group.applicant, id, version, content(50_000));
  const sent = await inbox.done(group.applicant, 'submitApplication', id);
  expect(sent.standing.phase).toBe('assessment');
  expect(await refusalOf(organisation.officer, 'commentOnDraft', id, { comments: [] })).toMatchObject({
    code: 'TRANSITION_NOT_ALLOWED',
  });
});

import { findMeetingPack, type MeetingPack, type ReadWhole } from '../../db/queries/meetings/meeting-pack';
import type { Document } from '../../src/documents/text/document';
import { minuteOf, minutePdf, packOf, packPdf } from '../../src/http/documents/meeting';
import { anActiveGrant } from '../builders/active-grant';
import { withPanel } from '../builders/application';
import { aMeeting } from '../builders/award';
import { aGroup } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { pdfStructure, pdfText } from '../support/pdf-text';
import { rolesOf } from '../support/reads';

let inbox: Inbox;
let organisation: Organisation;
let pot: Pot;
const questions = [{ key: 'why', label: 'Why now?', required: false, kind: 'text' }] as const;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  const policy = aPolicy({ questions });
  pot = await aPot(inbox, organisation, { budgetPence: 1_000_000, policy });
});
afterAll(() => inbox.close());

const asker = async (actor: Actor) => ({ ...actor, roles: await rolesOf(inbox, actor) });
const titlesOf = (document: Document | undefined): readonly string[] =>
  (document?.blocks ?? []).flatMap((block) => (block.kind === 'heading' ? [block.text] : []));

test('the pack has each application that lies before the panel, with its history and the money that is left; the minute what was decided', async () => {
  const { officer, panel } = organisation;
  const [old, fresh] = [await aGroup(inbox, organisation), await aGroup(inbox, organisation)];
  await anActiveGrant(inbox, { organisation, potId: pot.potId, group: old, askedPence: 50_000 });
  const one = await withPanel(inbox, { organisation, potId: pot.potId, group: old, askedPence: 120_000 });
  const two = await withPanel(inbox, { organisation, potId: pot.potId, group: fresh, askedPence: 150_000 });
  const meetingId = await aMeeting(inbox, organisation, pot.potId, panel.slice(0, 3));
  const declared = { applicationId: two.grantId, personId: panel[0].personId, level: 'knows' };
  await inbox.done(officer, 'declareInterest', meetingId, declared);
  const ruling = { applicationId: two.grantId, personId: panel[0].personId, ruling: 'decides' };
  await inbox.done(officer, 'ruleOnInterest', meetingId, ruling);

  const pack = await packOf(inbox.db, await asker(panel[1]), meetingId);
  const all = JSON.stringify(pack);
  for (const said of [
    '£9,500',
    '£2,700',
    '£1,200',
    '£1,500',
    'This would be our first grant',
    'it can be awarded at most £1,500 now',
  ])
    expect(all).toContain(said);
  expect(all).toContain(`${await nameOf(panel[0])} knows them; the chair ruled that they decide.`);
  expect(all).not.toContain('@'); // nobody's address

  const seen = await findMeetingPack(inbox.db, await asker(panel[1]), meetingId);
  // Until they are decided, they tell of the moment of reading.
  const untimed = (pack: MeetingPack | undefined) => pack?.items.map(({ toldAt: _, ...item }) => item) ?? [];
  const wholeOnly = async (whole: ReadWhole) =>
    untimed(await findMeetingPack(inbox.db, await asker(panel[1]), meetingId, whole));
  const everyItem = untimed(seen);
  const nothingRead = { content: null, questions: [], checks: [], cappingAwards: [], earlier: [], scores: [] };
  const unread = everyItem.map((item) => ({ ...item, ...nothingRead }));
  expect(unread).not.toEqual(everyItem);
  expect(await wholeOnly('none')).toEqual(unread);
  expect(await wholeOnly({ from: 2, to: 2 })).toEqual([unread[0], everyItem[1]]);
  expect(await wholeOnly({ itemId: everyItem[0]!.id })).toEqual([everyItem[0], unread[1]]);

  await inbox.done(officer, 'decide', one.grantId, {
    meetingId,
    outcome: 'award_with_conditions',
    conditions: [{ wording: 'Insure', dueWithin: 'P7D' }],
    reasons: 'Well prepared.',
  });
  await inbox.done(officer, 'decide', two.grantId, { meetingId, outcome: 'refuse', reasons: 'Outside our area.' });
  expect(JSON.stringify(await minuteOf(inbox.db, await asker(officer), meetingId))).toContain('This is a draft');
  // Who is connected reads no reasons of their item in a draft; the minute of a meeting that is over is theirs too.
  await inbox.done(officer, 'connectToParty', fresh.partyId, { personId: panel[3].personId, kind: 'committee' });
  const draft = JSON.stringify(await minuteOf(inbox.db, await asker(panel[3]), meetingId));
  expect(draft).toContain('Well prepared.');
  expect(draft).not.toContain('Outside our area.');
  const draftItems = (await findMeetingPack(inbox.db, await asker(panel[3]), meetingId))!.items;
  expect(draftItems.map(({ decision }) => decision?.reasons)).toEqual(['Well prepared.', null]);
  await inbox.done(officer, 'endMeeting', meetingId, { nextMeetingOn: '2027-03-15' });

  const minute = await minuteOf(inbox.db, await asker(panel[0]), meetingId);
  expect(await minuteOf(inbox.db, await asker(panel[3]), meetingId)).toEqual(minute);
  const text = JSON.stringify(minute);
  for (const said of [
    'Award with conditions',
    'Insure (within 7 days of acceptance)',
    'Well prepared.',
    'Outside our area.',
    '15 March 2027',
    'knows them; the chair ruled that they decide',
  ])
    expect(text).toContain(said);
  expect(text).not.toContain('This is a draft');
  expect(titlesOf(minute).filter((title) => /^\d+\. /.test(title))).toHaveLength(2);
  // The pack of a meeting that was held is what the panel had when it decided, whatever happened since.
  await inbox.done(organisation.manager, 'addBudget', pot.potId, { amountPence: 100_000 });
  await anActiveGrant(inbox, { organisation, potId: pot.potId, group: fresh, askedPence: 20_000 });
  await withPanel(inbox, {
    organisation,
    potId: pot.potId,
    group: await aGroup(inbox, organisation),
    askedPence: 10_000,
  });
  expect(
    titlesOf(await packOf(inbox.db, await asker(officer), meetingId)).filter((title) => /^\d+\. /.test(title)),
  ).toHaveLength(2);
  expect(await packOf(inbox.db, await asker(panel[1]), meetingId)).toEqual(pack);
  const again = await findMeetingPack(inbox.db, await asker(panel[1]), meetingId);
  const ofThen = ({ checks, cappingAwards, earlier, questions, onHold }: MeetingPack['items'][number]) => ({
    checks,
    cappingAwards,
    earlier,
    questions,
    onHold,
  });
  expect(again!.items.map(ofThen)).toEqual(seen!.items.map(ofThen));
  expect(again!.money).toEqual({
    canStillBeAwardedPence: seen!.money!.canStillBeAwardedPence,
    inTheBankPence: seen!.money!.inTheBankPence,
  });
});

test('a panel member who is connected to a group sees that its item is there and why they cannot read it; on paper too', async () => {
  const { officer, panel } = organisation;
  const [standing, declaring, free] = panel;
  const group = await aGroup(inbox, organisation);
  const { grantId } = await withPanel(inbox, { organisation, potId: pot.potId, group, askedPence: 30_000 });
  const meetingId = await aMeeting(inbox, organisation, pot.potId, panel);
  await inbox.done(officer, 'connectToParty', group.partyId, { personId: standing.personId, kind: 'committee' });
  const interest = { applicationId: grantId, personId: declaring.personId, level: 'connected' };
  await inbox.done(officer, 'declareInterest', meetingId, interest);
  await inbox.done(free, 'score', grantId, { criterion: 'need', score: 4 });

  for (const connected of [standing, declaring]) {
    const seen = await findMeetingPack(inbox.db, await asker(connected), meetingId);
    const item = seen!.items.find(({ id }) => id === grantId);
    expect(item).toMatchObject({ isWithheld: true, askedPence: 30_000, content: null });
    expect(item).toMatchObject({ questions: [], checks: [], cappingAwards: [], earlier: [], scores: [], helper: null });
    const others = seen!.items.filter(({ id }) => id !== grantId);
    expect(others.every(({ isWithheld, content }) => !isWithheld && content !== null)).toBe(true);
    const text = pdfText((await packPdf(inbox.db, await asker(connected), meetingId))!.content);
    expect(text).toContain('You are connected to this group');
    const itemsRead = (await packOf(inbox.db, await asker(connected), meetingId))!.blocks.filter(
      (block) => block.kind === 'heading' && block.text === 'What is asked',
    );
    expect(itemsRead).toHaveLength(others.length);
  }
  for (const unconnected of [free, officer]) {
    const seen = await findMeetingPack(inbox.db, await asker(unconnected), meetingId);
    const item = seen!.items.find(({ id }) => id === grantId);
    expect(item).toMatchObject({ isWithheld: false, scores: [{ criterion: 'need', score: 4 }] });
    expect(item!.content).not.toBeNull();
    expect(JSON.stringify(await packOf(inbox.db, await asker(unconnected), meetingId))).not.toContain(
      'You are connected to this group',
    );
  }
});

test('as PDFs they are tagged, and the same each time', async () => {
  const meetingId = await aMeeting(inbox, organisation, pot.potId, organisation.panel.slice(0, 3));
  const officer = await asker(organisation.officer);
  for (const make of [minutePdf, packPdf]) {
    const [one, again] = [await make(inbox.db, officer, meetingId), await make(inbox.db, officer, meetingId)];
    expect(one!.content.equals(again!.content)).toBe(true);
    expect(one!.fileName).toMatch(/^(Minute|Pack) 2027-02-01\.pdf$/);
    expect(pdfText(one!.content)).toContain('Croydon');
    expect(pdfStructure(one!.content)).toMatchObject({ Document: 1, H1: 1, Table: expect.any(Number) });
    const head = one!.content.toString('latin1');
    expect(head).toContain('/Lang (en-GB)');
    expect(head).toContain('/Marked true');
  }
});

test('they are for staff and the panel of the pot', async () => {
  const meetingId = await aMeeting(inbox, organisation, pot.potId, organisation.panel.slice(0, 3));
  const group = await aGroup(inbox, organisation);
  const elsewhere = await anOrganisation(inbox);
  for (const nobody of [group.applicant, elsewhere.manager]) {
    expect(await packOf(inbox.db, await asker(nobody), meetingId)).toBeUndefined();
    expect(await minutePdf(inbox.db, await asker(nobody), meetingId)).toBeUndefined();
  }
});

async function nameOf({ personId }: Actor): Promise<string> {
  const [person] = await inbox.look<{ name: string }>('select name from person where id = $1', [personId]);
  return person!.name;
}

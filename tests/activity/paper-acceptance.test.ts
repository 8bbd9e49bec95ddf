import { randomUUID } from 'node:crypto';

import { readPaperAround } from '../../db/queries/grants/paper-acceptance';
import { removeFile } from '../../src/commands/files/add-file';
import { agreementOf, agreementPdf } from '../../src/http/documents/agreement';
import { keepFile } from '../../src/http/uploads';
import { anAward } from '../builders/award';
import { aGroup, type Group } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { timelineOf } from '../support/grant-rows';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { pdfText } from '../support/pdf-text';
import { rolesOf } from '../support/reads';
import { aPdf } from '../support/zip';

let inbox: Inbox;
let organisation: Organisation;
let pot: Pot;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  pot = await aPot(inbox, organisation, { budgetPence: 100_000_000, policy: aPolicy() });
});
afterAll(() => inbox.close());

const asker = async (actor: Actor) => ({ ...actor, roles: await rolesOf(inbox, actor) });
const around = async (actor: Actor, grantId: string) =>
  readPaperAround(inbox.db, await asker(actor), grantId, ['committee']);

/** Two of the group's committee whom staff know by name alone: nobody of them has an address. */
async function committeeOnPaper({ partyId }: Pick<Group, 'partyId'>): Promise<readonly [string, string]> {
  const ids: string[] = [];
  for (const personName of [`Esther ${randomUUID()}`, `Samuel ${randomUUID()}`]) {
    await inbox.done(organisation.manager, 'connectToParty', partyId, { personName, kind: 'committee' });
    const [found] = await inbox.look<{ id: string }>('select id from person where name = $1', [personName]);
    ids.push(found!.id);
  }
  return [ids[0]!, ids[1]!];
}

async function aScan(grantId: string, by: Actor = organisation.officer): Promise<string> {
  const id = randomUUID();
  const file = { name: 'signed.pdf', content: aPdf(`/Mark(${id})`) };
  const kept = await keepFile({ db: inbox.db }, await asker(by), { id, of: { grantId }, purpose: 'agreement', file });
  if (kept.kind !== 'done') throw new Error(JSON.stringify(kept));
  return id;
}

/** An offer to a group, and a record of the paper that it signed as it should be. */
async function anOfferOnPaper() {
  const group = await aGroup(inbox, organisation);
  const award = await anAward(inbox, { organisation, potId: pot.potId, askedPence: 150_000, group });
  const signatoryIds = await committeeOnPaper(group);
  const { hash } = (await agreementOf(inbox.db, await asker(organisation.officer), award.grantId))!;
  const [{ on }] = (await inbox.look<{ on: string }>(
    `select to_char(decided_on, 'YYYY-MM-DD') as on from award where id = $1`,
    [award.grantId],
  )) as [{ on: string }];
  const paper = { agreementHash: hash, fileId: await aScan(award.grantId), signatoryIds, signedOn: on };
  return { ...award, group, paper };
}
const codeOf = async (actor: Actor, command: string, grantId: string, body: object) =>
  (await inbox.send(actor, command as never, grantId, body)).refusal?.code;

describe('an offer that is accepted on paper', () => {
  it('is recorded by one and confirmed by another of the staff, and says everywhere that it was on paper', async () => {
    const { grantId, group, paper } = await anOfferOnPaper();
    const { officer, secondOfficer } = organisation;
    expect((await around(officer, grantId))?.maySign.map(({ id }) => id)).toEqual(
      expect.arrayContaining([...paper.signatoryIds]),
    );
    const recorded = await inbox.done(officer, 'recordPaperAcceptance', grantId, paper);
    expect(recorded).toMatchObject({ standing: { phase: 'offer' } });
    const { paperAcceptanceId } = recorded.result as { paperAcceptanceId: string };
    expect(await around(secondOfficer, grantId)).toMatchObject({
      paper: { id: paperAcceptanceId, fileName: 'signed.pdf', signedOn: paper.signedOn, confirmedBy: null },
    });
    expect(await around(group.applicant, grantId)).toBeUndefined();

    const seen = { paperAcceptanceId, isAsRecorded: true };
    expect(await codeOf(officer, 'confirmPaperAcceptance', grantId, seen)).toBe('SAME_PERSON');
    expect(await codeOf(secondOfficer, 'confirmPaperAcceptance', grantId, { paperAcceptanceId })).toBe(
      'PAPER_NOT_LOOKED_AT',
    );
    expect(await inbox.done(secondOfficer, 'confirmPaperAcceptance', grantId, seen)).toMatchObject({
      result: { acceptances: 2, needed: 2 },
      standing: { phase: 'delivery' },
    });

    expect(await timelineOf(inbox, grantId)).toEqual(
      expect.arrayContaining(['paper_acceptance_recorded', 'offer_accepted_on_paper']),
    );
    const agreement = await agreementOf(inbox.db, await asker(officer), grantId);
    expect(agreement).toMatchObject({ hash: paper.agreementHash, fixedAt: expect.any(String) });
    expect(agreement?.signatures).toEqual([
      expect.objectContaining({ typed: null, onPaperOn: paper.signedOn }),
      expect.objectContaining({ typed: null, onPaperOn: paper.signedOn }),
    ]);
    expect(pdfText((await agreementPdf(inbox.db, await asker(officer), grantId))!.content)).toContain(
      'Signed on paper',
    );
    expect(await inbox.look('select state from payment where grant_id = $1', [grantId])).toEqual([
      { state: 'scheduled' },
    ]);
    // No name of theirs is in what a run's history may hold.
    expect(JSON.stringify(recorded)).not.toMatch(/Esther|Samuel/);
  });

  it('is not confirmed by who assessed it, nor by who pays', async () => {
    const { grantId, paper } = await anOfferOnPaper();
    const { officer, secondOfficer, paymentMaker, administrator } = organisation;
    const recorded = await inbox.done(secondOfficer, 'recordPaperAcceptance', grantId, paper);
    const seen = { paperAcceptanceId: recorded.result?.['paperAcceptanceId'], isAsRecorded: true };
    // The officer checked it and passed it to the panel.
    expect(await codeOf(officer, 'confirmPaperAcceptance', grantId, seen)).toBe('SAME_PERSON');
    expect(await codeOf(paymentMaker, 'confirmPaperAcceptance', grantId, seen)).toBe('NOT_YOURS_TO_DO');
    await inbox.done(administrator, 'confirmPaperAcceptance', grantId, seen);
  });

  it('is refused where the paper does not bind the group', async () => {
    const { grantId, group, paper } = await anOfferOnPaper();
    const { officer } = organisation;
    const [one, other] = paper.signatoryIds;
    const refused = async (changed: object) =>
      (await inbox.send(officer, 'recordPaperAcceptance', grantId, { ...paper, ...changed })).refusal;
    const elsewhere = await aGroup(inbox, organisation);
    expect(await refused({ signatoryIds: [one, elsewhere.secretary.personId] })).toMatchObject({
      code: 'PAPER_SIGNATORY_NOT_ON_COMMITTEE',
      field: '/signatoryIds',
    });
    for (const signatoryIds of [[one], [one, one]])
      expect(await refused({ signatoryIds })).toMatchObject({ code: 'PAPER_SIGNATORIES_TOO_FEW' });
    expect(await refused({ agreementHash: '0'.repeat(64) })).toMatchObject({
      code: 'AGREEMENT_CHANGED',
      field: '/agreementHash',
    });
    expect(await refused({ signedOn: '2001-01-01' })).toMatchObject({ code: 'PAPER_SIGNED_TOO_EARLY' });
    expect(await refused({ signedOn: '2199-01-01' })).toMatchObject({ code: 'DAY_IN_FUTURE', field: '/signedOn' });
    expect(await refused({ fileId: randomUUID() })).toMatchObject({ code: 'PAPER_SCAN_MISSING', field: '/fileId' });
    const others = await anOfferOnPaper();
    expect(await refused({ fileId: others.paper.fileId })).toMatchObject({ code: 'PAPER_SCAN_MISSING' });
    expect(await codeOf(group.applicant, 'recordPaperAcceptance', grantId, paper)).toBe('NOT_YOURS_TO_DO');

    await inbox.done(organisation.manager, 'connectPersons', one, { otherPersonId: other, kind: 'household' });
    expect(await refused({})).toMatchObject({ code: 'SIGNATORIES_RELATED' });
  });

  it('counts who accepted by a typed signature, and is asked again when it is confirmed', async () => {
    const { grantId, group, paper } = await anOfferOnPaper();
    const { officer, secondOfficer } = organisation;
    await inbox.done(group.applicant, 'acceptOffer', grantId);
    const { hash } = (await agreementOf(inbox.db, await asker(officer), grantId))!;
    const one = { ...paper, agreementHash: hash, signatoryIds: [paper.signatoryIds[0]] };
    const first = await inbox.done(officer, 'recordPaperAcceptance', grantId, one);
    const again = await inbox.done(officer, 'recordPaperAcceptance', grantId, one);
    const seen = (recorded: typeof first) => ({
      paperAcceptanceId: recorded.result?.['paperAcceptanceId'],
      isAsRecorded: true,
    });
    expect(await codeOf(secondOfficer, 'confirmPaperAcceptance', grantId, seen(first))).toBe('PAPER_CHANGED');
    await removeFile(inbox.db, await asker(officer), paper.fileId);
    expect(await codeOf(secondOfficer, 'confirmPaperAcceptance', grantId, seen(again))).toBe('PAPER_SCAN_MISSING');
    const scanned = await inbox.done(officer, 'recordPaperAcceptance', grantId, {
      ...one,
      fileId: await aScan(grantId),
    });
    await inbox.done(secondOfficer, 'confirmPaperAcceptance', grantId, seen(scanned));
    expect(
      await inbox.look(
        'select paper_acceptance_id is not null as paper from acceptance where grant_id = $1 order by 1',
        [grantId],
      ),
    ).toEqual([{ paper: false }, { paper: true }]);
    expect(
      await removeFile(inbox.db, await asker(officer), String((await around(officer, grantId))?.paper?.fileId)),
    ).toMatchObject({ kind: 'refused', refusal: { code: 'FILE_RELIED_UPON' } });
  });
});

import { createHash } from 'node:crypto';

import { pence } from '../../src/domain/money/money';
import { agreementOf, agreementPdf } from '../../src/http/documents/agreement';
import { aSignature, newPlan, signedBy } from '../builders/active-grant';
import { anAward, type AwardFacts } from '../builders/award';
import { aGroup, aMember } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { pdfText } from '../support/pdf-text';
import { rolesOf } from '../support/reads';

let inbox: Inbox;
let organisation: Organisation;
let pot: Pot;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  pot = await aPot(inbox, organisation, { budgetPence: 100_000_000, policy: aPolicy() });
});
afterAll(() => inbox.close());

async function anOffer(facts: Partial<AwardFacts> = {}) {
  const group = await aGroup(inbox, organisation);
  const award = await anAward(inbox, { organisation, potId: pot.potId, askedPence: 150_000, ...facts, group });
  return { ...award, group };
}
const asker = async (actor: Actor) => ({ ...actor, roles: await rolesOf(inbox, actor) });
const shownTo = async (actor: Actor, grantId: string) => agreementOf(inbox.db, await asker(actor), grantId);
const pdfFor = async (actor: Actor, grantId: string) => agreementPdf(inbox.db, await asker(actor), grantId);

describe('the agreement of an offer', () => {
  it('is the same for group and officer, changes with the text, and is fixed by the first who signs', async () => {
    const { grantId, group } = await anOffer({ conditions: [{ wording: 'Insure', dueWithin: 'P7D' }] });
    const offered = await shownTo(group.applicant, grantId);
    expect(offered).toMatchObject({ fixedAt: null, signatures: [] });
    expect(await shownTo(organisation.officer, grantId)).toEqual(offered);

    await inbox.look(`update party set name = 'Another name' where id = $1`, [group.partyId]);
    const renamed = await shownTo(group.applicant, grantId);
    expect(renamed?.hash).not.toBe(offered?.hash);
    const stale = { agreementHash: offered?.hash, signature: 'The group’s chair' };
    expect(await inbox.send(group.applicant, 'acceptOffer', grantId, stale)).toMatchObject({
      status: 'refused',
      refusal: { code: 'AGREEMENT_CHANGED', field: '/agreementHash' },
    });

    await signedBy(inbox, group.applicant, grantId);
    await inbox.look(`update party set name = 'A third name' where id = $1`, [group.partyId]);
    const fixed = await shownTo(group.secretary, grantId);
    expect(fixed).toMatchObject({ hash: renamed?.hash, fixedAt: expect.any(String) });
    expect(fixed?.document).toEqual(renamed?.document);
    await inbox.done(group.secretary, 'acceptOffer', grantId, {
      agreementHash: fixed?.hash,
      signature: ' the Groups SECRETARY ',
    });
    expect((await shownTo(organisation.officer, grantId))?.signatures).toMatchObject([
      { typed: "The group's chair" },
      { typed: 'the Groups SECRETARY' },
    ]);
    expect(await inbox.look('select agreement_sha256 as hash from acceptance where grant_id = $1', [grantId])).toEqual([
      { hash: fixed?.hash },
      { hash: fixed?.hash },
    ]);
    await expect(inbox.look('update agreement set fixed_at = now()')).rejects.toThrow(/never changed/);
  });

  it('needs a signature', async () => {
    const { grantId, group } = await anOffer();
    const blank = { ...(await aSignature(inbox, group.applicant, grantId)), signature: '  ' };
    expect((await inbox.send(group.applicant, 'acceptOffer', grantId, blank)).refusal).toMatchObject({
      code: 'SIGNATURE_MISSING',
      field: '/signature',
    });
  });

  it('takes nobody’s name but the signer’s own', async () => {
    const { grantId, group } = await anOffer();
    const own = await aSignature(inbox, group.applicant, grantId);
    for (const signature of ['x', "The group's secretary"])
      expect(await inbox.send(group.applicant, 'acceptOffer', grantId, { ...own, signature })).toMatchObject({
        status: 'refused',
        refusal: { code: 'SIGNATURE_NOT_YOURS', field: '/signature' },
      });
    await inbox.done(group.applicant, 'acceptOffer', grantId, own);
  });

  it('is there only once a new budget is agreed', async () => {
    const { grantId, group } = await anOffer({ askedPence: 150_000, awardedPence: 100_000 });
    expect(await shownTo(group.applicant, grantId)).toBeUndefined();
    expect(await pdfFor(group.applicant, grantId)).toBeUndefined();
    await inbox.done(group.applicant, 'agreeBudget', grantId, newPlan(100_000));
    expect(JSON.stringify((await shownTo(group.applicant, grantId))?.document)).toContain('£1,000');
  });

  it('is gone with an offer that nobody took, and is shown to nobody else', async () => {
    const { grantId, group } = await anOffer();
    const other = await aGroup(inbox, organisation);
    expect(await shownTo(other.applicant, grantId)).toBeUndefined();
    const elsewhere = await anOrganisation(inbox);
    expect(await shownTo(elsewhere.manager, grantId)).toBeUndefined();
    await inbox.done(group.applicant, 'declineOffer', grantId, { reason: 'No hall.' });
    expect(await shownTo(group.applicant, grantId)).toBeUndefined();
  });

  it('was accepted without a fingerprint by a command that the release before had stored, and is fixed all the same', async () => {
    const { grantId, group } = await anOffer();
    const { hash } = (await shownTo(group.applicant, grantId))!;
    await inbox.done(group.applicant, 'acceptOffer', grantId);
    await signedBy(inbox, group.secretary, grantId);
    expect(await shownTo(group.treasurer, grantId)).toMatchObject({
      hash,
      signatures: [{ typed: null }, { typed: "The group's secretary" }],
    });
  });
});

describe('its PDF', () => {
  it('says what was agreed, who signed and the fingerprint; once all have accepted it is kept as it is', async () => {
    const { grantId, group } = await anOffer({ conditions: [{ wording: 'Show us your insurance' }] });
    const preview = await pdfFor(group.applicant, grantId);
    const { hash } = (await shownTo(group.applicant, grantId))!;
    expect(pdfText(preview!.content)).toContain('Nobody has accepted yet');
    expect((await pdfFor(organisation.officer, grantId))!.content.equals(preview!.content)).toBe(true);

    await signedBy(inbox, group.applicant, grantId);
    await signedBy(inbox, group.secretary, grantId);
    expect(await inbox.look('select pdf from agreement_text where grant_id = $1', [grantId])).toEqual([{ pdf: null }]);
    const all = await Promise.all([group.applicant, organisation.officer].map((actor) => pdfFor(actor, grantId)));
    const text = pdfText(all[0]!.content);
    for (const said of ['£1,500', 'Show us your insurance', 'within 56 days of acceptance', "The group's chair", hash])
      expect(text).toContain(said);
    const [kept] = await inbox.look<{ pdf: Buffer }>('select pdf from agreement_text where grant_id = $1', [grantId]);
    for (const one of all) expect(one!.content.equals(kept!.pdf)).toBe(true);
    expect(all[0]).toMatchObject({
      mediaType: 'application/pdf',
      fileName: expect.stringMatching(/^Grant agreement .+\.pdf$/),
    });

    // What is kept is given out, whatever the words of a later release would make of it.
    await inbox.look(`update agreement_text set pdf = 'as it was' where grant_id = $1`, [grantId]);
    expect((await pdfFor(group.treasurer, grantId))!.content.toString()).toBe('as it was');
  });

  it('is for the group, and for whoever reads the grant', async () => {
    const { grantId, group } = await anOffer();
    const volunteer = await aMember(inbox, organisation, group.partyId, { name: 'A volunteer', role: 'applicant' });
    for (const actor of [volunteer, organisation.panel[0], organisation.administrator])
      expect(await pdfFor(actor, grantId)).toBeDefined();
    const other = await aGroup(inbox, organisation);
    expect(await pdfFor(other.applicant, grantId)).toBeUndefined();
  });
});

test('the fingerprint can be found again from what is kept', async () => {
  const { grantId, group } = await anOffer({ askedPence: pence(120_000) });
  await signedBy(inbox, group.applicant, grantId);
  const [kept] = await inbox.look<{ sha256: string; document: unknown }>(
    'select g.sha256, t.document from agreement g join agreement_text t using (tenant_id, grant_id) where g.grant_id = $1',
    [grantId],
  );
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .toSorted()
              .map(([key, inner]) => [key, sorted(inner)]),
          )
        : value;
  expect(
    createHash('sha256')
      .update(JSON.stringify(sorted(kept!.document)))
      .digest('hex'),
  ).toBe(kept!.sha256);
});

import { randomUUID } from 'node:crypto';
import { aGroup, aMember, someBankDetails, type Group } from '../builders/group';
import { anActiveBudget, anActiveGrant, newPlan } from '../builders/active-grant';
import { anAward, type Award, type AwardFacts } from '../builders/award';
import { anEmployer } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy, purchaseRules } from '../builders/policy';
import { aPot, type Pot } from '../builders/pot';
import { assertLedgerVerified } from '../support/ledger';
import { openInbox, type Inbox } from '../support/inbox';
import { held, mailsOf, rowOf, timelineOf } from '../support/grant-rows';

let inbox: Inbox;
let organisation: Organisation;
let pot: Pot;
beforeAll(async () => {
  inbox = await openInbox();
  organisation = await anOrganisation(inbox);
  pot = await aPot(inbox, organisation, { budgetPence: 100_000_000 });
});
afterAll(async () => {
  await inbox.close();
});

/** An offer to a group of its own. */
async function anOffer(facts: Partial<AwardFacts> = {}): Promise<Award & { readonly group: Group }> {
  const group = await aGroup(inbox, organisation);
  const award = await anAward(inbox, { organisation, potId: pot.potId, askedPence: 150_000, ...facts, group });
  return { ...award, group };
}

describe('an offer', () => {
  it('is active when two unrelated members of the committee have accepted', async () => {
    const { grantId, group } = await anOffer({
      conditions: [{ wording: 'Open an account', dueWithin: 'P7D' }, { wording: 'Insure' }],
    });

    const first = await inbox.done(group.applicant, 'acceptOffer', grantId);
    expect(first).toMatchObject({ result: { acceptances: 1, needed: 2 }, standing: { phase: 'offer' } });
    expect(await mailsOf(inbox, grantId, 'offer-needs-another-acceptance')).toEqual(
      [group.secretary.personId, group.treasurer.personId].toSorted(),
    );

    const second = await inbox.done(group.secretary, 'acceptOffer', grantId);
    expect(second).toMatchObject({ result: { acceptances: 2, needed: 2 }, standing: { phase: 'delivery' } });
    const { stage, deadlines, accepted_at } = await rowOf(inbox, grantId);
    expect(stage).toBe('active');
    expect(accepted_at).not.toBeNull();
    const names = deadlines.map(({ name }) => name).toSorted();
    expect(names).toEqual(['condition', 'condition', 'instalment', 'report']);
    const conditions = await inbox.look<{ due_at: Date; id: string }>(
      'select id, due_at from condition where grant_id = $1 order by number',
      [grantId],
    );
    for (const { id, due_at } of conditions) {
      expect(deadlines.find(({ about }) => about === id)?.at).toBe(due_at.toISOString());
    }
    expect(conditions[0]!.due_at < conditions[1]!.due_at).toBe(true);
    expect(
      await inbox.look('select amount_pence::int, state, number, cause from payment where grant_id = $1', [grantId]),
    ).toEqual([{ amount_pence: 150_000, state: 'scheduled', number: 1, cause: 'grant' }]);
    const [report] = await inbox.look<{ state: string; due_at: Date }>(
      'select state, due_at from report where grant_id = $1',
      [grantId],
    );
    expect(report?.state).toBe('not_due');
    expect(report?.due_at.toISOString()).toBe(deadlines.find(({ name }) => name === 'report')?.at);
    expect(await timelineOf(inbox, grantId)).toEqual(expect.arrayContaining(['offer_accepted', 'offer_accepted']));
    expect(await mailsOf(inbox, grantId, 'offer-accepted')).toEqual([organisation.officer.personId]);
  });

  it('is accepted by committee members only, each once, and none related to another', async () => {
    const { grantId, group } = await anOffer();
    const outsider = await aMember(inbox, organisation, group.partyId, { name: 'A volunteer', role: 'applicant' });
    expect((await inbox.send(outsider, 'acceptOffer', grantId)).refusal?.code).toBe('NOT_ON_COMMITTEE');
    await inbox.done(organisation.manager, 'connectToParty', group.partyId, {
      personId: outsider.personId,
      kind: 'employee',
    });
    expect((await inbox.send(outsider, 'acceptOffer', grantId)).refusal?.code).toBe('NOT_ON_COMMITTEE');

    await inbox.done(group.applicant, 'acceptOffer', grantId);
    expect((await inbox.send(group.applicant, 'acceptOffer', grantId)).refusal?.code).toBe('ALREADY_SIGNED');
    await inbox.done(organisation.manager, 'connectPersons', group.secretary.personId, {
      otherPersonId: group.applicant.personId,
      kind: 'household',
    });
    expect((await inbox.send(group.secretary, 'acceptOffer', grantId)).refusal?.code).toBe('SIGNATORIES_RELATED');
    expect((await inbox.done(group.treasurer, 'acceptOffer', grantId)).standing.phase).toBe('delivery');
  });

  it('is accepted by somebody whom the group lets in itself, who is mailed where it is', async () => {
    const { grantId, group } = await anOffer();
    const email = `${randomUUID()}@hibiscus.example`;
    const newcomer = { name: 'Yaw Mensah', email, position: 'treasurer', unrelated: true };
    const asked = await inbox.done(group.applicant, 'inviteSignatory', grantId, newcomer);
    const personId = String(asked.result?.['personId']);
    expect(await mailsOf(inbox, grantId, 'signatory-invited')).toEqual([personId]);
    expect(await mailsOf(inbox, grantId, 'signatory-named')).toEqual([organisation.officer.personId]);
    // Asked again, they are mailed again, and are there once.
    const again = await inbox.done(group.secretary, 'inviteSignatory', grantId, { ...newcomer, name: 'Y. Mensah' });
    expect(again.result).toEqual({ personId });
    expect(
      await inbox.look(
        `select p.name, count(distinct r.id)::int as roles, count(distinct k.id)::int as connections from person p
         join role r on r.person_id = p.id join party_connection k on k.person_id = p.id where p.id = $1 group by p.name`,
        [personId],
      ),
    ).toEqual([{ name: 'Yaw Mensah', roles: 1, connections: 1 }]);

    await inbox.done(group.applicant, 'acceptOffer', grantId);
    const second = await inbox.done({ ...group.applicant, personId }, 'acceptOffer', grantId);
    expect(second.standing.phase).toBe('delivery');
  });

  it('is not accepted by whoever is not let in: oneself, staff, family, or one of too many', async () => {
    const { grantId, group } = await anOffer();
    const emailOf = async (personId: string) =>
      (
        await inbox.look<{ email: string }>(
          'select l.email from login l join person p on p.login_id = l.id where p.id = $1',
          [personId],
        )
      )[0]?.email;
    const inviting = async (body: object) =>
      (await inbox.send(group.applicant, 'inviteSignatory', grantId, { name: 'A', unrelated: true, ...body })).refusal;
    const theirs = async ({ personId }: { personId: string }) => ({ email: await emailOf(personId) });
    expect(await inviting({ email: 'a@b.example', unrelated: undefined })).toMatchObject({
      code: 'SIGNATORY_RELATION_NOT_SAID',
      field: '/unrelated',
    });
    expect(await inviting(await theirs(group.applicant))).toMatchObject({ code: 'SIGNATORY_IS_YOU', field: '/email' });
    expect(await inviting(await theirs(organisation.officer))).toMatchObject({ code: 'SIGNATORY_NOT_POSSIBLE' });
    await inbox.done(organisation.manager, 'connectPersons', group.secretary.personId, {
      otherPersonId: group.applicant.personId,
      kind: 'family',
    });
    expect(await inviting(await theirs(group.secretary))).toMatchObject({ code: 'SIGNATORIES_RELATED' });
    for (let more = 0; more < 7; more += 1)
      await inbox.done(group.applicant, 'inviteSignatory', grantId, {
        name: 'One more',
        email: `${randomUUID()}@hibiscus.example`,
        unrelated: true,
      });
    expect(await inviting({ email: 'eleventh@hibiscus.example' })).toMatchObject({ code: 'GROUP_HAS_MANY_PEOPLE' });
    expect(await inviting(await theirs(group.treasurer))).toBeUndefined();
  });

  it('accepted by three at once begins once', async () => {
    const { grantId, group } = await anOffer();
    const everybody = [group.applicant, group.secretary, group.treasurer, group.applicant, group.secretary];
    const answers = await Promise.all(everybody.map((person) => inbox.send(person, 'acceptOffer', grantId)));
    expect(answers.filter(({ status }) => status === 'applied')).toHaveLength(2);
    expect(await inbox.look('select number from payment where grant_id = $1', [grantId])).toEqual([{ number: 1 }]);
    expect(await inbox.look('select person_id from acceptance where grant_id = $1', [grantId])).toHaveLength(2);
  });

  it('of less is accepted once budget and targets are agreed for exactly that', async () => {
    const { grantId, group } = await anOffer({ awardedPence: 100_000 });
    const early = await inbox.send(group.applicant, 'acceptOffer', grantId);
    expect(early.refusal).toMatchObject({ code: 'NEW_BUDGET_NEEDED', facts: { awardedPence: 100_000 } });

    const dear = await inbox.send(group.applicant, 'agreeBudget', grantId, newPlan(100_001));
    expect(dear.refusal).toMatchObject({ code: 'BUDGET_TOTAL_DIFFERS', field: '/budget' });
    const nobody = await inbox.send(group.applicant, 'agreeBudget', grantId, {
      activities: [],
      budget: [],
      peopleHelped: 0,
    });
    expect([nobody.refusal, ...(nobody.refusal?.also ?? [])].map((one) => one?.code)).toEqual([
      'ACTIVITIES_MISSING',
      'BUDGET_MISSING',
      'PEOPLE_HELPED_NOT_POSITIVE',
    ]);

    await inbox.done(group.applicant, 'agreeBudget', grantId, { ...newPlan(100_000), peopleHelped: 9 });
    const [content] = await inbox.look<{ asked: number; people: number }>(
      `select (content ->> 'askedPence')::int as asked, (content ->> 'peopleHelped')::int as people from application_content where application_id = $1`,
      [grantId],
    );
    expect(content).toEqual({ asked: 100_000, people: 9 });
    const again = await inbox.send(group.applicant, 'agreeBudget', grantId, newPlan(100_000));
    expect(again.refusal?.code).toBe('BUDGET_AGREED_ALREADY');
    await inbox.done(group.applicant, 'acceptOffer', grantId);
    await inbox.done(group.secretary, 'acceptOffer', grantId);
  });

  it('that is declined gives its money back at once, and no longer counts for the group', async () => {
    const before = await held(inbox, `budget/available/pot/${pot.potId}`);
    const { grantId, group } = await anOffer();
    expect(await held(inbox, `budget/available/pot/${pot.potId}`)).toBe(before - 150_000);

    const declined = await inbox.done(group.applicant, 'declineOffer', grantId, { reason: 'Our hall has closed.' });
    expect(declined.standing).toMatchObject({ final: true, next: [] });
    expect(await held(inbox, `budget/available/pot/${pot.potId}`)).toBe(before);
    const { stage, came_back_pence, ended_at } = await rowOf(inbox, grantId);
    expect({ stage, came_back_pence }).toEqual({ stage: 'declined', came_back_pence: 150_000 });
    expect(ended_at).not.toBeNull();
    const [said] = await inbox.look<{ text: string }>(
      `select t.text from event e join event_text t on t.event_id = e.id where e.grant_id = $1 and e.type = 'offer_declined'`,
      [grantId],
    );
    expect(said?.text).toBe('Our hall has closed.');
    expect((await inbox.send(group.applicant, 'acceptOffer', grantId)).refusal?.code).toBe('TRANSITION_NOT_ALLOWED');
    await assertLedgerVerified(inbox);
  });
});

describe('an offer that nobody answers', () => {
  it('is reminded of, and runs out at its instant, also when one of two had accepted', async () => {
    const own = await aPot(inbox, organisation, { budgetPence: 1_000_000 });
    const { grantId, group } = await anOffer({ potId: own.potId });
    await inbox.done(group.applicant, 'acceptOffer', grantId);
    const due = (await rowOf(inbox, grantId)).deadlines.find(({ name }) => name === 'offer')!.at;
    await inbox.moveClockTo(due);
    const standing = await inbox.applyDueNow(organisation.tenantId, 'grant', grantId);

    expect(standing).toMatchObject({ phase: 'over', final: true, next: [] });
    expect(await timelineOf(inbox, grantId)).toEqual(
      expect.arrayContaining(['offer_reminded', 'offer_reminded', 'offer_lapsed']),
    );
    const { stage, came_back_pence } = await rowOf(inbox, grantId);
    expect({ stage, came_back_pence }).toEqual({ stage: 'lapsed', came_back_pence: 150_000 });
    expect(await held(inbox, `budget/available/pot/${own.potId}`)).toBe(1_000_000);
    expect(await held(inbox, `budget/committed/grant/${grantId}`)).toBe(0);
    expect(await mailsOf(inbox, grantId, 'offer-ran-out')).toHaveLength(4);
    const [lapsed] = await inbox.look<{ at: Date }>(
      `select at from event where grant_id = $1 and type = 'offer_lapsed'`,
      [grantId],
    );
    expect(lapsed?.at.toISOString()).toBe(due);
    await assertLedgerVerified(inbox);
  });
});

describe('bank details', () => {
  it('are a new version each time, and everybody in the group is told', async () => {
    const { grantId, group, bankAccountId } = await anActiveGrant(inbox, {
      organisation,
      potId: pot.potId,
      group: await aGroup(inbox, organisation),
      askedPence: 120_000,
    });
    const again = await inbox.done(group.secretary, 'giveBankDetails', grantId, someBankDetails('The group'));
    expect(again.result).toMatchObject({ version: 2 });
    expect(again.result?.['bankAccountId']).not.toBe(bankAccountId);
    const [award] = await inbox.look<{ bank_account_id: string }>('select bank_account_id from award where id = $1', [
      grantId,
    ]);
    expect(award?.bank_account_id).toBe(again.result?.['bankAccountId']);
    const duties = await inbox.look(
      `select person_id from duty where subject_id = $1 and duty = 'gave bank details' order by at`,
      [grantId],
    );
    expect(duties).toEqual([{ person_id: group.applicant.personId }, { person_id: group.secretary.personId }]);
    expect(await mailsOf(inbox, grantId, 'bank-details-given')).toHaveLength(8);
  });
});

describe('bank details given for two grants of a group at once', () => {
  it('are versions of their own', async () => {
    const group = await aGroup(inbox, organisation);
    const facts = { organisation, potId: pot.potId, group, askedPence: 10_000 };
    const grants = [await anActiveGrant(inbox, facts), await anActiveGrant(inbox, facts)];
    const answers = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((n) =>
        inbox.send(group.applicant, 'giveBankDetails', grants[n % 2]!.grantId, someBankDetails('The group')),
      ),
    );
    const versions = answers.map(({ result }) => Number(result?.['version'])).toSorted((one, other) => one - other);
    expect(versions).toEqual([3, 4, 5, 6, 7, 8]);
  });
});

describe('a budget that a budget holder buys from', () => {
  it('is accepted by staff of her employer, and has no instalments and no bank details', async () => {
    const court = await aPot(inbox, organisation, {
      budgetPence: 500_000,
      policy: aPolicy({ purchases: purchaseRules, report: { from: 'last payment' } }),
    });
    const employer = await anEmployer(inbox, organisation);
    const { grantId } = await anActiveBudget(inbox, {
      organisation,
      potId: court.potId,
      employer,
      askedPence: 200_000,
    });
    const { stage, deadlines } = await rowOf(inbox, grantId);
    expect(stage).toBe('active');
    expect(deadlines.map(({ name }) => name)).toEqual(['report']);
    expect(await inbox.look('select id from payment where grant_id = $1', [grantId])).toEqual([]);
    expect(await held(inbox, `budget/committed/grant/${grantId}`)).toBe(200_000);
  });

  it('is beside grants that are paid by instalments in the same pot', async () => {
    const mixed = await aPot(inbox, organisation, { budgetPence: 500_000, purchases: true });
    const { paymentIds } = await anActiveGrant(inbox, {
      organisation,
      potId: mixed.potId,
      group: await aGroup(inbox, organisation),
      askedPence: 120_000,
    });
    expect(paymentIds).toHaveLength(1);
  });
});

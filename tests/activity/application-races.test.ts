import { randomUUID } from 'node:crypto';

import { withPanel } from '../builders/application';
import { aMeeting } from '../builders/award';
import { aGroup } from '../builders/group';
import { aPot } from '../builders/pot';
import { aSetting } from '../builders/setting';
import { assertBooksBalance } from '../support/books';
import { openInbox, type Answer, type Inbox } from '../support/inbox';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await openInbox();
});
afterAll(async () => {
  await inbox.close();
});

const codes = (answers: readonly Answer[]) => answers.map(({ refusal }) => refusal?.code ?? 'applied').toSorted();
const balance = async (code: string) =>
  (await inbox.look<{ balance: number }>('select balance::int from account where code = $1', [code]))[0]?.balance ?? 0;

describe('decisions that race', () => {
  it('fifty approvers for the last £2,000 of a pot: one award, and the others are told what is left', async () => {
    const setting = await aSetting(inbox, {}, { budgetPence: 200_000 });
    const { organisation, potId } = setting;
    const applications: string[] = [];
    for (let number = 0; number < 50; number += 1) {
      const group = await aGroup(inbox, organisation, { name: `Group ${number}` });
      applications.push((await withPanel(inbox, { ...setting, group, askedPence: 200_000 })).grantId);
    }
    const meetingId = await aMeeting(inbox, organisation, potId, organisation.panel);
    const approvers = [organisation.officer, organisation.secondOfficer, organisation.manager];
    const answers = await Promise.all(
      applications.map((grantId, number) =>
        inbox.send(approvers[number % 3]!, 'decide', grantId, { meetingId, outcome: 'award' }),
      ),
    );
    expect(codes(answers)).toEqual([...Array.from({ length: 49 }, () => 'POT_EXHAUSTED'), 'applied']);
    expect(new Set(answers.flatMap(({ refusal }) => refusal?.facts?.['leftPence'] ?? []))).toEqual(new Set([0]));
    expect(await inbox.look('select from award where pot_id = $1', [potId])).toHaveLength(1);
    expect(await inbox.look("select from application where pot_id = $1 and stage = 'offered'", [potId])).toHaveLength(
      1,
    );
    expect(await balance(`budget/available/pot/${potId}`)).toBe(0);
    await assertBooksBalance(inbox);
  });

  it('two pots’ awards to one group keep within its cap together', async () => {
    const setting = await aSetting(inbox);
    const { organisation, group, potId } = setting;
    const otherPot = await aPot(inbox, organisation, { budgetPence: 2_000_000 });
    for (let round = 0; round < 5; round += 1) {
      const races = await Promise.all(
        [potId, otherPot.potId].map(async (pot) => ({
          grantId: (await withPanel(inbox, { organisation, group, potId: pot, askedPence: 150_000 })).grantId,
          meetingId: await aMeeting(inbox, organisation, pot, organisation.panel),
        })),
      );
      const answers = await Promise.all(
        races.map(({ grantId, meetingId }) =>
          inbox.send(organisation.officer, 'decide', grantId, { meetingId, outcome: 'award' }),
        ),
      );
      expect(codes(answers)).toEqual(['GROUP_CAP_EXCEEDED', 'applied']);
      expect(answers.find(({ refusal }) => refusal !== undefined)?.refusal?.facts).toMatchObject({
        awardablePence: 50_000,
      });
      // Given back, so that the next two race anew.
      await inbox.done(group.applicant, 'withdraw', answers.find(({ status }) => status === 'applied')!.subjectId, {});
    }
    await assertBooksBalance(inbox);
  });

  it('one application decided by two at once is decided once', async () => {
    const setting = await aSetting(inbox);
    const { organisation, potId } = setting;
    const { grantId } = await withPanel(inbox, { ...setting, askedPence: 100_000 });
    const meetingId = await aMeeting(inbox, organisation, potId, organisation.panel);
    const { officer, secondOfficer, manager } = organisation;
    const answers = await Promise.all([
      inbox.send(officer, 'decide', grantId, { meetingId, outcome: 'award' }),
      inbox.send(secondOfficer, 'decide', grantId, { meetingId, outcome: 'refuse', reasons: 'No.' }),
      inbox.send(manager, 'decide', grantId, { meetingId, outcome: 'award' }),
    ]);
    expect(codes(answers)).toEqual(['TRANSITION_NOT_ALLOWED', 'TRANSITION_NOT_ALLOWED', 'applied']);
    expect(await inbox.look('select from decision where application_id = $1', [grantId])).toHaveLength(1);
    await assertBooksBalance(inbox);
  });

  it('one decision sent twenty times by one key moves the money once', async () => {
    const setting = await aSetting(inbox);
    const { organisation, potId } = setting;
    const { grantId } = await withPanel(inbox, { ...setting, askedPence: 100_000 });
    const body = { meetingId: await aMeeting(inbox, organisation, potId, organisation.panel), outcome: 'award' };
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => inbox.send(organisation.officer, 'decide', grantId, body, key)),
    );
    expect(new Set(answers.map(({ result }) => result?.['decisionId'])).size).toBe(1);
    expect(await balance(`budget/available/pot/${potId}`)).toBe(1_900_000);
    await assertBooksBalance(inbox);
  });

  it('a decision and the end of its meeting leave no decision of a meeting that had ended', async () => {
    const setting = await aSetting(inbox);
    const { organisation, potId } = setting;
    for (let round = 0; round < 5; round += 1) {
      const group = await aGroup(inbox, organisation, { name: `Group ${round}` });
      const { grantId } = await withPanel(inbox, { ...setting, group, askedPence: 100_000 });
      const meetingId = await aMeeting(inbox, organisation, potId, organisation.panel);
      const [decided, ended] = await Promise.all([
        inbox.send(organisation.officer, 'decide', grantId, { meetingId, outcome: 'award' }),
        inbox.send(organisation.officer, 'endMeeting', meetingId, {}),
      ]);
      expect(ended.status).toBe('applied');
      expect(['applied', 'MEETING_ENDED']).toContain(decided.refusal?.code ?? 'applied');
    }
    await assertBooksBalance(inbox);
  });
});

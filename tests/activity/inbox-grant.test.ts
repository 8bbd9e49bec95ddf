import { applyCommand, applyDue } from '../../src/commands/apply/bring-up-to';
import { anAward, type Award } from '../builders/award';
import type { Group } from '../builders/group';
import type { Organisation } from '../builders/organisation';
import { aSetting } from '../builders/setting';
import { openInbox, type Inbox } from '../support/inbox';
import { assertLedgerVerified, potHolds } from '../support/ledger';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await openInbox();
});
afterAll(() => inbox.close());
afterEach(() => assertLedgerVerified(inbox));

/** An offer that the chair has accepted, and the secretary not yet; and when it runs out. */
const halfAccepted = async () => {
  const { organisation, potId, group } = await aSetting(inbox);
  const award = await anAward(inbox, { organisation, potId, group, askedPence: 100_000 });
  await inbox.done(group.applicant, 'acceptOffer', award.grantId);
  const lapsesAt = await lapseOf(award);
  return { organisation, potId, group, award, lapsesAt, about: about(organisation, award) };
};
const lapseOf = async ({ grantId }: Award) => {
  const [row] = await inbox.look<{ at: string }>(
    "select d ->> 'at' as at from application, jsonb_array_elements(deadlines) d where id = $1 and d ->> 'name' = 'offer'",
    [grantId],
  );
  return row!.at;
};
const about = ({ tenantId }: Organisation, { grantId }: Award) => ({
  tenantId,
  subject: 'grant' as const,
  id: grantId,
});
const after = (at: string, milliseconds: number) => new Date(Date.parse(at) + milliseconds).toISOString();
const acceptance = (group: Group, { grantId }: Award) => inbox.store(group.secretary, 'acceptOffer', grantId);
const events = async ({ grantId }: Award) =>
  (await inbox.look<{ type: string }>('select type from event where subject_id = $1 order by sequence', [grantId])).map(
    ({ type }) => type,
  );

describe('an acceptance and the date on which the offer runs out', () => {
  test('stored before it and committed after it, it has met it', async () => {
    const { group, award, lapsesAt, about } = await halfAccepted();
    await inbox.moveClockTo(after(lapsesAt, -5_000));
    const { commandId } = await acceptance(group, award);
    await inbox.moveClockTo(after(lapsesAt, 3_600_000));
    expect(await applyCommand(inbox.applying, about, commandId)).toMatchObject({
      status: 'applied',
      standing: { phase: 'delivery' },
    });
    expect(await events(award)).not.toContain('offer_lapsed');
  });

  test('stored before it and never delivered, it is applied by the date itself', async () => {
    const { group, award, lapsesAt, about } = await halfAccepted();
    await inbox.moveClockTo(after(lapsesAt, -5_000));
    await acceptance(group, award);
    await inbox.moveClockTo(after(lapsesAt, 3_600_000));
    expect(await applyDue(inbox.applying, about)).toMatchObject({ phase: 'delivery' });
    expect(await events(award)).not.toContain('offer_lapsed');
  });

  test('stored after it and delivered before the timer, it has missed it; the money can be awarded again', async () => {
    const { group, award, potId, lapsesAt, about } = await halfAccepted();
    await inbox.moveClockTo(after(lapsesAt, 1));
    const { commandId } = await acceptance(group, award);
    expect(await applyCommand(inbox.applying, about, commandId)).toMatchObject({
      status: 'refused',
      refusal: { code: 'TRANSITION_NOT_ALLOWED', facts: { state: 'lapsed' } },
      standing: { final: true },
    });
    expect(await events(award)).toContain('offer_lapsed');
    expect(await potHolds(inbox, potId)).toMatchObject({ available: 2_000_000, committed: 0 });
  });
});

test('25 different commands to one grant at once are each applied or refused, once, and the grant goes on', async () => {
  const { organisation, group, award } = await halfAccepted();
  const { grantId } = award;
  const owners = [organisation.officer, organisation.secondOfficer];
  const answers = await Promise.all([
    ...Array.from({ length: 20 }, (_, number) =>
      inbox.send(organisation.manager, 'reassign', grantId, { ownerId: owners[number % 2]!.personId }),
    ),
    inbox.send(group.secretary, 'acceptOffer', grantId),
    inbox.send(group.treasurer, 'acceptOffer', grantId),
    inbox.send(organisation.manager, 'hold', grantId, { reason: 'something to look at' }),
    inbox.send(organisation.manager, 'release', grantId, { reason: 'all is well' }),
    inbox.send(group.applicant, 'declineOffer', grantId, { reason: 'we have merged' }),
  ]);
  const applied = answers.filter(({ status }) => status === 'applied');
  expect(answers.filter(({ status }) => status === 'failed')).toEqual([]);
  const [row] = await inbox.look<{ version: number; applied: number }>(
    "select version, (select count(*)::int from command where subject_id = $1 and status = 'applied') as applied from application where id = $1",
    [grantId],
  );
  const before = (
    await inbox.look("select from command where subject_id = $1 and status = 'applied' and id <> all ($2)", [
      grantId,
      answers.map(({ commandId }) => commandId),
    ])
  ).length;
  expect(row?.applied).toBe(before + applied.length);
  expect((await events(award)).filter((type) => type === 'owner_changed')).toHaveLength(
    applied.filter(({ commandId }) => answers.slice(0, 20).some((one) => one.commandId === commandId)).length,
  );
});

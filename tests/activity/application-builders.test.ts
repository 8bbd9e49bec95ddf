import { aGroup } from '../builders/group';
import { anAward } from '../builders/award';
import { anOrganisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { defaultPolicy } from '../../src/domain/policy';
import { assertBooksBalance } from '../support/books';
import { openInbox, type Inbox } from '../support/inbox';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await openInbox();
});
afterAll(async () => {
  await inbox.close();
});

describe('an award, from draft to offer', () => {
  it('goes through checks, a meeting with quorum, and the books', async () => {
    const organisation = await anOrganisation(inbox);
    const { potId } = await aPot(inbox, organisation, {
      budgetPence: 1_000_000,
      policy: aPolicy({ checks: defaultPolicy.checks }),
    });
    const group = await aGroup(inbox, organisation);
    const { grantId } = await anAward(inbox, {
      organisation,
      potId,
      group,
      askedPence: 150_000,
      conditions: [{ wording: 'Open an account', dueWithin: 'P7D' }],
    });

    const [row] = await inbox.look<object>(
      `select a.stage, a.reference, a.policy_version, w.awarded_pence::int, r.state as report, c.due_within, a.final, a.helped_by
       from application a join award w on w.id = a.id join report r on r.grant_id = a.id join condition c on c.grant_id = a.id where a.id = $1`,
      [grantId],
    );
    expect(row).toMatchObject({
      stage: 'offered',
      policy_version: 1,
      awarded_pence: 150_000,
      report: 'not_due',
      due_within: 'P7D',
      final: false,
      helped_by: null,
    });
    await assertBooksBalance(inbox);
  });
});

import { aGroup, anEmployer, aProvider } from '../builders/group';
import { anOrganisation } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { assertBooksBalance } from '../support/books';
import { openInbox, type Inbox } from '../support/inbox';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await openInbox();
});
afterAll(() => inbox.close());

test('an organisation has a pot with a budget, a group, a provider and an employer', async () => {
  const organisation = await anOrganisation(inbox);
  const { potId } = await aPot(inbox, organisation, { budgetPence: 2_000_000 });
  const group = await aGroup(inbox, organisation);
  const provider = await aProvider(inbox, organisation);
  const employer = await anEmployer(inbox, organisation, { ownLimitPence: 10_000 });

  expect(
    await inbox.look('select balance::int from account where kind = $1 and pot_id = $2', ['available', potId]),
  ).toEqual([{ balance: 2_000_000 }]);
  expect(
    await inbox.look('select signatory from party_connection where party_id = $1 order by signatory', [group.partyId]),
  ).toEqual([{ signatory: false }, { signatory: true }, { signatory: true }]);
  expect(
    await inbox.look('select version, last_digits from bank_account where id = $1', [provider.bankAccountId]),
  ).toEqual([{ version: 1, last_digits: '958' }]);
  expect(
    await inbox.look('select own_limit_pence::int from role where party_id = $1 order by 1', [employer.partyId]),
  ).toEqual([{ own_limit_pence: 10_000 }, { own_limit_pence: null }]);
  await assertBooksBalance(inbox);
});

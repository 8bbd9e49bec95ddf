import type { KyselyPlugin } from 'kysely';

import { applyCommand } from '../../src/commands/apply/bring-up-to';
import type { CommandName } from '../../src/domain/lives';
import { verifyLedger } from '../../src/commands/ledger/verify';
import { aGroup, someBankDetails } from '../builders/group';
import { manyReady } from '../builders/many-ready';
import { anOrganisation } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { today } from '../builders/paying';
import { openInbox, type Actor, type Inbox } from '../support/inbox';
import { potHolds } from '../support/ledger';
import { inTenant } from '../../db/transaction';
import { readSeenRun } from '../../src/commands/payments/seen-hash';

let inbox: Inbox;
beforeAll(async () => {
  inbox = await openInbox();
});
afterAll(() => inbox.close());

/** Applies a command, and counts the statements that it took. */
async function counted(actor: Actor, command: CommandName, runId: string, body: object = {}): Promise<number> {
  let statements = 0;
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: ({ result }) => {
      statements += 1;
      return Promise.resolve(result);
    },
  };
  const { commandId } = await inbox.store(actor, command, runId, body);
  const about = { tenantId: actor.tenantId, subject: 'payment_run', id: runId } as const;
  const outcome = await applyCommand({ ...inbox.applying, db: inbox.db.withPlugin(counting) }, about, commandId);
  expect(outcome).toMatchObject({ status: 'applied' });
  return statements;
}

/** Takes a run of so many payments from ready to reconciled; one in ten comes back. @returns the statements of each step */
async function statementsFor(count: number): Promise<Record<string, number>> {
  const organisation = await anOrganisation(inbox);
  const { tenantId, paymentMaker, paymentAuthoriser } = organisation;
  const pot = await aPot(inbox, organisation, { budgetPence: 1_000 * count });
  const group = await aGroup(inbox, organisation);
  await inbox.look(
    `insert into bank_account (tenant_id, id, party_id, version, account_name, details_sealed, last_digits, given_by)
     values ($1, gen_random_uuid(), $2, 1, 'The group', $3, '958', $4)`,
    [tenantId, group.partyId, someBankDetails('The group').detailsSealed, group.applicant.personId],
  );
  await manyReady(inbox, { organisation, pot, group, count, amountPence: 1_000 });

  const built = await inbox.done(paymentMaker, 'buildRun', null, { potId: pot.potId, name: 'Many' });
  expect(built.result).toMatchObject({ payments: count });
  const runId = built.subjectId;
  const { seenHash } = await inTenant(inbox.db, tenantId, (tx) => readSeenRun(tx, tenantId, runId));
  const payments = await inbox.look<{ id: string }>('select id from payment where run_id = $1 order by sequence', [
    runId,
  ]);
  const on = await today(inbox);
  const outcomes = payments.map(({ id }, place) => ({
    paymentId: id,
    outcome: place % 10 === 0 ? 'returned' : 'settled',
    on,
  }));
  const statements = {
    request: await counted(paymentMaker, 'requestAuthorisation', runId),
    authorise: await counted(paymentAuthoriser, 'authoriseRun', runId, { seenHash }),
    export: await counted(paymentMaker, 'exportRun', runId),
    send: await counted(paymentMaker, 'markSent', runId),
    outcomes: await counted(paymentMaker, 'recordOutcomes', runId, { outcomes }),
  };
  const returned = outcomes.filter(({ outcome }) => outcome === 'returned').length * 1_000;
  expect(await potHolds(inbox, pot.potId)).toMatchObject({
    bank: returned,
    promised: returned,
    reserved: 0,
    in_transit: 0,
    spent: count * 1_000 - returned,
  });
  expect((await verifyLedger(inbox.db)).differences).toEqual([]);
  return statements;
}

test('a run of 5,000 payments takes as many statements as a run of 10', async () => {
  const many = await statementsFor(5_000);
  expect(many).toEqual(await statementsFor(10));
});

import { randomUUID } from 'node:crypto';

import { inTenant } from '../../db/transaction';
import { postTransfers } from '../../src/commands/apply/post-transfers';
import { budget, cash, transfer } from '../../src/domain/money/accounts';
import { pence } from '../../src/domain/money/money';
import type { Inbox } from '../support/inbox';
import type { Group } from './group';
import type { Organisation } from './organisation';
import type { Pot } from './pot';

/** How many payments, and how large each is. */
export interface ManyFacts {
  readonly organisation: Organisation;
  readonly pot: Pot;
  readonly group: Group;
  readonly count: number;
  readonly amountPence: number;
}

/**
 * Writes so many running grants with one ready payment each straight into the tables, for tests of what is done with many at once;
 * the ledger is what it would be had each been awarded and fallen due. The pot must have the budget; the cash comes with them.
 */
export async function manyReady(inbox: Pick<Inbox, 'look' | 'db'>, facts: ManyFacts): Promise<void> {
  const { organisation, pot, group, count, amountPence } = facts;
  const { tenantId } = organisation;
  const commandId = randomUUID();
  const grants = Array.from({ length: count }, () => ({ grantId: randomUUID(), paymentId: randomUUID() }));
  await inbox.look(
    `insert into command (tenant_id, id, type, subject_type, subject_id, idempotency_key, body_hash, received_at, status, outcome, applied_at)
     values ($1, $2, 'addBudget', 'pot', $3, $4, '', app.now(), 'applied', '{"status":"applied"}', app.now())`,
    [tenantId, commandId, pot.potId, commandId],
  );
  const rows = JSON.stringify(grants);
  const from = 'from jsonb_to_recordset($2::jsonb) as g ("grantId" uuid, "paymentId" uuid)';
  await inbox.look(
    `insert into application (tenant_id, id, pot_id, party_id, reference, stage, created_by, policy_version, created_at, changed_at, submitted_at)
     select $1, g."grantId", $3, $4, 'M-' || g."grantId", 'active', $5, 1, app.now(), app.now(), app.now() ${from}`,
    [tenantId, rows, pot.potId, group.partyId, group.applicant.personId],
  );
  await inbox.look(
    `insert into award (tenant_id, id, pot_id, party_id, awarded_pence, decided_on, offered_at, accepted_at)
     select $1, g."grantId", $3, $4, $5, current_date, app.now(), app.now() ${from}`,
    [tenantId, rows, pot.potId, group.partyId, amountPence],
  );
  await inbox.look(
    `insert into payment (tenant_id, id, cause, grant_id, pot_id, payee_id, number, amount_pence, due_at, scheduled_at, state)
     select $1, g."paymentId", 'grant', g."grantId", $3, $4, 1, $5, app.now(), app.now(), 'ready' ${from}`,
    [tenantId, rows, pot.potId, group.partyId, amountPence],
  );
  await inbox.look(
    `insert into instalment (tenant_id, id, fund_id, pot_id, amount_pence, expected_on, received_on)
     values ($1, $2, $3, $4, $5, current_date, current_date)`,
    [tenantId, randomUUID(), pot.fundId, pot.potId, amountPence * count],
  );
  const sum = pence(amountPence);
  const of = (grantId: string) => ({
    available: budget.available(pot.potId),
    committed: budget.committed(pot.potId, grantId),
    promised: budget.promised(pot.potId, grantId),
  });
  const sets = [
    [transfer(cash.funder(pot.fundId), cash.bank(pot.potId), pence(amountPence * count), `many:${commandId}`)],
    grants.map(({ grantId }) =>
      transfer(of(grantId).available, of(grantId).committed, sum, `grant:${grantId}:award:1`),
    ),
    grants.map(({ grantId, paymentId }) =>
      transfer(of(grantId).committed, of(grantId).promised, sum, `payment:${paymentId}:promise:1`),
    ),
    grants.map(({ paymentId }) =>
      transfer(cash.bank(pot.potId), cash.reserved(pot.potId), sum, `payment:${paymentId}:reserve:1`),
    ),
  ];
  await inTenant(inbox.db, tenantId, async (tx) => {
    const [clock] = await inbox.look<{ now: Date }>('select app.now() as now');
    for (const set of sets)
      await tx.executeQuery(postTransfers(tx, set, { tenantId, commandId, at: clock!.now.toISOString() }));
  });
  // As autovacuum does within minutes, and a test cannot wait for.
  await inbox.look('analyze application, award, payment, account, transfer');
}

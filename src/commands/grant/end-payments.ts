import type { CompiledQuery } from 'kysely';
import type { Transfer } from '../../domain/money/accounts';
import { pence, type Pence } from '../../domain/money/money';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { giveBackUnpaid, paymentUnderWay, type Ending } from '../../domain/award/unpaid';
import { coverQueue, lockQueue } from '../payments/cover-queue';
import { tellOnTimelines } from '../payments/payment-events';
import { purchaseIsOpen } from './purchase-is-open';
import type { GrantContext } from './grant-context';
import { readAward, type Award } from './read-award';

/** A grant of which nothing more is paid. */
export interface EndedPayments {
  /** As it was before what is here is written. */
  readonly award: Award;
  /** What was never paid and can be awarded again. */
  readonly notPaidPence: Pence;
  readonly transfers: readonly Transfer[];
  readonly writes: readonly CompiledQuery[];
}

/**
 * Ends what a grant was still to be paid: budget goes back to the pot, reserved cash to its bank, and whoever waits behind in the
 * queue moves up. Money whose way is not known yet cannot be given back. @refusal PURCHASES_OPEN, PAYMENT_UNDER_WAY
 */
export async function endPayments(c: GrantContext, because: Ending['because']): Promise<EndedPayments | Refusal> {
  const { tx, tenantId, subjectId, row } = c;
  const bought = tx
    .selectFrom('purchase')
    .select(['id', 'state'])
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', subjectId)
    .execute();
  const locked = lockQueue(c, row.pot_id);
  const planned = tx
    .selectFrom('payment')
    .select(['id', 'state', 'amount_pence', 'attempt'])
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', subjectId)
    .where('cause', '=', 'grant')
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const [purchases, , rows, award] = await Promise.all([bought, locked, planned, readAward(c)]);
  const open = purchases.filter(({ state }) => purchaseIsOpen(state)).length;
  if (open > 0) return refuse('PURCHASES_OPEN', { facts: { open } });

  const payments = rows.map(({ id, state, attempt, amount_pence }) => ({
    paymentId: id,
    state,
    attempt,
    amountPence: pence(amount_pence),
  }));
  const underWay = paymentUnderWay(payments);
  if (underWay !== undefined) {
    return refuse('PAYMENT_UNDER_WAY', { facts: { paymentId: underWay.paymentId, state: underWay.state } });
  }

  const given = giveBackUnpaid({
    potId: row.pot_id,
    grantId: subjectId,
    committedPence: award.holds('committed'),
    payments,
    because,
  });
  if (given.cancelled.length === 0)
    return { award, notPaidPence: given.notPaidPence, transfers: given.transfers, writes: [] };
  const queue = await coverQueue(c, row.pot_id, { leavingIds: given.cancelled, incomingPence: given.freedPence });
  const told = payments
    .filter(({ paymentId }) => given.cancelled.includes(paymentId))
    .map(({ paymentId, amountPence }) => ({
      id: paymentId,
      grantId: subjectId,
      purchaseId: null,
      after: { amountPence },
    }));
  return {
    award,
    notPaidPence: given.notPaidPence,
    transfers: [...given.transfers, ...queue.transfers],
    writes: [
      tx
        .updateTable('payment')
        .set({ state: 'cancelled' })
        .where('tenant_id', '=', tenantId)
        .where('id', 'in', given.cancelled)
        .compile(),
      ...tellOnTimelines(c, 'payment_cancelled', told),
      ...queue.writes,
    ],
  };
}

import { budget, transfer } from '../../domain/money/accounts';
import { instalmentBlockedBy } from '../../domain/award/instalment-due';
import { defineCommand } from '../apply/definition';
import { mailTo } from '../grant/grant-context';
import { peopleOfParty } from '../readings/people-of-party';
import { coverQueue } from './cover-queue';
import { findPayment } from './payment-of-grant';

/** The instalment that fell due. */
export interface PayInstalmentBody {
  /** The id of the payment. */
  readonly about: string;
}

/**
 * The engine's own: an instalment falls due. It is promised in the budget and joins the queue for cash. While conditions are open
 * or bank details are missing it stays as it is; whatever settles those makes it fall due again.
 */
export const payInstalment = defineCommand<PayInstalmentBody, 'grant'>('grant', 'payInstalment', async (c) => {
  const { tx, tenantId, row, body } = c;
  const payment = await findPayment(tx, tenantId, { grantId: row.id, paymentId: body.about });
  if (payment?.state !== 'scheduled') return { event: { audience: 'staff', after: { paymentId: body.about } } };

  const { amountPence, newestBankAccountId, unmetConditions } = payment;
  const blockedBy = instalmentBlockedBy({ unmetConditions, hasBankDetails: newestBankAccountId !== null });
  const told = { paymentId: payment.id, amountPence };
  if (blockedBy.length > 0) {
    const mails = blockedBy.includes('bank_details')
      ? mailTo(
          await peopleOfParty(tx, tenantId, row.host_id ?? row.party_id),
          row.host_id === null ? 'bank-details-wanted' : 'host-bank-details-wanted',
        )
      : [];
    return { event: { after: { ...told, blockedBy } }, mails };
  }

  const queue = await coverQueue(c, row.pot_id, { joining: [payment] });
  return {
    writes: queue.writes,
    transfers: [
      transfer(
        budget.committed(row.pot_id, row.id),
        budget.promised(row.pot_id, row.id),
        amountPence,
        `payment:${payment.id}:promise:1`,
      ),
      ...queue.transfers,
    ],
    event: { after: told },
  };
});

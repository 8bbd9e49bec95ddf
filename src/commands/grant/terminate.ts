import { addPence, ZERO, type Pence } from '../../domain/money/money';
import { refuse } from '../../domain/refusals/refusal';
import { isRefusal } from '../apply/change';
import { defineCommand } from '../apply/definition';
import { clocksGoOn } from './clocks-go-on';
import { endPayments } from './end-payments';
import { mailTo, type WithReason } from './grant-context';
import { movedDueDates } from './moved-due-dates';
import { groupOf } from './people-to-tell';
import { askForRefund, findDueRefund } from './refunds';
import { updateAward } from './write-award';

/** Why the grant is ended, and what of the money that was paid is asked back, besides what is due already. */
export interface TerminateBody extends WithReason {
  readonly refundPence?: Pence | undefined;
}

/**
 * A fund manager ends a grant before its time, also one that is on hold: nothing more is paid, and what was not paid can be awarded
 * again at once. It is over once no money is due back. @refusal PURCHASES_OPEN, PAYMENT_UNDER_WAY, REFUND_OVER_PAID
 */
export const terminate = defineCommand<TerminateBody, 'grant'>('grant', 'terminate', async (c) => {
  const refundPence = c.body.refundPence ?? ZERO;
  const ended = await endPayments(c, 'terminated');
  if (isRefusal(ended)) return ended;
  const paidPence = ended.award.holds('spent');
  if (refundPence > paidPence) return refuse('REFUND_OVER_PAID', { field: '/refundPence', facts: { paidPence } });

  const due = await findDueRefund(c);
  const asked = refundPence > 0 ? askForRefund(c, refundPence, due, c.at) : undefined;
  // Who is to return money is reminded of it: a hold ends with the grant.
  const { deadlines, set } = await clocksGoOn(c);
  const stillDue = deadlines.filter(({ name }) => name === 'refund');
  const refundDuePence = addPence(refundPence, due?.amountPence ?? ZERO);
  const sums = { givenBackPence: ended.notPaidPence, refundDuePence };
  return {
    to: 'terminated',
    final: refundDuePence === 0,
    set,
    deadlines: asked === undefined ? stillDue : [asked.deadline],
    transfers: [...ended.transfers, ...(asked?.transfers ?? [])],
    writes: [
      ...ended.writes,
      ...(asked?.writes ?? movedDueDates(c, stillDue)),
      updateAward(c, { ended_at: c.at, came_back_pence: addPence(ended.award.cameBackPence, ended.notPaidPence) }),
    ],
    event: { before: { state: c.row.stage }, after: sums, text: c.body.reason },
    result: sums,
    mails: mailTo([...(await groupOf(c)), c.row.owner_id], 'grant-terminated', {
      ...sums,
      dueAt: asked?.dueAt ?? due?.dueAt ?? null,
    }),
  };
});

import { disarm } from '../../domain/calendar/deadlines';
import { pence } from '../../domain/money/money';
import { defineCommand } from '../apply/definition';
import { mailTo, type EmptyBody } from '../grant/grant-context';
import { moneyOf, promised, purchaseDutyRefusal } from './purchase-context';

/** Somebody else agrees to a purchase: its price is promised. @refusal SAME_PERSON, CONNECTED_PERSON, PURCHASE_OVER_BUDGET */
export const authorisePurchase = defineCommand<EmptyBody, 'purchase'>('purchase', 'authorisePurchase', async (c) => {
  const { row, actorId } = c;
  if (actorId === null) throw new Error('a purchase is authorised by somebody');
  const refusal = await purchaseDutyRefusal(c, 'authorised purchase');
  if (refusal !== undefined) return refusal;
  return {
    to: 'authorised',
    ...promised(moneyOf(c), pence(row.price_pence)),
    set: { authorised_by: actorId, promised_at: c.at },
    deadlines: disarm(c.deadlines, 'authorisation'),
    duties: [{ duty: 'authorised purchase', personId: actorId }],
    event: { after: { pricePence: row.price_pence } },
    mails: mailTo([row.requested_by], 'purchase-authorised'),
  };
});

import { addPeriod } from '../../domain/calendar/calendar';
import { arm, deadline } from '../../domain/calendar/deadlines';
import { defineCommand } from '../apply/definition';
import { mailTo, type EmptyBody } from '../grant/grant-context';
import { providerOf } from './purchase-context';

/** The order goes to the provider, who has so long to deliver. */
export const orderPurchase = defineCommand<EmptyBody, 'purchase'>('purchase', 'orderPurchase', async (c) => {
  if (c.policy?.purchases == null) throw new Error('a purchase belongs to a pot that has purchases');
  const deliverBy = addPeriod(c.at, c.policy.purchases.deliverWithin);
  return {
    to: 'ordered',
    deadlines: arm(c.deadlines, deadline('delivery', deliverBy, { then: 'chaseDelivery' }, c.at)),
    event: { after: { deliverBy } },
    mails: mailTo(await providerOf(c), 'order-placed', { pricePence: c.row.price_pence, deliverBy }),
  };
});

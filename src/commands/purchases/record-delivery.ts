import { londonDate, type CalendarDate } from '../../domain/calendar/calendar';
import { disarm } from '../../domain/calendar/deadlines';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { mailTo } from '../grant/grant-context';
import { providerOf } from './purchase-context';

/** When the service was delivered. */
export interface RecordDeliveryBody {
  readonly deliveredOn: CalendarDate;
}

/** The client had the service. @refusal DAY_IN_FUTURE */
export const recordDelivery = defineCommand<RecordDeliveryBody, 'purchase'>('purchase', 'recordDelivery', async (c) => {
  const { deliveredOn } = c.body;
  if (deliveredOn > londonDate(c.at)) return refuse('DAY_IN_FUTURE', { field: '/deliveredOn' });
  return {
    to: 'delivered',
    set: { delivered_on: deliveredOn },
    deadlines: disarm(c.deadlines, 'delivery'),
    event: { after: { deliveredOn } },
    mails: mailTo(await providerOf(c), 'send-invoice'),
  };
});

import type { CalendarDate } from '../../domain/calendar/calendar';
import type { Pence } from '../../domain/money/money';
import { defineCommand } from '../apply/definition';
import { findService } from './find-service';

/** That a service is still offered, at this price, and from when. */
export interface ConfirmServiceBody {
  readonly serviceId: string;
  readonly pricePence: Pence;
  /** Left out where nobody knows. */
  readonly nextFreeOn?: CalendarDate | undefined;
}

/** Says that what the directory has of a service is so today. @refusal SERVICE_UNKNOWN */
export const confirmService = defineCommand<ConfirmServiceBody, 'party'>('party', 'confirmService', async (c) => {
  const { tx, tenantId, body, at } = c;
  const before = await findService(c);
  if ('code' in before) return before;
  const { serviceId, pricePence, nextFreeOn = null } = body;
  return {
    writes: [
      tx
        .updateTable('service')
        .set({ price_pence: pricePence, next_free_on: nextFreeOn, confirmed_at: at })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', serviceId)
        .compile(),
    ],
    event: {
      before: { pricePence: before.price_pence, nextFreeOn: before.next_free_on },
      after: { serviceId, pricePence, nextFreeOn },
    },
  };
});

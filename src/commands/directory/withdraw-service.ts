import { defineCommand } from '../apply/definition';
import { findService } from './find-service';

/** Which service is not offered any more. */
export interface WithdrawServiceBody {
  readonly serviceId: string;
}

/** Takes a service out of the directory; what was bought of it goes on. @refusal SERVICE_UNKNOWN */
export const withdrawService = defineCommand<WithdrawServiceBody, 'party'>('party', 'withdrawService', async (c) => {
  const { tx, tenantId, body, at } = c;
  const found = await findService(c);
  if ('code' in found) return found;
  return {
    writes: [
      tx
        .updateTable('service')
        .set({ withdrawn_at: at })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', body.serviceId)
        .compile(),
    ],
    event: { after: { serviceId: body.serviceId } },
  };
});

import type { Tx } from '../../../db/client';
import { refuse, type Refusal } from '../../domain/refusal';
import type { Place } from '../apply/definition';

/** The place of something that a pot has, such as a meeting or a round. @returns POT_UNKNOWN or POT_CLOSED where it can have none */
export async function placeInPot(
  tx: Tx,
  tenantId: string,
  { potId }: { readonly potId: string },
): Promise<Place | Refusal> {
  const pot = await tx
    .selectFrom('pot')
    .select('state')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', potId)
    .executeTakeFirst();
  if (pot === undefined) return refuse('POT_UNKNOWN', { field: '/potId' });
  if (pot.state !== 'open') return refuse('POT_CLOSED', { field: '/potId' });
  return { scope: { potId, parties: {} }, onHold: false, policy: { potId, version: null }, grantId: null };
}

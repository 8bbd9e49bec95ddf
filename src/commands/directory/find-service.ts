import type { SubjectContext } from '../apply/definition';
import { refuse, type Refusal } from '../../domain/refusals/refusal';

/** What the directory says of a service of this provider, where it is still offered. @returns SERVICE_UNKNOWN where it is not */
export async function findService({
  tx,
  tenantId,
  subjectId,
  body,
}: SubjectContext<{ readonly serviceId: string }, 'party'>): Promise<
  { readonly price_pence: number; readonly next_free_on: string | null } | Refusal
> {
  const found = await tx
    .selectFrom('service')
    .select(['price_pence', 'next_free_on'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', body.serviceId)
    .where('party_id', '=', subjectId)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return found ?? refuse('SERVICE_UNKNOWN', { field: '/serviceId' });
}

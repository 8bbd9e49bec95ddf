import type { Tx } from '../../../db/client';
import { refuse, type Refusal } from '../../domain/refusals/refusal';

/** Who is to look after what: of one pot, or with no pot of the organisation as a whole. */
export interface Ownership {
  readonly tenantId: string;
  readonly ownerId: string;
  readonly potId: string | null;
}

/** Why somebody cannot be the one named owner: PERSON_UNKNOWN, or OWNER_NOT_STAFF without a role that reaches it. */
export async function ownerRefusal(tx: Tx, { tenantId, ownerId, potId }: Ownership): Promise<Refusal | undefined> {
  const person = await tx
    .selectFrom('person')
    .select('id')
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('role')
            .select('role.id')
            .whereRef('role.tenant_id', '=', 'person.tenant_id')
            .whereRef('role.person_id', '=', 'person.id')
            .where('role.ended_at', 'is', null)
            .where('role.name', 'in', ['fund_manager', 'grants_officer'])
            .where((role) => role.or([role('role.pot_id', 'is', null), role('role.pot_id', '=', potId)])),
        )
        .as('is_staff'),
    )
    .where('tenant_id', '=', tenantId)
    .where('id', '=', ownerId)
    .where('left_at', 'is', null)
    // Whoever leaves at this moment has either left, or hands this over too.
    .forKeyShare()
    .executeTakeFirst();
  if (person === undefined) return refuse('PERSON_UNKNOWN', { field: '/ownerId' });
  return person.is_staff === true ? undefined : refuse('OWNER_NOT_STAFF', { field: '/ownerId' });
}

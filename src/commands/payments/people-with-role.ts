import type { Tx } from '../../../db/client';
import type { Role } from '../../domain/lives/roles';

/** Those who hold one of some roles for a pot, or for all pots. */
export async function peopleWithRole(
  tx: Tx,
  tenantId: string,
  potId: string,
  names: readonly Role[],
): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('role')
    .innerJoin('person', (join) =>
      join.onRef('person.tenant_id', '=', 'role.tenant_id').onRef('person.id', '=', 'role.person_id'),
    )
    .select('role.person_id as personId')
    .distinct()
    .where('role.tenant_id', '=', tenantId)
    .where('role.name', 'in', names)
    .where('role.ended_at', 'is', null)
    .where('person.left_at', 'is', null)
    .where((row) => row.or([row('role.pot_id', 'is', null), row('role.pot_id', '=', potId)]))
    .orderBy('role.person_id')
    .execute();
  return rows.map(({ personId }) => personId);
}

import type { Tx } from '../../../db/client';

/** The ids of those who sit on a pot's panel. */
export async function panelOf(tx: Tx, tenantId: string, potId: string): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('role')
    .innerJoin('person', (join) =>
      join.onRef('person.tenant_id', '=', 'role.tenant_id').onRef('person.id', '=', 'role.person_id'),
    )
    .select('role.person_id')
    .where('role.tenant_id', '=', tenantId)
    .where('role.name', '=', 'panel_member')
    .where((eb) => eb.or([eb('role.pot_id', 'is', null), eb('role.pot_id', '=', potId)]))
    .where('role.ended_at', 'is', null)
    .where('person.left_at', 'is', null)
    .orderBy('role.person_id')
    .execute();
  return new Set(rows.map(({ person_id }) => person_id));
}

import { pence } from '../../domain/money/money';
import type { Role } from '../../domain/lives/roles';
import { refuse } from '../../domain/refusals/refusal';
import { roleAuthorityRefusal } from '../../domain/people/role-granting';
import { defineCommand } from '../apply/definition';
import { isOnlyAdministrator } from './administrators';

/** Which of the person's roles ends. */
export interface EndRoleBody {
  readonly roleId: string;
}

/** Ends a role, from this moment. @refusal ROLE_UNKNOWN, ROLE_NOT_YOURS_TO_GIVE, LAST_ADMINISTRATOR */
export const endRole = defineCommand<EndRoleBody, 'person'>('person', 'endRole', async (c) => {
  const { tx, tenantId, subjectId: personId, body } = c;
  const role = await tx
    .selectFrom('role')
    .select(['name', 'pot_id', 'party_id', 'own_limit_pence'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', body.roleId)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (role === undefined) return refuse('ROLE_UNKNOWN', { field: '/roleId' });
  const held = {
    name: role.name as Role,
    potId: role.pot_id,
    partyId: role.party_id,
    ownLimitPence: role.own_limit_pence === null ? null : pence(role.own_limit_pence),
  };
  const notTheirs = roleAuthorityRefusal(c.roles, held);
  if (notTheirs !== undefined) return notTheirs;
  if (held.name === 'administrator' && (await isOnlyAdministrator(tx, tenantId, [body.roleId]))) {
    return refuse('LAST_ADMINISTRATOR');
  }
  return {
    writes: [
      tx
        .updateTable('role')
        .set({ ended_at: c.at })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', body.roleId)
        .compile(),
    ],
    event: {
      audience: 'staff',
      before: { roleId: body.roleId, role: held.name, potId: held.potId, partyId: held.partyId },
    },
  };
});

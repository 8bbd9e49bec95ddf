import { v7 as newId } from 'uuid';
import type { Role } from '../../domain/lives/roles';
import type { Pence } from '../../domain/money/money';
import { refuse, together } from '../../domain/refusals/refusal';
import { type PartyKind, roleAuthorityRefusal, roleRefusals, type RoleWanted } from '../../domain/people/role-granting';
import { defineCommand } from '../apply/definition';

/** The role that a person is to hold from now on. */
export interface GrantRoleBody {
  readonly role: Role;
  /** Left out: for all pots. */
  readonly potId?: string | undefined;
  /** Only for applicants, budget holders and providers: whom they act for. */
  readonly partyId?: string | undefined;
  /** Only for budget holders: up to this sum their purchase needs nobody else's authority. At most £2,000. */
  readonly ownLimitPence?: Pence | undefined;
}

/**
 * Gives a person a role. @refusal ROLE_FOR_ONESELF, ROLE_NOT_YOURS_TO_GIVE, POT_UNKNOWN, PARTY_UNKNOWN, ROLE_HELD_ALREADY, and
 * those of `roleRefusals`
 */
export const grantRole = defineCommand<GrantRoleBody, 'person'>('person', 'grantRole', async (c) => {
  const { tx, tenantId, body, subjectId: personId } = c;
  const wanted: RoleWanted = {
    name: body.role,
    potId: body.potId ?? null,
    partyId: body.partyId ?? null,
    ownLimitPence: body.ownLimitPence ?? null,
  };
  if (c.actorId === personId) return refuse('ROLE_FOR_ONESELF');
  const notTheirs = roleAuthorityRefusal(c.roles, wanted);
  if (notTheirs !== undefined) return notTheirs;

  const read = await tx
    .selectNoFrom((eb) => [
      eb
        .selectFrom('party')
        .select('kind')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', wanted.partyId)
        .as('party_kind'),
      eb
        .exists(eb.selectFrom('pot').select('id').where('tenant_id', '=', tenantId).where('id', '=', wanted.potId))
        .as('pot_exists'),
      eb
        .exists(
          eb
            .selectFrom('role')
            .select('id')
            .where('tenant_id', '=', tenantId)
            .where('person_id', '=', personId)
            .where('name', '=', wanted.name)
            .where('ended_at', 'is', null)
            .where('pot_id', 'is not distinct from', wanted.potId)
            .where('party_id', 'is not distinct from', wanted.partyId),
        )
        .as('is_held'),
      eb
        .exists(
          eb
            .selectFrom('role')
            .select('id')
            .where('tenant_id', '=', tenantId)
            .where('person_id', '=', personId)
            .where('ended_at', 'is', null),
        )
        .as('has_a_role'),
    ])
    .executeTakeFirstOrThrow();
  const wrong = together([
    ...roleRefusals(wanted, read.party_kind as PartyKind | null),
    ...(wanted.potId !== null && read.pot_exists !== true ? [refuse('POT_UNKNOWN', { field: '/potId' })] : []),
    ...(wanted.partyId !== null && read.party_kind === null ? [refuse('PARTY_UNKNOWN', { field: '/partyId' })] : []),
  ]);
  if (wrong !== undefined) return wrong;
  if (read.is_held === true) return refuse('ROLE_HELD_ALREADY', { facts: { role: wanted.name } });

  const roleId = newId();
  return {
    writes: [
      tx
        .insertInto('role')
        .values({
          tenant_id: tenantId,
          id: roleId,
          person_id: personId,
          name: wanted.name,
          pot_id: wanted.potId,
          party_id: wanted.partyId,
          own_limit_pence: wanted.ownLimitPence,
          granted_at: c.at,
        })
        .compile(),
    ],
    event: {
      audience: 'staff',
      after: {
        roleId,
        role: wanted.name,
        potId: wanted.potId,
        partyId: wanted.partyId,
        ownLimitPence: wanted.ownLimitPence,
      },
    },
    // Nobody is invited before there is something that they may do.
    mails: [
      { template: read.has_a_role === true ? 'role-given' : 'invitation', to: personId, facts: { role: wanted.name } },
    ],
    result: { roleId },
  };
});

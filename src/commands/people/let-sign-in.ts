import { v7 as newId } from 'uuid';
import { pence } from '../../domain/money/money';
import type { Role } from '../../domain/lives/roles';
import { roleAuthorityRefusal } from '../../domain/people/role-granting';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { freeLogin } from './login-of-address';

/** The address that somebody is to sign in with. */
export interface LetSignInBody {
  readonly email: string;
}

/**
 * Gives somebody an address to sign in with who was known by name alone. They are the same person as before: who they are connected to still
 * keeps them from what they should keep out of. Who may give the roles that they hold may. @refusal PERSON_SIGNS_IN_ALREADY, PERSON_HERE_ALREADY,
 * PERSON_HAS_LEFT, ROLE_NOT_YOURS_TO_GIVE
 */
export const letSignIn = defineCommand<LetSignInBody, 'person'>('person', 'letSignIn', async (c) => {
  const { tx, tenantId, subjectId: personId, row, body } = c;
  if (row.login_id !== null) return refuse('PERSON_SIGNS_IN_ALREADY', { field: '/email' });
  const [login, held] = await Promise.all([
    freeLogin(tx, tenantId, body.email),
    tx
      .selectFrom('role')
      .select(['name', 'pot_id', 'party_id', 'own_limit_pence'])
      .where('tenant_id', '=', tenantId)
      .where('person_id', '=', personId)
      .where('ended_at', 'is', null)
      .execute(),
  ]);
  if ('code' in login) return login;
  const notTheirs = held
    .map((role) =>
      roleAuthorityRefusal(c.roles, {
        name: role.name as Role,
        potId: role.pot_id,
        partyId: role.party_id,
        ownLimitPence: role.own_limit_pence === null ? null : pence(role.own_limit_pence),
      }),
    )
    .find((refusal) => refusal !== undefined);
  if (notTheirs !== undefined) return notTheirs;
  const { email } = login;
  const loginId = login.loginId ?? newId();
  return {
    set: { login_id: loginId },
    writes: login.loginId === undefined ? [tx.insertInto('login').values({ id: loginId, email }).compile()] : [],
    event: { audience: 'staff' },
  };
});

import type { Tx } from '../../../db/client';
import { refuse, type Refusal } from '../../domain/refusals/refusal';

/** The login of an address. Undefined id where nobody, in any organisation, has it yet. */
export interface LoginOfAddress {
  readonly email: string;
  readonly loginId: string | undefined;
}

/** Looks an address up that somebody here is to sign in with. @returns PERSON_HERE_ALREADY or PERSON_HAS_LEFT where it is somebody's here */
export async function freeLogin(tx: Tx, tenantId: string, address: string): Promise<LoginOfAddress | Refusal> {
  const email = address.trim().toLowerCase();
  const login = await tx
    .selectFrom('login')
    .leftJoin('person', (join) => join.onRef('person.login_id', '=', 'login.id').on('person.tenant_id', '=', tenantId))
    .select(['login.id', 'person.id as person_id', 'person.left_at'])
    .where('login.email', '=', email)
    .executeTakeFirst();
  if (typeof login?.person_id === 'string') {
    const code = login.left_at === null ? 'PERSON_HERE_ALREADY' : 'PERSON_HAS_LEFT';
    return refuse(code, { field: '/email', facts: { personId: login.person_id } });
  }
  return { email, loginId: login?.id };
}

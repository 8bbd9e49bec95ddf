import type { Tx } from '../../../db/client';
import { refuse, type Refusal } from '../../domain/refusals/refusal';

/** Somebody as an organisation knows them by their email address; new in all, where nobody does. */
export interface KnownByEmail {
  /** In small letters, without spaces around it. */
  readonly email: string;
  /** Undefined where nobody, in any organisation, has the address yet. */
  readonly loginId: string | undefined;
  readonly personId: string | undefined;
  readonly hasLeft: boolean;
}

/** Who has an email address. */
export async function knownByEmail(tx: Tx, tenantId: string, typed: string): Promise<KnownByEmail> {
  const email = typed.trim().toLowerCase();
  const login = await tx
    .selectFrom('login')
    .leftJoin('person', (join) => join.onRef('person.login_id', '=', 'login.id').on('person.tenant_id', '=', tenantId))
    .select(['login.id', 'person.id as person_id', 'person.left_at'])
    .where('login.email', '=', email)
    .executeTakeFirst();
  return {
    email,
    loginId: login?.id,
    personId: login?.person_id ?? undefined,
    hasLeft: login?.left_at != null,
  };
}

/** Looks an address up that somebody here is to sign in with. @returns PERSON_HERE_ALREADY or PERSON_HAS_LEFT where it is somebody's here */
export async function freeLogin(tx: Tx, tenantId: string, address: string): Promise<KnownByEmail | Refusal> {
  const known = await knownByEmail(tx, tenantId, address);
  if (known.personId === undefined) return known;
  const code = known.hasLeft ? 'PERSON_HAS_LEFT' : 'PERSON_HERE_ALREADY';
  return refuse(code, { field: '/email', facts: { personId: known.personId } });
}

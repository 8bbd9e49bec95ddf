import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Tx } from '../../../db/client';
import { refuse } from '../../domain/refusals/refusal';
import { defineCreation, tenantWide } from '../apply/definition';
import { freeLogin } from './login-of-address';

/** Somebody who works with the organisation: staff, panel, a group's member. Roles and connections come after. */
export interface AddPersonBody {
  readonly name: string;
  /** Where sign-in links go. One person may work with several organisations by one address. */
  readonly email: string;
  /** That they are none of those of the same name who were written down from papers. */
  readonly isSomebodyElse?: boolean | undefined;
}

/**
 * Adds a person by their address, whose login is found or made. Whoever was written down by the same name alone may be the same: it is said
 * whether they are, so that nobody is here twice, once with connections and once with a login.
 * @refusal PERSON_HERE_ALREADY, PERSON_HAS_LEFT, PERSON_KNOWN_BY_NAME
 */
export const addPerson = defineCreation<AddPersonBody, 'person'>(
  'person',
  'addPerson',
  async () => tenantWide,
  async ({ tx, tenantId, body, at }) => {
    const [login, alike] = await Promise.all([
      freeLogin(tx, tenantId, body.email),
      body.isSomebodyElse === true ? [] : knownByName(tx, tenantId, body.name),
    ]);
    if ('code' in login) return login;
    if (alike.length > 0) return refuse('PERSON_KNOWN_BY_NAME', { field: '/name', facts: { personIds: alike } });
    const { email } = login;
    // Of two that add one address at the same moment, the second breaks the unique key, is tried again, and finds it.
    const loginId = login.loginId ?? newId();
    return {
      to: 'known',
      create: { login_id: loginId, name: body.name, created_at: at },
      writes: login.loginId === undefined ? [tx.insertInto('login').values({ id: loginId, email }).compile()] : [],
    };
  },
);

/** As many as anybody would want to choose from. */
const alikeAtMost = 10;

/** Those who are known by this name and cannot sign in. */
async function knownByName(tx: Tx, tenantId: string, name: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('person')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where(sql`lower(name)`, '=', name.trim().toLowerCase())
    .where('login_id', 'is', null)
    .where('left_at', 'is', null)
    .orderBy('id')
    .limit(alikeAtMost)
    .execute();
  return rows.map(({ id }) => id);
}

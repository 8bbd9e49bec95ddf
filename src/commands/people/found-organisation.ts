import { CompiledQuery } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Database, Tx } from '../../../db/client';
import { newToken } from './access-token';

/** An organisation that is to run pots, and whoever lets the others in. */
export interface Founding {
  readonly name: string;
  /** Its short name in addresses: small letters, digits and hyphens, at most 41. */
  readonly slug: string;
  readonly administrator: { readonly name: string; readonly email: string };
}

/** A founded organisation. `token` lets its administrator in and is told this once; undefined when it was founded before. */
export interface Founded {
  readonly tenantId: string;
  readonly administratorId: string;
  readonly token?: string;
}

/**
 * Makes an organisation and its first administrator: what no command can, since nobody is there yet to give it. Run with the
 * migrator's login, who sees all tenants. Repeated with the same slug it changes nothing.
 */
export async function foundOrganisation(db: Database, founding: Founding): Promise<Founded> {
  return db.transaction().execute(async (tx) => {
    // One founding at a time, so that two with one slug, or one address, do not race.
    await tx.executeQuery(CompiledQuery.raw('lock table tenant in share row exclusive mode'));
    return (await findFounded(tx, founding)) ?? found(tx, founding);
  });
}

async function findFounded(tx: Tx, { slug }: Founding): Promise<Founded | undefined> {
  return tx
    .selectFrom('tenant')
    .innerJoin('role', 'role.tenant_id', 'tenant.id')
    .select(['tenant.id as tenantId', 'role.person_id as administratorId'])
    .where('tenant.slug', '=', slug)
    .where('role.name', '=', 'administrator')
    .orderBy('role.granted_at')
    .orderBy('role.id')
    .limit(1)
    .executeTakeFirst();
}

async function found(tx: Tx, { name, slug, administrator }: Founding): Promise<Founded> {
  const [tenantId, administratorId, loginId] = [newId(), newId(), newId()];
  const email = administrator.email.trim().toLowerCase();
  const { token, tokenHash } = newToken();
  await tx.insertInto('tenant').values({ id: tenantId, name, slug }).execute();
  const login = await tx
    .insertInto('login')
    .values({ id: loginId, email })
    .onConflict((conflict) => conflict.column('email').doUpdateSet({ email }))
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('person')
    .values({ tenant_id: tenantId, id: administratorId, login_id: login.id, name: administrator.name })
    .execute();
  await tx
    .insertInto('role')
    .values({ tenant_id: tenantId, id: newId(), person_id: administratorId, name: 'administrator' })
    .execute();
  await tx
    .insertInto('access_token')
    .values({
      tenant_id: tenantId,
      id: newId(),
      person_id: administratorId,
      token_hash: Buffer.from(tokenHash, 'base64url'),
      label: 'Made when the organisation was set up',
      scopes: ['read', 'write'],
    })
    .execute();
  return { tenantId, administratorId, token };
}

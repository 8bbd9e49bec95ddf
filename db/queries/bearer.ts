import { sql } from 'kysely';
import type { HeldRole } from '../../src/domain/lives/roles';
import type { Database } from '../client';
import { inTenant } from '../transaction';

/** Who a token speaks for, with the roles that the person holds now. */
export interface Bearer {
  readonly tenantId: string;
  readonly personId: string;
  readonly tokenId: string;
  /** Empty means everything that the person may do; `read` alone changes nothing. */
  readonly scopes: readonly string[];
  readonly roles: readonly HeldRole[];
  /** Whether its last use should be noted, which is done at most once a minute. */
  readonly noteUse: boolean;
}

/** Finds whom a token speaks for by its SHA-256, in one statement. Undefined for one that is unknown or revoked, or whose person has left. */
export async function findBearer(db: Database, tokenHash: Buffer): Promise<Bearer | undefined> {
  const { rows } = await sql<Bearer>`
    select b.tenant_id as "tenantId", b.person_id as "personId", b.token_id as "tokenId", b.scopes,
      b.last_used_at is null or b.last_used_at < app.now() - interval '1 minute' as "noteUse",
      (select coalesce(jsonb_agg(jsonb_build_object('name', r.name, 'potId', r.pot_id, 'partyId', r.party_id, 'ownLimitPence', r.own_limit_pence)), '[]'::jsonb)
       from role r where r.tenant_id = b.fenced and r.person_id = b.person_id and r.ended_at is null) as roles
    from (select t.*, set_config('app.tenant', t.tenant_id::text, true)::uuid as fenced from app.bearer(${tokenHash}) t offset 0) b
  `.execute(db);
  return rows[0];
}

/** Notes that a token was used. */
export async function noteTokenUse(
  db: Database,
  { tenantId, tokenId }: Pick<Bearer, 'tenantId' | 'tokenId'>,
): Promise<void> {
  await inTenant(db, tenantId, (tx) =>
    tx
      .updateTable('access_token')
      .set({ last_used_at: sql<string>`app.now()` })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', tokenId)
      .execute(),
  );
}

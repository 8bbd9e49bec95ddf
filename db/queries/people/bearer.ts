import { sql } from 'kysely';
import type { HeldRole } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { compiledOnce } from '../../compiled-once';
import { readUnfencedRow, type Check } from '../../read';
import { inTenant } from '../../transaction';

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

const statement = compiledOnce(['hash'], (db, { hash }) =>
  sql<Bearer>`
    select b.tenant_id as "tenantId", b.person_id as "personId", b.token_id as "tokenId", b.scopes,
      b.last_used_at is null or b.last_used_at < app.now() - interval '1 minute' as "noteUse",
      (select coalesce(json_agg(json_build_object('name', r.name, 'potId', r.pot_id, 'partyId', r.party_id, 'ownLimitPence', r.own_limit_pence) order by r.id), '[]'::json)
       from role r where r.tenant_id = b.fenced and r.person_id = b.person_id and r.ended_at is null) as roles
    from (select t.*, set_config('app.tenant', t.tenant_id::text, true)::uuid as fenced from app.bearer(${hash}) t offset 0) b
  `.compile(db),
);

/** Finds whom a token speaks for by its SHA-256, in one statement. Undefined for one that is unknown or revoked, or whose person has left. */
export function findBearer(db: Database, tokenHash: Buffer): Promise<Bearer | undefined> {
  return readUnfencedRow(db, statement(db, { hash: tokenHash }));
}

/** That a token still speaks for whom it spoke for, with the same roles, and that its use need not be noted; told when it is so. */
export function bearerCheck(db: Database, tokenHash: Buffer, bearer: Bearer, whenItIs: () => void): Check {
  const said = saidBefore.get(bearer) ?? sayingOf(bearer);
  saidBefore.set(bearer, said);
  return {
    query: statement(db, { hash: tokenHash }),
    holds: (row) => {
      const isSo = row !== undefined && !(row as Bearer).noteUse && sayingOf(row as Bearer) === said;
      if (isSo) whenItIs();
      return isSo;
    },
  };
}

/** Whoever asked before is asked about again and again. */
const saidBefore = new WeakMap<Bearer, string>();

const sayingOf = ({ tenantId, personId, tokenId, scopes, roles }: Bearer): string =>
  JSON.stringify([tenantId, personId, tokenId, scopes, roles]);

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

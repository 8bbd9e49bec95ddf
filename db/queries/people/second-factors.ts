import { sql } from 'kysely';
import type { Database } from '../../client';
import { readRow } from '../../read';
import type { Asker } from '../asker';
import { isThere } from '../is-there';

/** What somebody has set up to prove that it is them. */
export interface SecondFactors {
  readonly hasApp: boolean;
  readonly passkeys: number;
}

/** What a colleague has set up; undefined for whoever has no login. */
export function findSecondFactorsOf(db: Database, asker: Asker, personId: string): Promise<SecondFactors | undefined> {
  return readRow(
    db,
    asker,
    sql<SecondFactors>`
      select ${isThere(sql`second_factor f where f.login_id = p.login_id and f.secret_sealed is not null`)} as "hasApp",
        (select count(*)::int from passkey k where k.login_id = p.login_id) as passkeys
      from person p where p.tenant_id = ${asker.tenantId}::uuid and p.id = ${personId}::uuid and p.login_id is not null
    `.compile(db),
  );
}

import { sql } from 'kysely';
import type { Database } from '../../client';
import { readRows } from '../../read';
import { partiesOf, partyWithin, type Asker } from '../asker';

/** A grant whose money goes to a host. */
export interface Received {
  readonly id: string;
  readonly reference: string | null;
  readonly group: string;
  readonly pot: string;
  readonly stage: string;
  /** In pence; null until something is awarded. */
  readonly awardedPence: number | null;
  /** What was sent to the host so far, in pence. */
  readonly sentPence: number;
}

/** A host for which the asker acts, with what it receives for groups. */
export interface Receiving {
  readonly id: string;
  readonly name: string;
  /** Its newest account; null where none is known. */
  readonly account: { readonly accountName: string; readonly lastDigits: string } | null;
  /** Newest first, at most 50. */
  readonly grants: readonly Received[];
}

/** The hosts for which the asker acts, by name, and the grants that they receive the money of. None is asked about where the asker acts for nobody. */
export async function listReceiving(db: Database, asker: Asker): Promise<readonly Receiving[]> {
  const own = partiesOf(asker, ['applicant']);
  if (own.length === 0) return [];
  return readRows(
    db,
    asker,
    sql<Receiving>`
      select h.id, h.name,
        (select json_build_object('accountName', b.account_name, 'lastDigits', b.last_digits) from bank_account b
          where b.tenant_id = h.tenant_id and b.party_id = h.id order by b.version desc limit 1) as account,
        (select coalesce(json_agg(json_build_object('id', g.id, 'reference', g.reference, 'stage', g.stage,
            'group', (select p.name from party p where p.tenant_id = g.tenant_id and p.id = g.party_id),
            'pot', (select pot.name from pot where pot.tenant_id = g.tenant_id and pot.id = g.pot_id),
            'awardedPence', (select w.awarded_pence from award w where w.tenant_id = g.tenant_id and w.id = g.id),
            'sentPence', (select coalesce(sum(y.amount_pence), 0) from payment y
              where y.tenant_id = g.tenant_id and y.grant_id = g.id and y.payee_id = h.id and y.state in ('sent', 'settled'))) order by g.id desc), '[]'::json)
          from (select a.id, a.tenant_id, a.reference, a.stage, a.party_id, a.pot_id from application a
            where a.tenant_id = h.tenant_id and a.host_id = h.id order by a.id desc limit 50) g) as grants
      from party h
      where h.tenant_id = ${asker.tenantId}::uuid and h.kind = 'host' and ${partyWithin('h.id', own)}
      order by lower(h.name), h.id
    `.compile(db),
  );
}

import { sql } from 'kysely';
import type { ConnectionFacts } from '../../../src/domain/decision/connections';
import type { DutyDone } from '../../../src/domain/people/segregation';
import type { Database } from '../../client';
import { readRow } from '../../read';
import type { Asker } from '../asker';
import type { Named } from '../named';
import { connections, duties } from '../grants/standing-facts';

/** What decides whether somebody may authorise a purchase or match its invoice, what is left of its budget in pence, and who could look after it. */
export interface PurchaseAround {
  readonly earlier: readonly DutyDone[];
  readonly facts: ConnectionFacts;
  readonly leftPence: number;
  readonly couldOwn: readonly Named[];
}

/** What is around a purchase, for staff. */
export async function readPurchaseAround(
  db: Database,
  asker: Asker,
  purchase: {
    readonly id: string;
    readonly grantId: string;
    readonly potId: string;
    readonly providerId: string;
    readonly employerId: string;
  },
): Promise<PurchaseAround> {
  const { tenantId, personId } = asker;
  const { id, grantId, potId, providerId, employerId } = purchase;
  const row = await readRow(
    db,
    asker,
    sql<PurchaseAround>`
      select ${duties(tenantId, [id, grantId])} as earlier,
        ${connections(tenantId, { persons: [personId], parties: [providerId, employerId] })} as facts,
        coalesce((select sum(k.balance) from account k where k.tenant_id = ${tenantId}::uuid and k.grant_id = ${grantId}::uuid and k.kind = 'committed'), 0)::bigint as "leftPence",
        (select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name) order by lower(s.name)), '[]'::json) from person s
          where s.tenant_id = ${tenantId}::uuid and s.left_at is null and exists (select from role r where r.tenant_id = s.tenant_id and r.person_id = s.id
            and r.name in ('fund_manager', 'grants_officer') and r.ended_at is null and (r.pot_id is null or r.pot_id = ${potId}::uuid))) as "couldOwn"
    `.compile(db),
  );
  if (row === undefined) throw new Error('a select without a table gives one row');
  return row;
}

import { sql } from 'kysely';
import { cash } from '../../../src/domain/money/accounts';
import type { Pence } from '../../../src/domain/money/money';
import { staffRoles } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRow } from '../../read';
import { potsReached, potWithin, type Asker } from '../asker';

/** What stands before a payment in its pot's line for cash. */
export interface QueueAhead {
  /** In the pot's bank account. */
  readonly bankPence: Pence;
  /** How many payments that are not on hold wait longer, and what they come to. */
  readonly ahead: number;
  readonly aheadPence: Pence;
  readonly payeeId: string;
  /** The grant's group, and who receives money for it. */
  readonly partyId: string;
  readonly hostId: string | null;
}

/** What stands before a payment of a grant; undefined for one that is not within the reach of this member of staff. */
export function readQueueAhead(db: Database, asker: Asker, paymentId: string): Promise<QueueAhead | undefined> {
  return readRow(
    db,
    asker,
    sql<QueueAhead>`
      select coalesce((select b.balance from account b where b.tenant_id = p.tenant_id and b.code = ${cash.bank('').code} || p.pot_id::text), 0) as "bankPence",
        before.payments as ahead, before.pence as "aheadPence", p.payee_id as "payeeId", a.party_id as "partyId", a.host_id as "hostId"
      from payment p join application a on a.tenant_id = p.tenant_id and a.id = p.grant_id
      cross join lateral (
        select count(*)::int as payments, coalesce(sum(q.amount_pence), 0)::bigint as pence
        from payment q left join application h on h.tenant_id = q.tenant_id and h.id = q.grant_id
        where q.tenant_id = p.tenant_id and q.pot_id = p.pot_id and q.state = 'waiting_for_cash' and h.held_since is null
          and (q.due_at, q.scheduled_at, q.sequence) < (p.due_at, p.scheduled_at, p.sequence)
      ) before
      where p.tenant_id = ${asker.tenantId}::uuid and p.id = ${paymentId}::uuid and ${potWithin('p.pot_id', potsReached(asker, staffRoles))}
    `.compile(db),
  );
}

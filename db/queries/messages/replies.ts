import { sql } from 'kysely';
import type { HeldRole } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRow } from '../../read';

/** Whom a mail about a message went to, with what they may do now. */
export interface Replier {
  readonly grantId: string;
  readonly personId: string;
  /** The address that it went to; null for a login without one. */
  readonly email: string | null;
  readonly roles: readonly HeldRole[];
}

/** Mails about messages can be answered by mail for so long; after it, on the page. */
const answeredWithinDays = 180;

/** Who answers a mail; undefined for one that is about no message, is too old, or went to somebody who has left. */
export function findReplier(
  db: Database,
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<Replier | undefined> {
  return readRow(
    db,
    { tenantId },
    sql<Replier>`
      select o.subject_id as "grantId", p.id as "personId", login.email,
        (select coalesce(json_agg(json_build_object('name', r.name, 'potId', r.pot_id, 'partyId', r.party_id, 'ownLimitPence', r.own_limit_pence) order by r.id), '[]'::json)
          from role r where r.tenant_id = p.tenant_id and r.person_id = p.id and r.ended_at is null) as roles
      from outbox o join person p on p.tenant_id = o.tenant_id and p.id = o.person_id left join login on login.id = p.login_id
      where o.tenant_id = ${tenantId}::uuid and o.id = ${id}::uuid and o.subject_type = 'grant' and o.template in ('message-for-group', 'message-for-staff')
        and o.created_at > app.now() - make_interval(days => ${sql.lit(answeredWithinDays)}) and p.left_at is null
    `.compile(db),
  );
}

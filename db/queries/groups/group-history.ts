import { sql } from 'kysely';
import type { CalendarDate, Instant } from '../../../src/domain/calendar/calendar';
import type { GrantStage } from '../../../src/domain/lives/grant-life';
import { staffRoles } from '../../../src/domain/lives/roles';
import type { CheckKind } from '../../../src/domain/policy/policy';
import type { Database } from '../../client';
import { readRow } from '../../read';
import { potsReached, potWithin, type Asker } from '../asker';
import { openToStaff } from '../grants/grants';
import { iso, isoOrNull } from '../instants';
import { nameOf, type Named } from '../named';

/** What is known of a group besides its own record, for staff: its checks, its applications, what it was paid. Sums in pence. */
export interface GroupHistory {
  readonly checks: readonly {
    readonly kind: CheckKind;
    readonly passed: boolean;
    readonly checkedOn: CalendarDate;
    readonly expiresOn: CalendarDate;
    readonly checkedBy: Named;
  }[];
  /** The newest hundred. */
  readonly applications: readonly {
    readonly id: string;
    readonly reference: string | null;
    readonly stage: GrantStage;
    readonly onHold: boolean;
    readonly pot: Named;
    readonly askedPence: number | null;
    readonly awardedPence: number | null;
    readonly submittedAt: Instant | null;
    readonly reportOverdueSince: Instant | null;
  }[];
  /** Settled within the last twelve months. */
  readonly paidPence: number;
}

/** A group's history, of the pots that the asker reaches as staff; undefined for one that is not there. */
export function readGroupHistory(db: Database, asker: Asker, partyId: string): Promise<GroupHistory | undefined> {
  const { tenantId } = asker;
  const reached = sql`${openToStaff} and ${potWithin('a.pot_id', potsReached(asker, staffRoles))}`;
  return readRow(
    db,
    asker,
    sql<GroupHistory>`
      select
        (select coalesce(json_agg(json_build_object('kind', k.kind, 'passed', k.passed, 'checkedOn', k.checked_on, 'expiresOn', k.expires_on,
            'checkedBy', ${nameOf('person', 'k.checked_by')}) order by k.kind), '[]'::json)
          from (select distinct on (c.kind) c.* from party_check c where c.tenant_id = g.tenant_id and c.party_id = g.id
            order by c.kind, c.checked_on desc, c.id desc) k) as checks,
        (select coalesce(json_agg(json_build_object('id', a.id, 'reference', a.reference, 'stage', a.stage, 'onHold', a.held_since is not null,
            'pot', ${nameOf('pot', 'a.pot_id')}, 'askedPence', a.asked_pence, 'awardedPence', v.awarded_pence, 'submittedAt', ${isoOrNull('a.submitted_at')},
            'reportOverdueSince', case when r.state = 'overdue' then ${iso('r.due_at')} end) order by a.created_at desc), '[]'::json)
          from (select a.* from application a where a.tenant_id = g.tenant_id and a.party_id = g.id and ${reached}
            order by a.created_at desc, a.id desc limit 100) a
            left join award v on v.tenant_id = a.tenant_id and v.id = a.id
            left join report r on r.tenant_id = a.tenant_id and r.grant_id = a.id) as applications,
        (select coalesce(sum(y.amount_pence), 0)::bigint from award v
            join payment y on y.tenant_id = v.tenant_id and y.grant_id = v.id and y.payee_id = g.id and y.state = 'settled'
            join settlement s on s.tenant_id = y.tenant_id and s.payment_id = y.id and s.attempt = y.attempt and s.outcome = 'settled'
          where v.tenant_id = g.tenant_id and v.party_id = g.id and s.on_day > (app.now() at time zone 'Europe/London')::date - interval '12 months') as "paidPence"
      from party g where g.tenant_id = ${tenantId}::uuid and g.id = ${partyId}::uuid
    `.compile(db),
  );
}

import type { Instant } from '../../domain/calendar/calendar';
import type { ReportState } from '../../domain/award/report';
import type { GrantContext } from './grant-context';

/** Where the report of a grant stands. */
export interface ReportStanding {
  readonly state: ReportState;
  /** Null while it is counted from a last payment that was not made yet. */
  readonly dueAt: Instant | null;
  readonly wasSubmitted: boolean;
  /** What the group says it spent; null before it has said so. */
  readonly spentPence: number | null;
}

/** Reads where the report stands. The grant, which is locked, has one from its acceptance on. */
export async function readReport({ tx, tenantId, subjectId }: GrantContext): Promise<ReportStanding> {
  const row = await tx
    .selectFrom('report')
    .select(['state', 'due_at', 'submitted_at', 'spent_pence'])
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', subjectId)
    .executeTakeFirstOrThrow();
  return {
    state: row.state as ReportStanding['state'],
    dueAt: row.due_at as Instant | null,
    wasSubmitted: row.submitted_at !== null,
    spentPence: row.spent_pence,
  };
}

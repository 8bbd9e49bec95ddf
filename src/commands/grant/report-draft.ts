import { sql } from 'kysely';
import type { Database, Tx } from '../../../db/client';
import { jsonb } from '../../../db/json';
import { inTenant } from '../../../db/transaction';
import { rolesReaching, type HeldRole, type Role } from '../../domain/lives/roles';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import type { ReportDraft } from '../../domain/award/report-draft';

/** Who writes the report of a grant: its group, or the budget holder who bought from it. */
export const reportWriters: readonly Role[] = ['applicant', 'budget_holder'];

interface Writer {
  readonly tenantId: string;
  readonly personId: string;
  readonly roles: readonly HeldRole[];
}

/** What came of saving: refused also where somebody saved other answers to the same questions meanwhile. */
export type SavedReport = { readonly draft: ReportDraft } | Refusal | 'changed meanwhile' | undefined;

/**
 * Saves some answers of a report that is being written, and leaves the others as they are. With `seen`, nothing is saved when the answers
 * are no longer those that the writer saw. No command: a draft has no life.
 * @returns the draft as it then is, or undefined for a grant that is not the writer's; refused with TRANSITION_NOT_ALLOWED, REPORT_HANDED_IN
 */
export async function saveReportDraft(
  db: Database,
  { tenantId, personId, roles }: Writer,
  grantId: string,
  answers: ReportDraft,
  seen?: ReportDraft,
): Promise<SavedReport> {
  return inTenant(db, tenantId, async (tx) => {
    const grant = await tx
      .selectFrom('application')
      .leftJoin('report', (join) =>
        join.onRef('report.tenant_id', '=', 'application.tenant_id').onRef('report.grant_id', '=', 'application.id'),
      )
      .select(['application.stage', 'application.pot_id', 'application.party_id', 'report.state'])
      .where('application.tenant_id', '=', tenantId)
      .where('application.id', '=', grantId)
      .executeTakeFirst();
    const scope = { applicant: grant?.party_id ?? '', budget_holder: grant?.party_id ?? '' };
    const held = grant === undefined ? [] : rolesReaching(roles, { potId: grant.pot_id, parties: scope });
    if (grant === undefined || !held.some(({ name }) => reportWriters.includes(name))) return undefined;
    if (grant.stage !== 'active')
      return refuse('TRANSITION_NOT_ALLOWED', {
        facts: { subject: 'grant', state: grant.stage, command: 'saveReportDraft', allowed: [] },
      });
    if (grant.state === 'submitted') return refuse('REPORT_HANDED_IN');

    const now = await lockedDraft(tx, tenantId, grantId, personId);
    if (seen !== undefined && !isSameAnswers(now, seen)) return 'changed meanwhile';
    const draft = { ...now, ...answers };
    await tx
      .updateTable('report_draft')
      .set({ content: jsonb(draft), changed_by: personId, changed_at: sql`app.now()` })
      .where('tenant_id', '=', tenantId)
      .where('grant_id', '=', grantId)
      .execute();
    return { draft };
  });
}

/** The draft, which nobody else saves until this is done. */
async function lockedDraft(tx: Tx, tenantId: string, grantId: string, personId: string): Promise<ReportDraft> {
  await sql`insert into report_draft (tenant_id, grant_id, content, changed_by, changed_at)
    values (${tenantId}::uuid, ${grantId}::uuid,
      '{}'::jsonb, ${personId}::uuid, app.now()) on conflict do nothing`.execute(tx);
  const row = await tx
    .selectFrom('report_draft')
    .select('content')
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', grantId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return row.content as ReportDraft;
}

/** Whether the answers that somebody saw are still those that are kept; a draft that is only now begun holds none. */
function isSameAnswers(now: ReportDraft, seen: ReportDraft): boolean {
  return (Object.keys(seen) as (keyof ReportDraft)[]).every(
    (name) => now[name] === undefined || inOrder(now[name]) === inOrder(seen[name]),
  );
}

/** As JSON whose keys stand in the alphabet's order, as jsonb does not keep them. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );

import { sql } from 'kysely';
import type { ReportDraft } from '../../../src/domain/award/report-draft';
import type { Database } from '../../client';
import { readRow } from '../../read';
import { partiesOf, partyWithin, type Asker } from '../asker';

/** A report that is being written, for those who write it; empty where nobody has begun one, undefined for everybody else. */
export async function findReportDraft(db: Database, asker: Asker, grantId: string): Promise<ReportDraft | undefined> {
  const row = await readRow(
    db,
    asker,
    sql<{ content: ReportDraft }>`
      select coalesce(d.content, '{}'::jsonb) as content
      from application a left join report_draft d on d.tenant_id = a.tenant_id and d.grant_id = a.id
      where a.tenant_id = ${asker.tenantId}::uuid and a.id = ${grantId}::uuid
        and ${partyWithin('a.party_id', partiesOf(asker, ['applicant', 'budget_holder']))}
    `.compile(db),
  );
  return row?.content;
}

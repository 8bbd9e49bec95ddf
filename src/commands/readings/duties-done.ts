import { sql, type RawBuilder } from 'kysely';
import type { DutyDone } from '../../domain/segregation';

/**
 * What segregation of duties looks at, who did what on some subjects, as one value, to be read in a statement with others. Only names
 * of the table of duties are ever written. The subjects by their ids, or as an array in SQL.
 */
export function duties(
  tenantId: string,
  subjectIds: readonly string[] | RawBuilder<unknown>,
): RawBuilder<readonly DutyDone[]> {
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_object('duty', d.duty, 'personId', d.person_id)), '[]')
    from duty d where d.tenant_id = ${tenantId} and d.subject_id = any(${subjectIds}::uuid[]))`;
}

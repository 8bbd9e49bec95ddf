import type { CompiledQuery, Updateable } from 'kysely';
import type { Report } from '../../../db/types';
import type { GrantContext } from './grant-context';

/** The update of a grant's report row. */
export function updateReport({ tx, tenantId, subjectId }: GrantContext, set: Updateable<Report>): CompiledQuery {
  return tx
    .updateTable('report')
    .set(set)
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', subjectId)
    .compile();
}

import type { CompiledQuery, Updateable } from 'kysely';
import type { Award } from '../../../db/types';
import type { GrantContext } from './grant-context';

/** The update of a grant's award row. */
export function updateAward({ tx, tenantId, subjectId }: GrantContext, set: Updateable<Award>): CompiledQuery {
  return tx.updateTable('award').set(set).where('tenant_id', '=', tenantId).where('id', '=', subjectId).compile();
}

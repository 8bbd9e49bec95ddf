import { sql } from 'kysely';
import { staffRoles } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRow } from '../../read';
import { potsReached, type Asker } from '../asker';

/** What came of a command, as it is stored. */
export interface StoredOutcome {
  readonly status: 'applied' | 'refused' | 'failed';
  readonly refusal?: Readonly<Record<string, unknown>> & { readonly code: string; readonly detail: string };
  readonly result?: Readonly<Record<string, unknown>>;
}

/** One command: what was asked for, and what came of it. For who sent it, and for staff of the whole organisation. */
export async function findCommand(db: Database, asker: Asker, id: string) {
  const isStaff = potsReached(asker, staffRoles).all;
  const query = db
    .selectFrom('command as c')
    .select([
      'c.id',
      'c.type',
      'c.subject_type as subjectType',
      'c.subject_id as subjectId',
      sql<'stored' | 'applied' | 'refused' | 'failed'>`c.status`.as('status'),
      sql<StoredOutcome | null>`c.outcome`.as('outcome'),
      'c.received_at as receivedAt',
      'c.applied_at as appliedAt',
      'c.actor_id as actorId',
      'c.attempts',
    ])
    .where('c.tenant_id', '=', asker.tenantId)
    .where('c.id', '=', id);
  const own = isStaff ? query : query.where('c.actor_id', '=', asker.personId);
  return readRow(db, asker, own.compile());
}

import { sql, type RawBuilder } from 'kysely';
import type { ViewList } from '../../../src/domain/lists/saved-views';
import type { Database } from '../../client';
import { readRows } from '../../read';
import type { Asker } from '../asker';

/** A named filter of a list. */
export interface SavedView {
  readonly id: string;
  readonly list: ViewList;
  readonly name: string;
  /** As the list's address has it. */
  readonly filters: string;
  readonly isShared: boolean;
  readonly personId: string;
  /** Who saved it. */
  readonly by: string;
}

/** In SQL: the views that somebody is offered, of one list or of all: their own, then what colleagues share, by name. */
export function viewsFor({ tenantId, personId }: Asker, list?: ViewList): RawBuilder<SavedView> {
  return sql<SavedView>`
    select v.id, v.list, v.name, v.filters, v.is_shared as "isShared", v.person_id as "personId",
      (select p.name from person p where p.tenant_id = v.tenant_id and p.id = v.person_id) as by
    from saved_view v
    where v.tenant_id = ${tenantId}::uuid and (v.person_id = ${personId}::uuid or v.is_shared)
      ${list === undefined ? sql`` : sql`and v.list = ${list}`}
    order by v.list, v.person_id <> ${personId}::uuid, lower(v.name), v.id limit 100`;
}

/** The views that a member of staff is offered: their own, and what colleagues share. */
export function listViews(db: Database, asker: Asker, list?: ViewList): Promise<readonly SavedView[]> {
  return readRows(db, asker, viewsFor(asker, list).compile(db));
}

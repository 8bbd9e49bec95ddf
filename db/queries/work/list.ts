import { sql } from 'kysely';
import type { Database } from '../../client';
import { readRows } from '../../read';
import type { Asker } from '../asker';
import { nameIn, nameInAny, type Named } from '../named';
import { oneMoreThan, type Page, pageByPlace, placeOf } from '../paging';
import type { WorkFilters, WorkItem } from './kinds';
import { waiting } from './waiting';

interface Row extends Omit<WorkItem, 'subject' | 'party' | 'pot' | 'owner'> {
  readonly subject_type: WorkItem['subject']['type'];
  readonly subject_id: string;
  readonly pot_id: string;
  readonly pot_name: string;
  readonly party_id: string | null;
  readonly party_name: string | null;
  readonly owner_id: string | null;
  readonly owner_name: string | null;
}

const namedOrNot = (id: string | null, name: string | null): Named | null =>
  id === null || name === null ? null : { id, name };

/** What waits for staff, the oldest promise first. */
export async function listWork(
  db: Database,
  asker: Asker,
  filters: WorkFilters,
  wanted: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<WorkItem>> {
  const after = wanted.cursor === undefined ? undefined : placeOf(wanted.cursor);
  const limit = oneMoreThan(wanted.limit);
  const rows = await readRows(
    db,
    asker,
    sql<Row>`
      with page as (select * from (${waiting(asker, filters, limit, after)}) w order by w.due, w.id limit ${limit})
      select w.id, w.what, w.subject_type, w.subject_id, w.due as "dueAt", w.promised, w.grant_id as "grantId", w.pot_id, ${nameIn('pot', 'x.pot_id')} as pot_name,
        w.party_id, ${nameInAny('party', 'x.party_id')} as party_name, w.owner_id, ${nameInAny('person', 'x.owner_id')} as owner_name,
        coalesce((select a.reference from application a where a.tenant_id = x.tenant_id and a.id = w.grant_id),
          (select u.name from payment_run u where u.tenant_id = x.tenant_id and u.id = w.subject_id)) as reference,
        case when w.subject_type = 'meeting' then (select m.place from meeting m where m.tenant_id = x.tenant_id and m.id = w.subject_id and not m.online) end as place, app.now() as now
      from page w cross join lateral (select ${asker.tenantId}::uuid as tenant_id, w.pot_id, w.party_id, w.owner_id) x
      order by w.due, w.id
    `.compile(db),
  );
  const items = rows.map((row): WorkItem => ({
    id: row.id,
    what: row.what,
    subject: { type: row.subject_type, id: row.subject_id },
    reference: row.reference,
    grantId: row.grantId,
    party: namedOrNot(row.party_id, row.party_name),
    pot: { id: row.pot_id, name: row.pot_name },
    place: row.place,
    owner: namedOrNot(row.owner_id, row.owner_name),
    dueAt: row.dueAt,
    promised: row.promised,
    now: row.now,
  }));
  return pageByPlace(items, wanted.limit, ({ dueAt, id }) => ({ at: dueAt, id }));
}

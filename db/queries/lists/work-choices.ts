import { sql } from 'kysely';
import type { Beginnings } from '../../../src/domain/organisation/first-steps';
import { staffRoles } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRow } from '../../read';
import { potsReached, potWithin, type Asker } from '../asker';
import { beginningsFor } from '../grants/beginnings';
import type { Named } from '../named';
import { viewsFor, type SavedView } from './saved-views';

/** What the list of work can be narrowed by, and what is still to be done before there is any. */
export interface WorkChoices {
  /** The staff of the organisation, by name. */
  readonly colleagues: readonly Named[];
  /** The pots within reach, by name. */
  readonly pots: readonly Named[];
  readonly views: readonly SavedView[];
  /** Of an organisation that has awarded nothing yet, for whoever gets it going; otherwise null. */
  readonly beginnings: Beginnings | null;
}

const atMost = 200;

/** What the list of work can be narrowed by, for a member of staff; in one round trip. */
export async function readWorkChoices(db: Database, asker: Asker): Promise<WorkChoices> {
  const { tenantId } = asker;
  const row = await readRow(
    db,
    asker,
    sql<WorkChoices>`
      select
        (select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name)), '[]'::json) from (
          select p.id, p.name from person p where p.tenant_id = ${tenantId}::uuid and p.left_at is null and p.id in (
            select r.person_id from role r where r.tenant_id = ${tenantId}::uuid and r.ended_at is null and r.name = any(${[...staffRoles]}::text[]))
          order by lower(p.name), p.id limit ${sql.lit(atMost)}) c) as colleagues,
        (select coalesce(json_agg(json_build_object('id', o.id, 'name', o.name)), '[]'::json) from (
          select pot.id, pot.name from pot where pot.tenant_id = ${tenantId}::uuid and ${potWithin('pot.id', potsReached(asker, staffRoles))}
          order by lower(pot.name), pot.id limit ${sql.lit(atMost)}) o) as pots,
        (select coalesce(json_agg(v), '[]'::json) from (${viewsFor(asker, 'work')}) v) as views,
        ${beginningsFor(asker)} as beginnings
    `.compile(db),
  );
  return row ?? { colleagues: [], pots: [], views: [], beginnings: null };
}

import { sql, type RawBuilder } from 'kysely';
import { seesFirstSteps, type Beginnings } from '../../../src/domain/organisation/first-steps';
import type { Asker } from '../asker';

/** What of a new organisation is there already, as JSON for a statement that reads other things too; null once it has awarded something, and for whom it is nothing to do. */
export function beginningsFor(asker: Asker): RawBuilder<Beginnings | null> {
  if (!seesFirstSteps(asker.roles)) return sql<Beginnings | null>`null::json`;
  const of = sql`tenant_id = ${asker.tenantId}::uuid`;
  return sql<Beginnings | null>`
    (select case when exists (select from award where ${of}) then null else json_build_object(
      /* What was switched is no look. */
      'looked', exists (select from organisation where ${of} and version > 1 + (select count(*) from event e where e.tenant_id = organisation.tenant_id
        and e.subject_type = 'organisation' and e.subject_id = organisation.id and e.type = 'switch_changed')),
      'held', (select coalesce(json_agg(distinct r.name), '[]'::json) from role r where r.tenant_id = ${asker.tenantId}::uuid and r.ended_at is null),
      'hasFunder', exists (select from party where ${of} and kind = 'funder'),
      'fundId', (select id from fund where ${of} and state = 'open' order by id limit 1),
      'potId', (select id from pot where ${of} and state = 'open' order by id limit 1),
      'published', exists (select from pot where ${of} and policy_version > 1),
      'expected', exists (select from instalment where ${of}),
      'hasMeeting', exists (select from meeting where ${of})) end)
  `;
}

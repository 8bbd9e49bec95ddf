import { sql, type Kysely } from 'kysely';

/** What figures are counted from, for what was written before it was kept. Writers go on: what they write meanwhile is kept by the triggers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into application_reach
      select a.tenant_id, a.pot_id, a.id, btrim(coalesce(c.content ->> 'area', '')), app.whole_number_of(c.content -> 'peopleHelped')
      from application_content c join application a on a.tenant_id = c.tenant_id and a.id = c.application_id
      on conflict do nothing;
    insert into reported_output
      select a.tenant_id, a.pot_id, a.id, o.activity, o.unit, o.target, o.achieved
      from report_content r join application a on a.tenant_id = r.tenant_id and a.id = r.grant_id
        left join application_content c on c.tenant_id = a.tenant_id and c.application_id = a.id, app.outputs_of(r.content, c.content) o
      on conflict do nothing;
  `.execute(db);
}

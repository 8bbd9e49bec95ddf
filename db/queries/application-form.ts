import { sql } from 'kysely';
import type { ApplicationDraft } from '../../src/domain/application-draft';
import type { Instant } from '../../src/domain/calendar';
import type { Deadline } from '../../src/domain/deadlines';
import type { GrantStage } from '../../src/domain/lives/grant-life';
import { rolesReaching } from '../../src/domain/lives/roles';
import type { Policy } from '../../src/domain/policy';
import type { Database } from '../client';
import { readRow } from '../read';
import type { Asker } from './asker';
import type { Named } from './named';

/** An application as whoever writes it sees it: what it holds, and what its pot asks. */
export interface ApplicationForm {
  readonly id: string;
  readonly stage: GrantStage;
  readonly version: number;
  readonly pot: Named;
  readonly party: Named;
  readonly policy: Policy;
  readonly content: ApplicationDraft;
  /** When the pot's open round takes no more applications; null where it takes them at any time, or none is open. */
  readonly closesAt: Instant | null;
  readonly deadlines: readonly Deadline[];
  /** The officer who helps to write it. */
  readonly helper: Named | null;
  readonly follows: string | null;
  readonly now: Instant;
}

/** An application for those who may write it while it is a draft: who acts for its group, and officers of its pot. Undefined for others. */
export async function findApplicationForm(
  db: Database,
  asker: Asker,
  id: string,
): Promise<ApplicationForm | undefined> {
  const form = await readRow(
    db,
    asker,
    sql<ApplicationForm>`
      select a.id, a.stage, a.version, a.deadlines, a.follows_id as follows, app.now() as now, policy.body as policy,
        json_build_object('id', pot.id, 'name', pot.name) as pot, json_build_object('id', party.id, 'name', party.name) as party,
        coalesce(c.content, '{}'::jsonb) as content,
        (select json_build_object('id', p.id, 'name', p.name) from person p where p.tenant_id = a.tenant_id and p.id = a.helped_by) as helper,
        case when policy.body ->> 'intake' = 'window' then (
          select min(o.closes_at) from round o where o.tenant_id = a.tenant_id and o.pot_id = a.pot_id and o.state = 'open') end as "closesAt"
      from application a
      join pot on pot.tenant_id = a.tenant_id and pot.id = a.pot_id
      join party on party.tenant_id = a.tenant_id and party.id = a.party_id
      join policy on policy.tenant_id = a.tenant_id and policy.pot_id = a.pot_id and policy.version = coalesce(a.policy_version, pot.policy_version)
      left join application_content c on c.tenant_id = a.tenant_id and c.application_id = a.id
      where a.tenant_id = ${asker.tenantId}::uuid and a.id = ${id}::uuid
    `.compile(db),
  );
  if (form === undefined) return undefined;
  const scope = { potId: form.pot.id, parties: { applicant: form.party.id } };
  const mayWrite = rolesReaching(asker.roles, scope).some(({ name }) => ['applicant', 'grants_officer'].includes(name));
  return mayWrite ? form : undefined;
}

import { sql } from 'kysely';
import type { ApplicationDraft } from '../../../src/domain/application/application-draft';
import type { Policy } from '../../../src/domain/policy/policy';
import type { Database } from '../../client';
import { readRow } from '../../read';

/** What an officer wrote down for a group: what it holds, what its pot asked, and the files that are answers. */
export interface WrittenDown {
  readonly content: ApplicationDraft;
  readonly policy: Policy;
  readonly files: readonly { readonly about: string | null; readonly name: string }[];
}

/**
 * What somebody is asked to confirm as their group's own, for whoever has the link: while they are asked, and no longer. Undefined for any
 * other confirmation.
 */
export function findWrittenDown(
  db: Database,
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<WrittenDown | undefined> {
  return readRow(
    db,
    { tenantId },
    sql<WrittenDown>`
      select c.content, policy.body as policy, coalesce((
        select json_agg(json_build_object('about', f.about, 'name', f.name) order by f.uploaded_at) from file f
        where f.tenant_id = a.tenant_id and f.grant_id = a.id and f.purpose = 'answer' and f.removed_at is null), '[]'::json) as files
      from confirmation k
        join application a on a.tenant_id = k.tenant_id and a.id = k.grant_id
        join application_content c on c.tenant_id = a.tenant_id and c.application_id = a.id
        join pot on pot.tenant_id = a.tenant_id and pot.id = a.pot_id
        join policy on policy.tenant_id = a.tenant_id and policy.pot_id = a.pot_id and policy.version = coalesce(a.policy_version, pot.policy_version)
      where k.tenant_id = ${tenantId}::uuid and k.id = ${id}::uuid and k.kind = 'application' and k.state = 'asked' and not a.final
    `.compile(db),
  );
}

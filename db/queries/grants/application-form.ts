import { sql } from 'kysely';
import type { ApplicationDraft } from '../../../src/domain/application/application-draft';
import type { Instant } from '../../../src/domain/calendar/calendar';
import type { Deadline } from '../../../src/domain/calendar/deadlines';
import type { GrantStage } from '../../../src/domain/lives/grant-life';
import { isOpenToStaff } from '../../../src/domain/application/draft-feedback';
import { rolesReaching, staffRoles, type Role } from '../../../src/domain/lives/roles';
import type { Policy } from '../../../src/domain/policy/policy';
import type { Database } from '../../client';
import { readRow } from '../../read';
import type { Asker } from '../asker';
import { cappingAwards, type CappingAward } from './capping-awards';
import { iso, isoOrNull } from '../instants';
import type { Named } from '../named';

/** An application as whoever writes it sees it: what it holds, and what its pot asks. */
export interface ApplicationForm {
  readonly id: string;
  readonly stage: GrantStage;
  readonly version: number;
  readonly pot: Named;
  readonly party: Named;
  readonly policy: Policy;
  readonly content: ApplicationDraft;
  /** All that its group was ever awarded: what is left under its cap can be asked for. */
  readonly awards: readonly CappingAward[];
  /** When the pot's open round takes no more applications; null where it takes them at any time, or none is open. */
  readonly closesAt: Instant | null;
  readonly deadlines: readonly Deadline[];
  /** The officer who helps to write it. */
  readonly helper: Named | null;
  readonly follows: string | null;
  /** Since when its group shares it with staff. */
  readonly sharedAt: Instant | null;
  /** By when an officer comments on it; null where nobody waits for that. */
  readonly feedbackBy: Instant | null;
  /** What officers said of it, the first one first. */
  readonly comments: readonly DraftComment[];
  readonly now: Instant;
}

/** What an officer said of one answer of a draft. */
export interface DraftComment {
  readonly id: string;
  /** The answer, as a pointer into the application; empty for all of it. */
  readonly about: string;
  /** Null once the words were erased. */
  readonly text: string | null;
  readonly writtenBy: Named;
  readonly writtenAt: Instant;
  /** When the group said that it has dealt with it. */
  readonly settledAt: Instant | null;
}

/** In SQL: the comments on the draft `a`. */
const comments = sql`(
  select coalesce(json_agg(json_build_object('id', d.id, 'about', d.about, 'text', t.text, 'writtenBy', json_build_object('id', p.id, 'name', p.name),
    'writtenAt', ${iso('d.written_at')}, 'settledAt', ${isoOrNull('d.settled_at')}) order by d.sequence), '[]'::json)
  from draft_comment d join person p on p.tenant_id = d.tenant_id and p.id = d.written_by
  left join draft_comment_text t on t.tenant_id = d.tenant_id and t.comment_id = d.id
  where d.tenant_id = a.tenant_id and d.grant_id = a.id)`;

/** An application for those who may write it while it is a draft: who acts for its group, and officers of its pot where one helps. Undefined for others. */
export async function findApplicationForm(
  db: Database,
  asker: Asker,
  id: string,
): Promise<ApplicationForm | undefined> {
  const form = await readForm(db, asker, id);
  if (form === undefined) return undefined;
  const names = rolesOn(form, asker);
  const helps = form.stage !== 'draft' || form.helper !== null;
  return names.includes('applicant') || (helps && names.includes('grants_officer')) ? form : undefined;
}

/** An application with what was said of its draft: for its group, and for staff, but for a draft that they are neither shown nor help to write. */
export async function findSharedDraft(db: Database, asker: Asker, id: string): Promise<ApplicationForm | undefined> {
  const form = await readForm(db, asker, id);
  if (form === undefined) return undefined;
  const names = rolesOn(form, asker);
  if (names.includes('applicant')) return form;
  const isOpen =
    form.stage !== 'draft' || isOpenToStaff({ helpedBy: form.helper?.id ?? null, sharedAt: form.sharedAt });
  return isOpen && names.some((name) => staffRoles.includes(name)) ? form : undefined;
}

const rolesOn = ({ pot, party }: ApplicationForm, { roles }: Asker): readonly Role[] =>
  rolesReaching(roles, { potId: pot.id, parties: { applicant: party.id } }).map(({ name }) => name);

function readForm(db: Database, asker: Asker, id: string): Promise<ApplicationForm | undefined> {
  return readRow(
    db,
    asker,
    sql<ApplicationForm>`
      select a.id, a.stage, a.version, a.deadlines, a.follows_id as follows, a.shared_at as "sharedAt", a.feedback_by as "feedbackBy",
        ${comments} as comments, app.now() as now, policy.body as policy,
        json_build_object('id', pot.id, 'name', pot.name) as pot, json_build_object('id', party.id, 'name', party.name) as party,
        coalesce(c.content, '{}'::jsonb) as content, ${cappingAwards(sql`a.tenant_id`, sql`a.party_id`)} as awards,
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
}

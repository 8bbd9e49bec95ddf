import { sql } from 'kysely';
import { type Closeness, readings } from '../../../src/domain/people/reading';
import type { Instant } from '../../../src/domain/calendar/calendar';
import type { Database } from '../../client';
import { readRow } from '../../read';
import type { Asker } from '../asker';

/** Somebody who put their name to something, and when. */
export interface SignedBy {
  /** Null for who is told of no person. */
  readonly name: string | null;
  readonly at: Instant;
}

/** A letter that was mailed to the people of a group: one, however many of them it went to. */
export interface LetterSent {
  readonly template: string;
  readonly sentAt: Instant;
  readonly to: readonly string[];
}

/** What there is on paper about a grant besides files: who sent the application, who signed the agreement, which letters went out. */
export interface GrantDocuments {
  readonly submittedBy: SignedBy | null;
  readonly signed: readonly SignedBy[];
  /** When the offer was made, which is our side of the agreement; null where nothing was awarded. */
  readonly offeredAt: Instant | null;
  readonly offeredBy: string | null;
  /** Whether the agreement can be read: an offer that nobody took, or a text that was erased, leaves none. */
  readonly hasAgreement: boolean;
  readonly letters: readonly LetterSent[];
}

const at = (column: string) => sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What there is as it is told to who is this close to the grant: a funder reads no paper with signatures, and no letters. */
export function documentsTold(documents: GrantDocuments, closeness: Closeness): GrantDocuments {
  const { people, correspondence } = readings[closeness];
  const { submittedBy } = documents;
  return {
    ...documents,
    submittedBy: submittedBy === null || people ? submittedBy : { ...submittedBy, name: null },
    ...(correspondence ? {} : { signed: [], hasAgreement: false, letters: [] }),
  };
}

/** Reads them for whoever may read the grant, which is asked before. */
export async function readGrantDocuments(
  db: Database,
  asker: Asker,
  grantId: string,
  templates: readonly string[],
): Promise<GrantDocuments> {
  const found = await readRow(
    db,
    asker,
    sql<GrantDocuments>`
      select
        (select json_build_object('name', p.name, 'at', ${at('e.at')}) from event e join person p on p.tenant_id = e.tenant_id and p.id = e.actor_id
          where e.tenant_id = a.tenant_id and e.grant_id = a.id and e.type = 'application_submitted' order by e.sequence desc limit 1) as "submittedBy",
        (select coalesce(json_agg(json_build_object('name', p.name, 'at', ${at('s.accepted_at')}) order by s.accepted_at, p.id), '[]'::json)
          from acceptance s join person p on p.tenant_id = s.tenant_id and p.id = s.person_id
          where s.tenant_id = a.tenant_id and s.grant_id = a.id) as signed,
        w.offered_at as "offeredAt", tenant.name as "offeredBy",
        coalesce(case when g.grant_id is null then a.stage = 'offered' and not w.needs_new_budget else t.document is not null end, false) as "hasAgreement",
        (select coalesce(json_agg(json_build_object('template', l.template, 'sentAt', ${at('l.sent_at')}, 'to', l.people) order by l.sent_at), '[]'::json)
          from (select o.template, min(o.sent_at) as sent_at, json_agg(distinct p.name) as people from outbox o
            join person p on p.tenant_id = o.tenant_id and p.id = o.person_id
            where o.tenant_id = a.tenant_id and o.subject_id = a.id and o.sent_at is not null and o.template = any(${templates}::text[])
              and exists (select from role r where r.tenant_id = o.tenant_id and r.person_id = o.person_id and r.party_id = a.party_id)
            group by o.template, o.command_id) l) as letters
      from application a join tenant on tenant.id = a.tenant_id left join award w on w.tenant_id = a.tenant_id and w.id = a.id
        left join agreement g on g.tenant_id = a.tenant_id and g.grant_id = a.id
        left join agreement_text t on t.tenant_id = a.tenant_id and t.grant_id = a.id
      where a.tenant_id = ${asker.tenantId}::uuid and a.id = ${grantId}::uuid
    `.compile(db),
  );
  return found ?? { submittedBy: null, signed: [], offeredAt: null, offeredBy: null, hasAgreement: false, letters: [] };
}

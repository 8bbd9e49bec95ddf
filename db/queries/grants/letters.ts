import { sql } from 'kysely';
import type { Instant } from '../../../src/domain/calendar/calendar';
import type { PotState } from '../../../src/domain/lives/clockless-lives';
import { rolesReaching } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRow } from '../../read';
import type { Asker } from '../asker';
import type { MailGrant } from '../messages/outbox';

/** A letter that a pot words in its own way. */
export interface LetterWorded {
  readonly name: string;
  readonly version: number;
  readonly subject: string;
  readonly text: string;
  readonly wordedBy: string;
  readonly wordedAt: Instant;
}

/** A grant that a letter can be looked at on, with the facts of the last such letter to its group; null where there was none. */
export interface LetterGrant {
  readonly id: string;
  readonly contact: string | null;
  readonly grant: MailGrant;
  readonly facts: Readonly<Record<string, unknown>> | null;
}

/** A pot's letters, for those who word them. */
export interface PotLetters {
  readonly id: string;
  readonly name: string;
  readonly state: PotState;
  readonly organisation: string;
  readonly slug: string;
  readonly now: Instant;
  readonly worded: readonly LetterWorded[];
  /** The newest few; none where no letter is named. */
  readonly grants: readonly LetterGrant[];
}

const grantsToTry = 12;

/** A pot's letters in its own words; and for one of them, by the mail whose facts it has, the newest grants to look at it on. Undefined for a pot that is not theirs to word for. */
export async function findLetters(
  db: Database,
  asker: Asker,
  potId: string,
  mail: string | null = null,
): Promise<PotLetters | undefined> {
  if (!rolesReaching(asker.roles, { potId, parties: {} }).some(({ name }) => name === 'fund_manager')) return undefined;
  return readRow(
    db,
    asker,
    sql<PotLetters>`
      select pot.id, pot.name, pot.state, tenant.name as organisation, tenant.slug, app.now() as now,
        (select coalesce(json_agg(json_build_object('name', l.name, 'version', l.version, 'subject', l.subject, 'text', l.wording, 'wordedAt', l.worded_at,
            'wordedBy', (select s.name from person s where s.tenant_id = l.tenant_id and s.id = l.worded_by)) order by l.name), '[]'::json)
          from (select distinct on (name) * from letter where tenant_id = pot.tenant_id and pot_id = pot.id order by name, version desc) l
          where l.wording is not null) as worded,
        (select coalesce(json_agg(json_build_object('id', a.id, 'facts', a.facts, 'contact', a.contact,
            'grant', json_build_object('reference', a.reference, 'party', a.party, 'owner', a.owner, 'askedPence', a.asked_pence, 'awardedPence', a.awarded_pence))), '[]'::json)
          from (select a.id, a.reference, a.asked_pence, w.awarded_pence,
              (select p.name from party p where p.tenant_id = a.tenant_id and p.id = a.party_id) as party,
              (select s.name from person s where s.tenant_id = a.tenant_id and s.id = a.owner_id) as owner,
              (select s.name from person s where s.tenant_id = a.tenant_id and s.id = a.created_by) as contact,
              (select o.facts from outbox o where o.tenant_id = a.tenant_id and o.subject_id = a.id and o.template = ${mail} order by o.sequence desc limit 1) as facts
            from application a left join award w on w.tenant_id = a.tenant_id and w.id = a.id
            where a.tenant_id = pot.tenant_id and a.pot_id = pot.id and a.stage <> 'draft' and ${mail}::text is not null
            order by a.created_at desc, a.id desc limit ${sql.lit(grantsToTry)}) a) as grants
      from pot join tenant on tenant.id = pot.tenant_id
      where pot.tenant_id = ${asker.tenantId}::uuid and pot.id = ${potId}::uuid
    `.compile(db),
  );
}

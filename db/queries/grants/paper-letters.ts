import { sql } from 'kysely';
import type { Instant } from '../../../src/domain/calendar/calendar';
import type { GrantStage } from '../../../src/domain/lives/grant-life';
import { closenessTo } from '../../../src/domain/people/reading';
import type { Database } from '../../client';
import { readRow } from '../../read';
import type { Asker } from '../asker';
import { isInside } from './grant';
import { iso } from '../instants';
import type { MailGrant } from '../messages/outbox';

/** A letter on paper by its name, and the mail that tells the same. */
export interface PaperLetterWanted {
  readonly name: 'offer-letter' | 'refusal-letter';
  readonly mail: string;
}

/** What a letter on paper is made of: as it was when it was decided. */
export interface PaperLetterRead {
  readonly organisation: string;
  readonly slug: string;
  readonly pot: string;
  readonly grant: MailGrant;
  /** Who applied for the group. */
  readonly contact: string;
  readonly decidedAt: Instant;
  /** Of the mail that told the same. */
  readonly facts: Readonly<Record<string, unknown>> | null;
  readonly reason: string | null;
  readonly conditions: readonly string[];
  /** The pot's own words of the day of the decision; null for the usual ones. */
  readonly wording: { readonly subject: string; readonly text: string } | null;
}

type Row = PaperLetterRead & {
  readonly potId: string;
  readonly partyId: string;
  readonly stage: GrantStage;
  readonly outcome: string;
};

/** Whether there is such a letter about an application as it stands: an offer's goes on to be there, a refusal's is gone with an appeal. */
const isAbout = (name: PaperLetterWanted['name'], { outcome, stage, grant }: Row): boolean =>
  name === 'refusal-letter'
    ? outcome === 'refuse' && stage === 'refused'
    : outcome.startsWith('award') && grant.awardedPence !== null;

/** A letter on paper to the group of a grant, for the group and for staff. Undefined where there is none for whoever asks. */
export async function findPaperLetter(
  db: Database,
  asker: Asker,
  grantId: string,
  { name, mail }: PaperLetterWanted,
): Promise<PaperLetterRead | undefined> {
  const row = await readRow(
    db,
    asker,
    sql<Row>`
      select a.pot_id as "potId", a.party_id as "partyId", a.stage, d.outcome, tenant.name as organisation, tenant.slug, pot.name as pot,
        json_build_object('reference', a.reference, 'party', party.name,
          'owner', (select p.name from person p where p.tenant_id = a.tenant_id and p.id = a.owner_id),
          'askedPence', a.asked_pence, 'awardedPence', w.awarded_pence) as grant,
        (select p.name from person p where p.tenant_id = a.tenant_id and p.id = a.created_by) as contact, ${iso('d.decided_at')} as "decidedAt",
        (select o.facts from outbox o where o.tenant_id = a.tenant_id and o.subject_id = a.id and o.template = ${mail}
          order by o.sequence desc limit 1) as facts,
        (select t.text from event e join event_text t on t.tenant_id = e.tenant_id and t.event_id = e.id
          where e.tenant_id = d.tenant_id and e.grant_id = d.application_id and e.command_id = d.command_id limit 1) as reason,
        (select coalesce(json_agg(c.wording order by c.number), '[]'::json) from condition c
          where c.tenant_id = a.tenant_id and c.grant_id = a.id) as conditions,
        (select case when l.wording is null then null else json_build_object('subject', l.subject, 'text', l.wording) end from letter l
          where l.tenant_id = a.tenant_id and l.pot_id = a.pot_id and l.name = ${name} and l.worded_at <= d.decided_at
          order by l.version desc limit 1) as wording
      from application a
        join tenant on tenant.id = a.tenant_id
        join pot on pot.tenant_id = a.tenant_id and pot.id = a.pot_id
        join party on party.tenant_id = a.tenant_id and party.id = a.party_id
        join lateral (select * from decision where decision.tenant_id = a.tenant_id and decision.application_id = a.id
          order by decision.decided_at desc, decision.id desc limit 1) d on true
        left join award w on w.tenant_id = a.tenant_id and w.id = a.id
      where a.tenant_id = ${asker.tenantId}::uuid and a.id = ${grantId}::uuid
    `.compile(db),
  );
  if (row === undefined || !isAbout(name, row)) return undefined;
  const closeness = closenessTo(asker, row);
  return closeness === 'group' || (closeness !== undefined && isInside(closeness)) ? row : undefined;
}

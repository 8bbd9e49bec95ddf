import { sql } from 'kysely';
import type { Instant } from '../../../src/domain/calendar/calendar';
import type { Database } from '../../client';
import { inTenant } from '../../transaction';
import { isThere } from '../is-there';

/** Mails of one tenant, by their ids. */
export interface MailsOf {
  readonly tenantId: string;
  readonly ids: readonly string[];
}

/** A mail to send, with the names that its words need, as they are now. */
export interface ClaimedMail {
  readonly id: string;
  readonly template: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly subjectType: string;
  readonly subjectId: string;
  /** Which attempt this is, from 1. */
  readonly attempts: number;
  /** How many seconds ago it was asked for. */
  readonly ageSeconds: number;
  readonly now: Instant;
  readonly recipient: MailRecipient;
  /** What a link is about that opens one thing without signing in; null for people who sign in. */
  readonly link: MailLink | null;
  readonly organisation: string;
  /** Its name in addresses. */
  readonly slug: string;
  /** The words that were given with what the mail tells of, where everybody may see them. */
  readonly reason: string | null;
  /** The grant that it is about, or that the purchase it is about belongs to. */
  readonly grant: MailGrant | null;
  readonly purchase: MailPurchase | null;
  readonly run: { readonly name: string } | null;
  readonly round: { readonly name: string } | null;
  readonly meeting: { readonly place: string | null } | null;
  /** The name of the pot that it is about, where it is about one. */
  readonly pot: string | null;
  /** How the pot worded it when it was asked for; null for our own words. */
  readonly wording: { readonly subject: string; readonly text: string } | null;
}

/** What a link in a mail is for. */
export interface MailLink {
  readonly purpose: 'announcements' | 'confirmation' | 'order' | 'registration';
  readonly tenantId: string;
  readonly id: string;
}

/** Whom a mail goes to. */
export interface MailRecipient {
  /** Empty for somebody of whom only the address is known. */
  readonly name: string;
  /** Null for somebody without an address. */
  readonly email: string | null;
  readonly hasLeft: boolean;
  /** Somebody without an account of whom nothing is kept any more. */
  readonly isForgotten: boolean;
  /** Whether they act for the group or provider that it is about; others run the pot. */
  readonly isOfParty: boolean;
}

/** A grant as mails name it. */
export interface MailGrant {
  readonly reference: string | null;
  readonly party: string;
  readonly owner: string | null;
  readonly askedPence: number | null;
  readonly awardedPence: number | null;
}

/** A purchase as mails name it. */
export interface MailPurchase {
  readonly service: string;
  readonly provider: string;
  readonly employer: string;
  readonly pricePence: number;
}

/** The mails that are to be tried now, by their tenants: the tenant whose mail waits longest first, and each one's longest waiting first. */
export async function waitingMails(db: Database, atMost: number): Promise<readonly MailsOf[]> {
  const { rows } = await sql<{ tenantId: string; id: string }>`
    select tenant_id as "tenantId", id from app.outbox_waiting(app.now(), ${atMost})
  `.execute(db);
  const byTenant = new Map<string, string[]>();
  for (const { tenantId, id } of rows) byTenant.set(tenantId, [...(byTenant.get(tenantId) ?? []), id]);
  return [...byTenant].map(([tenantId, ids]) => ({ tenantId, ids }));
}

/**
 * Claims mails for so many seconds, in which nobody else tries them, and reads what they need. Those that somebody else has, or has
 * sent, are left out.
 */
export async function claimMails(
  db: Database,
  { tenantId, ids }: MailsOf,
  forSeconds: number,
): Promise<readonly ClaimedMail[]> {
  const [, { rows }] = await inTenant(db, tenantId, (tx) =>
    // Joined as it is written: of sixteen tables Postgres would weigh many orders, and take twenty times as long to plan as to run it.
    Promise.all([
      sql`set local join_collapse_limit = 1`.execute(tx),
      sql<ClaimedMail>`
      with claimed as (
        update outbox set attempts = attempts + 1, next_attempt_at = app.now() + make_interval(secs => ${forSeconds})
        where tenant_id = ${tenantId}::uuid and id in (
          select o.id from outbox o where o.tenant_id = ${tenantId}::uuid and o.id = any(${ids}::uuid[]) and o.sent_at is null
            and o.given_up_at is null and o.next_attempt_at <= app.now() for update skip locked)
        returning tenant_id, id, template, facts, subject_type, subject_id, command_id, person_id, correspondent_id, attempts, created_at
      )
      select o.id, o.template, o.facts, o.subject_type as "subjectType", o.subject_id as "subjectId", o.attempts,
        extract(epoch from app.now() - o.created_at)::int as "ageSeconds", app.now() as now,
        jsonb_build_object('name', coalesce(person.name, confirming.name, registering.person_name, ''), 'email', coalesce(login.email, subscription.email, confirming.email, registering.email), 'hasLeft', person.left_at is not null,
          'isForgotten', o.correspondent_id is not null and coalesce(subscription.id, confirming.confirmation_id, registering.id) is null, 'isOfParty', exists (
          select 1 from role where role.tenant_id = o.tenant_id and role.person_id = o.person_id and role.ended_at is null
            and role.party_id in (a.party_id, p.provider_id, case when o.subject_type = 'party' then o.subject_id end))) as recipient,
        case when o.correspondent_id is not null then jsonb_build_object('purpose',
            case when confirming.confirmation_id is not null then 'confirmation' when registering.id is not null then 'registration' else 'announcements' end, 'tenantId', o.tenant_id, 'id', o.correspondent_id)
          when ${isThere(sql`role where role.tenant_id = o.tenant_id and role.person_id = o.person_id and role.ended_at is null
            and role.name = 'provider' and role.party_id = p.provider_id`)}
          then jsonb_build_object('purpose', 'order', 'tenantId', o.tenant_id, 'id', o.id) end as link,
        tenant.name as organisation, tenant.slug,
        (select t.text from event e join event_text t on t.tenant_id = e.tenant_id and t.event_id = e.id
          where e.tenant_id = o.tenant_id and e.subject_id = o.subject_id and e.command_id = o.command_id and e.audience = 'everyone'
          order by e.sequence limit 1) as reason,
        case when a.id is null then null else jsonb_build_object('reference', a.reference, 'party', party.name, 'owner', owner.name,
          'askedPence', a.asked_pence, 'awardedPence', w.awarded_pence) end as grant,
        case when p.id is null then null else jsonb_build_object('service', p.service, 'provider', provider.name, 'employer', party.name,
          'pricePence', p.price_pence) end as purchase,
        case when run.id is null then null else jsonb_build_object('name', run.name) end as run,
        case when round.id is null then null else jsonb_build_object('name', round.name) end as round,
        case when meeting.id is null then null else jsonb_build_object('place', meeting.place) end as meeting,
        pot.name as pot,
        (select case when l.wording is not null then json_build_object('subject', l.subject, 'text', l.wording) end from letter l
          where l.tenant_id = o.tenant_id and l.pot_id = pot.id and l.name = coalesce(o.facts ->> 'letter', o.template) and l.worded_at <= o.created_at
          order by l.version desc limit 1) as wording
      from claimed o
      join tenant on tenant.id = o.tenant_id
      left join person on person.tenant_id = o.tenant_id and person.id = o.person_id
      left join announcement_subscription subscription on subscription.tenant_id = o.tenant_id and subscription.id = o.correspondent_id
      left join confirmation_contact confirming on confirming.tenant_id = o.tenant_id and confirming.confirmation_id = o.correspondent_id
      left join registration registering on registering.tenant_id = o.tenant_id and registering.id = o.correspondent_id
      left join login on login.id = person.login_id
      left join purchase p on o.subject_type = 'purchase' and p.tenant_id = o.tenant_id and p.id = o.subject_id
      left join party provider on provider.tenant_id = p.tenant_id and provider.id = p.provider_id
      left join application a on a.tenant_id = o.tenant_id and a.id = case o.subject_type when 'grant' then o.subject_id when 'purchase' then p.grant_id when 'pot' then (o.facts ->> 'grantId')::uuid end
      left join party on party.tenant_id = a.tenant_id and party.id = a.party_id
      left join person owner on owner.tenant_id = a.tenant_id and owner.id = a.owner_id
      left join award w on w.tenant_id = a.tenant_id and w.id = a.id
      left join payment_run run on o.subject_type = 'payment_run' and run.tenant_id = o.tenant_id and run.id = o.subject_id
      left join round on o.subject_type = 'round' and round.tenant_id = o.tenant_id and round.id = o.subject_id
      left join meeting on o.subject_type = 'meeting' and meeting.tenant_id = o.tenant_id and meeting.id = o.subject_id
      left join pot on pot.tenant_id = o.tenant_id and pot.id = coalesce(a.pot_id, run.pot_id, round.pot_id, meeting.pot_id, case when o.subject_type = 'pot' then o.subject_id end)
      order by o.id
    `.execute(tx),
    ]),
  );
  return rows;
}

/** Notes that mails have left. */
export async function noteMailsSent(db: Database, { tenantId, ids }: MailsOf): Promise<void> {
  await inTenant(db, tenantId, (tx) =>
    sql`update outbox set sent_at = app.now(), last_error = null where tenant_id = ${tenantId} and id = any(${ids}::uuid[])`.execute(
      tx,
    ),
  );
}

/** Gives back the claim on mails that were not tried after all. */
export async function giveBackMails(db: Database, { tenantId, ids }: MailsOf): Promise<void> {
  await inTenant(db, tenantId, (tx) =>
    sql`
      update outbox set attempts = attempts - 1, next_attempt_at = app.now()
      where tenant_id = ${tenantId} and id = any(${ids}::uuid[]) and sent_at is null and given_up_at is null
    `.execute(tx),
  );
}

/** Notes that a mail did not leave: when it is tried again, or that it is given up. `error` is a code, never words. */
export async function noteMailMissed(
  db: Database,
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
  { error, againInSeconds }: { readonly error: string; readonly againInSeconds: number | null },
): Promise<void> {
  const next =
    againInSeconds === null
      ? { given_up_at: sql<string>`app.now()` }
      : { next_attempt_at: sql<string>`app.now() + make_interval(secs => ${againInSeconds})` };
  await inTenant(db, tenantId, (tx) =>
    tx
      .updateTable('outbox')
      .set({ ...next, last_error: error })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .where('sent_at', 'is', null)
      .execute(),
  );
}

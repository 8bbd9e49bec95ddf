import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Database } from '../../../db/client';
import { inTenant } from '../../../db/transaction';
import type { LinkSubject } from '../../contracts/link-token';
import type { OrganisationType } from '../../domain/policy/policy';
import { networkOf, type Limit } from '../../domain/people/signing-in';
import { tenantOfSlug } from '../readings/tenant-of-slug';
import { countWithin } from '../sign-in/limits';

/**
 * A group that is not known yet says who it is, and who acts for it. Nobody learns here whether an address is known, and nothing is there before the
 * link was opened that is mailed to it.
 */

/** What a group says of itself. */
export interface RegisterBody {
  /** The organisation that gives the grants, by its name in addresses. */
  readonly organisation: string;
  /** The pot that it wants to apply to. */
  readonly potId?: string | undefined;
  readonly groupName: string;
  readonly organisationType: OrganisationType;
  readonly personName: string;
  readonly email: string;
  /** What the person is in the group's committee; left out for who is not of it. */
  readonly committeePosition?: string | undefined;
}

/** Who asks, and what counts how often. */
export interface Registering {
  readonly db: Database;
  /** A digest by which something can be counted, and from which nobody finds it. */
  readonly fingerprint: (text: string) => string;
  /** The address of the internet that it is asked from. */
  readonly ip: string;
}

const hour = 3_600;
/** How often one address is written to, one network asks, and one organisation is asked. */
export const registeringLimits = {
  address: { atMost: 3, withinSeconds: 24 * hour },
  network: { atMost: 10, withinSeconds: hour },
  organisation: { atMost: 200, withinSeconds: hour },
} as const satisfies Readonly<Record<string, Limit>>;
/** How long what was never confirmed is kept. */
const keptUnconfirmed = '7 days';

/** Asks for an account for a group: a mail with a link goes to the address, unless too many were asked for. What is said is always the same. */
export async function register({ db, fingerprint, ip }: Registering, body: RegisterBody): Promise<void> {
  const email = body.email.trim().toLowerCase();
  const { potId = null } = body;
  const tenantId = await tenantOfSlug(db, body.organisation);
  if (tenantId === undefined) return;
  const counted = { address: `${tenantId} ${email}`, network: networkOf(ip), organisation: tenantId } as const;
  const within = await countWithin(
    db,
    (['address', 'network', 'organisation'] as const).map((what) => ({
      key: fingerprint(`registrations ${what} ${counted[what]}`),
      limit: registeringLimits[what],
    })),
  );
  if (!within) return;
  await inTenant(db, tenantId, (tx) =>
    sql`
      with forgotten as (
        delete from registration where tenant_id = ${tenantId}::uuid and confirmed_at is null and asked_at < app.now() - ${keptUnconfirmed}::interval
      ), asked as (
        insert into registration (tenant_id, id, pot_id, email, person_name, group_name, organisation_type, committee_position, asked_at)
        select ${tenantId}::uuid, ${newId()}::uuid, ${potId}::uuid, ${email}, ${body.personName.trim()}, ${body.groupName.trim()},
          ${body.organisationType}, ${body.committeePosition?.trim() ?? null}, app.now()
        where ${potId}::uuid is null or exists (select from pot where tenant_id = ${tenantId}::uuid and id = ${potId}::uuid)
        returning tenant_id, id, pot_id, asked_at
      )
      insert into outbox (tenant_id, id, template, correspondent_id, subject_type, subject_id, created_at, next_attempt_at)
      select tenant_id, ${newId()}::uuid, 'confirm-registration', id, 'pot', coalesce(pot_id, ${nil}::uuid), asked_at, asked_at from asked
    `.execute(tx),
  );
}

/** Stands for no pot, where a mail has to be about something. */
const nil = '00000000-0000-0000-0000-000000000000';

/** What whoever opens the link is told. */
export interface RegistrationByLink {
  readonly organisation: string;
  readonly slug: string;
  readonly potId: string | null;
  readonly group: string;
  readonly person: string;
  readonly isConfirmed: boolean;
}

/** What a link is about; undefined for one that has run out. */
export async function findRegistration(
  db: Database,
  { tenantId, id }: LinkSubject,
): Promise<RegistrationByLink | undefined> {
  const { rows } = await inTenant(db, tenantId, (tx) =>
    sql<RegistrationByLink>`
      select t.name as organisation, t.slug, r.pot_id as "potId", r.group_name as "group", r.person_name as person,
        r.confirmed_at is not null as "isConfirmed"
      from registration r join tenant t on t.id = r.tenant_id
      where r.tenant_id = ${tenantId}::uuid and r.id = ${id}::uuid
        and (r.confirmed_at is not null or r.asked_at > app.now() - ${keptUnconfirmed}::interval)
    `.execute(tx),
  );
  return rows[0];
}

/** A group that is about to be there. */
export interface RegistrationStored {
  readonly partyId: string;
  readonly commandId: string;
}

/**
 * Stores that whoever has the link confirmed it, once, as a command of the engine: nobody is signed in. Undefined where it was confirmed before, or the
 * link has run out.
 */
export async function confirmRegistration(
  db: Database,
  { tenantId, id }: LinkSubject,
): Promise<RegistrationStored | undefined> {
  const { rows } = await inTenant(db, tenantId, (tx) =>
    sql<RegistrationStored>`
      with open as (
        select tenant_id, id from registration where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and confirmed_at is null
          and asked_at > app.now() - ${keptUnconfirmed}::interval for update
      ), stored as (
        insert into command (tenant_id, id, type, subject_type, subject_id, idempotency_key, body_hash, received_at)
        select tenant_id, ${newId()}::uuid, 'registerGroup', 'party', ${newId()}::uuid, 'registration:' || id::text, '', app.now() from open
        on conflict do nothing returning tenant_id, id, subject_id
      ), told as (
        insert into command_body (tenant_id, command_id, body)
        select tenant_id, id, ${JSON.stringify({ registrationId: id })}::jsonb from stored returning command_id
      )
      select stored.subject_id as "partyId", stored.id as "commandId" from stored join told on told.command_id = stored.id
    `.execute(tx),
  );
  return rows[0];
}

/** Who confirmed a registration: the login, and the person in the organisation. */
export async function personRegistered(
  db: Database,
  tenantId: string,
  partyId: string,
): Promise<{ readonly loginId: string; readonly personId: string } | undefined> {
  const { rows } = await inTenant(db, tenantId, (tx) =>
    sql<{ loginId: string; personId: string }>`
      select p.login_id as "loginId", p.id as "personId" from role r join person p on p.tenant_id = r.tenant_id and p.id = r.person_id
      where r.tenant_id = ${tenantId}::uuid and r.party_id = ${partyId}::uuid and r.name = 'applicant' order by r.granted_at limit 1
    `.execute(tx),
  );
  return rows[0];
}

import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Database } from '../../../db/client';
import { inTenant } from '../../../db/transaction';
import type { LinkSubject } from '../../contracts/link-token';
import { networkOf, type Limit } from '../../domain/people/signing-in';
import { tenantOfSlug } from '../readings/tenant-of-slug';
import { countWithin } from '../sign-in/limits';

/**
 * Who wants to hear when a pot opens says so without an account, confirms it by a mail, and leaves by one click. Nobody learns here whether an address
 * is known. These are no commands: they change nothing that has a life.
 */

/** What is asked for. */
export interface SubscribeBody {
  /** The organisation's name in addresses. */
  readonly organisation: string;
  /** Without it, all of the organisation's pots. */
  readonly potId?: string | undefined;
  readonly email: string;
}

/** Who asks, and what counts how often. */
export interface Subscribing {
  readonly db: Database;
  /** A digest by which something can be counted, and from which nobody finds it. */
  readonly fingerprint: (text: string) => string;
  /** The address of the internet that it is asked from. */
  readonly ip: string;
}

const hour = 3_600;
/** How often one address is written to, one network asks, and one organisation writes to addresses that never confirmed. */
export const subscribingLimits = {
  address: { atMost: 3, withinSeconds: 24 * hour },
  network: { atMost: 20, withinSeconds: hour },
  organisation: { atMost: 300, withinSeconds: hour },
} as const satisfies Readonly<Record<string, Limit>>;
/** How long an address that was never confirmed is kept. */
const keptUnconfirmed = '7 days';

/**
 * Asks for announcements: sends a mail to confirm, unless the address has confirmed already, or too many were asked for. An organisation or pot that is
 * not there is passed over in silence too: what is said to whoever asks is always the same.
 */
export async function subscribe(
  { db, fingerprint, ip }: Subscribing,
  { organisation, potId, email: typed }: SubscribeBody,
): Promise<void> {
  const email = typed.toLowerCase();
  const tenantId = await tenantOfSlug(db, organisation);
  if (tenantId === undefined) return;
  const counted = {
    address: `${tenantId} ${potId ?? ''} ${email}`,
    network: networkOf(ip),
    organisation: tenantId,
  } as const;
  const within = await countWithin(
    db,
    (['address', 'network', 'organisation'] as const).map((what) => ({
      key: fingerprint(`announcements ${what} ${counted[what]}`),
      limit: subscribingLimits[what],
    })),
  );
  if (!within) return;
  await inTenant(db, tenantId, (tx) =>
    sql`
      with forgotten as (
        delete from announcement_subscription where tenant_id = ${tenantId}::uuid and confirmed_at is null
          and asked_at < app.now() - ${keptUnconfirmed}::interval and (email <> ${email} or pot_id is distinct from ${potId ?? null}::uuid)
      ), asked as (
        insert into announcement_subscription as s (tenant_id, id, pot_id, email, asked_at)
        select ${tenantId}::uuid, ${newId()}::uuid, ${potId ?? null}::uuid, ${email}, app.now()
        where ${potId ?? null}::uuid is null or exists (select from pot where tenant_id = ${tenantId}::uuid and id = ${potId ?? null}::uuid)
        on conflict (tenant_id, pot_id, email) do update set asked_at = excluded.asked_at where s.confirmed_at is null
        returning s.tenant_id, s.id, s.pot_id, s.asked_at
      )
      insert into outbox (tenant_id, id, template, correspondent_id, subject_type, subject_id, created_at, next_attempt_at)
      select tenant_id, ${newId()}::uuid, 'announcements-confirm', id, 'pot', coalesce(pot_id, ${nil}::uuid), asked_at, asked_at from asked
    `.execute(tx),
  );
}

/** Stands for all pots, where a mail has to be about something. */
const nil = '00000000-0000-0000-0000-000000000000';

/** Confirms an address, by the link that was sent to it; as often as one likes. @returns whether there is such a subscription */
export async function confirmSubscription(db: Database, { tenantId, id }: LinkSubject): Promise<boolean> {
  const confirmed = await inTenant(db, tenantId, (tx) =>
    sql`update announcement_subscription set confirmed_at = coalesce(confirmed_at, app.now())
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and (confirmed_at is not null or asked_at > app.now() - ${keptUnconfirmed}::interval)
      returning id`.execute(tx),
  );
  return confirmed.rows.length > 0;
}

/** Leaves: what was kept of the address is removed. Whoever has left already has left. */
export async function leaveAnnouncements(db: Database, { tenantId, id }: LinkSubject): Promise<void> {
  await inTenant(db, tenantId, (tx) =>
    sql`delete from announcement_subscription where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx),
  );
}

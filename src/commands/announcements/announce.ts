import { sql, type CompiledQuery } from 'kysely';
import type { Tx } from '../../../db/client';
import type { Instant } from '../../domain/calendar/calendar';

/** What is announced: that a pot takes applications, until when if that is known. */
export interface Announcement {
  readonly tenantId: string;
  readonly commandId: string;
  readonly potId: string;
  readonly about: { readonly type: 'pot' | 'round'; readonly id: string };
  readonly closesAt: Instant | null;
}

/** A mail to everybody who confirmed that they want to hear of the pot, or of all of the organisation's: one statement, however many they are. */
export function announce(tx: Tx, { tenantId, commandId, potId, about, closesAt }: Announcement): CompiledQuery {
  return sql`
    insert into outbox (tenant_id, id, command_id, template, correspondent_id, subject_type, subject_id, facts, created_at, next_attempt_at)
    select distinct on (s.email) s.tenant_id, gen_random_uuid(), ${commandId}::uuid, 'pot-takes-applications', s.id, ${about.type}, ${about.id}::uuid,
      jsonb_build_object('potId', ${potId}::text, 'closesAt', ${closesAt}::text), t.now, t.now
    from announcement_subscription s, (select app.now() as now) t
    where s.tenant_id = ${tenantId}::uuid and s.confirmed_at is not null and (s.pot_id is null or s.pot_id = ${potId}::uuid)
    order by s.email, s.pot_id nulls last
  `.compile(tx);
}

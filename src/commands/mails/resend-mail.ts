import { sql } from 'kysely';
import type { Database } from '../../../db/client';
import { inTenant } from '../../../db/transaction';
import { refuse, type Refusal } from '../../domain/refusals/refusal';

/**
 * Has a mail that was given up tried again, now and for as long as a new one is; its words are put together anew. No command: nothing that has a life
 * changes. @returns undefined where there is no such mail; or refused with MAIL_NOT_GIVEN_UP
 */
export async function resendMail(
  db: Database,
  { tenantId }: { readonly tenantId: string },
  id: string,
): Promise<{ readonly nextAttemptAt: string } | Refusal | undefined> {
  return inTenant(db, tenantId, async (tx) => {
    const { rows } = await sql<{ nextAttemptAt: string; wasGivenUp: boolean }>`
      with mail as (
        select o.tenant_id, o.id, o.given_up_at is not null as given_up from outbox o
        where o.tenant_id = ${tenantId}::uuid and o.id = ${id}::uuid for no key update
      ), again as (
        update outbox o set given_up_at = null, attempts = 0, created_at = t.now, next_attempt_at = t.now
        from mail, (select app.now() as now) t
        where o.tenant_id = mail.tenant_id and o.id = mail.id and mail.given_up returning t.now
      )
      select mail.given_up as "wasGivenUp", coalesce((select now from again), app.now()) as "nextAttemptAt" from mail
    `.execute(tx);
    const [found] = rows;
    if (found === undefined) return undefined;
    return found.wasGivenUp ? { nextAttemptAt: found.nextAttemptAt } : refuse('MAIL_NOT_GIVEN_UP');
  });
}

import { sql } from 'kysely';
import type { Database, Tx } from '../../../db/client';
import { inTenant } from '../../../db/transaction';
import { answering, sideOf } from '../../domain/messages/conversation';
import { rolesReaching, staffRoles, type HeldRole, type Role } from '../../domain/lives/roles';
import { refuse, type Refusal } from '../../domain/refusals/refusal';

/** Up to which message somebody has read. */
export interface MarkMessagesBody {
  readonly upTo: string;
}

/** How many messages of the other side somebody has still to read. */
export interface MessagesRead {
  readonly unread: number;
}

/** Who may read the thread of a grant: those who act for its group, and staff. */
export const readersOfMessages: readonly Role[] = [...staffRoles, 'applicant', 'budget_holder'];

interface Reader {
  readonly tenantId: string;
  readonly personId: string;
  readonly roles: readonly HeldRole[];
}

/**
 * Notes up to which message somebody has read a grant's thread; never further back than before. No command: nothing about the grant changes.
 * @returns how many are still unread; undefined for a grant that is not theirs to see; or refused with MESSAGE_UNKNOWN
 */
export async function markMessages(
  db: Database,
  reader: Reader,
  grantId: string,
  { upTo }: MarkMessagesBody,
): Promise<MessagesRead | Refusal | undefined> {
  const { tenantId, personId } = reader;
  return inTenant(db, tenantId, async (tx) => {
    const grant = await tx
      .selectFrom('application')
      .select(['pot_id', 'party_id'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', grantId)
      .executeTakeFirst();
    if (grant === undefined) return undefined;
    const scope = { potId: grant.pot_id, parties: { applicant: grant.party_id, budget_holder: grant.party_id } };
    const roles = rolesReaching(reader.roles, scope)
      .map(({ name }) => name)
      .filter((name) => readersOfMessages.includes(name));
    if (roles.length === 0) return undefined;
    const message = await tx
      .selectFrom('message')
      .select('sequence')
      .where('tenant_id', '=', tenantId)
      .where('grant_id', '=', grantId)
      .where('id', '=', upTo)
      .executeTakeFirst();
    if (message === undefined) return refuse('MESSAGE_UNKNOWN', { field: '/upTo' });
    const { sequence } = message;
    const side = sideOf(roles);
    await sql`
      insert into message_mark (tenant_id, grant_id, person_id, up_to, marked_at)
      values (${tenantId}::uuid, ${grantId}::uuid, ${personId}::uuid, ${sequence}, app.now())
      on conflict (tenant_id, grant_id, person_id) do update set up_to = excluded.up_to, marked_at = excluded.marked_at
        where message_mark.up_to < excluded.up_to
    `.execute(tx);
    if (side === 'group' || roles.some((role) => answering.includes(role))) {
      await sql`
        update message set read_at = app.now() where tenant_id = ${tenantId}::uuid and grant_id = ${grantId}::uuid
          and from_side <> ${side} and read_at is null and sequence <= ${sequence}
      `.execute(tx);
    }
    return { unread: await unreadBy(tx, { tenantId, personId, grantId, side }) };
  });
}

async function unreadBy(
  tx: Tx,
  { tenantId, personId, grantId, side }: { tenantId: string; personId: string; grantId: string; side: string },
): Promise<number> {
  const { rows } = await sql<{ unread: number }>`
    select count(*)::int as unread from message m where m.tenant_id = ${tenantId}::uuid and m.grant_id = ${grantId}::uuid and m.from_side <> ${side}
      and m.sequence > (select k.up_to from message_mark k where k.tenant_id = m.tenant_id and k.grant_id = m.grant_id and k.person_id = ${personId}::uuid)
  `.execute(tx);
  return rows[0]?.unread ?? 0;
}

import { sql, type CompiledQuery } from 'kysely';
import type { Tx } from '../../../db/client';
import { jsonb } from '../../../db/json';
import { countOwned, ownedKinds, successorRefusal, type Owned, type OwnedKind } from '../../domain/people/handing-over';
import type { HeldRole } from '../../domain/lives/roles';
import { refuse } from '../../domain/refusals/refusal';
import { roleAuthorityRefusal } from '../../domain/people/role-granting';
import { defineCommand } from '../apply/definition';
import { isOnlyAdministrator } from './administrators';

/** Who takes over what the person looks after. */
export interface LeaveBody {
  /** Left out where they look after nothing. */
  readonly successorId?: string | undefined;
  readonly reason?: string | undefined;
}

interface Table {
  readonly name: 'payment_run' | 'application' | 'purchase' | 'round' | 'pot' | 'fund';
  /** The column that says its pot, and the grant on whose timeline it is. */
  readonly pot: string;
  readonly grant: string;
  /** What its count is called. */
  readonly fact: string;
}

const tables: Readonly<Record<OwnedKind, Table>> = {
  payment_run: { name: 'payment_run', pot: 'pot_id', grant: 'null::uuid', fact: 'paymentRuns' },
  grant: { name: 'application', pot: 'pot_id', grant: 'id', fact: 'grants' },
  purchase: { name: 'purchase', pot: 'pot_id', grant: 'grant_id', fact: 'purchases' },
  round: { name: 'round', pot: 'pot_id', grant: 'null::uuid', fact: 'rounds' },
  pot: { name: 'pot', pot: 'id', grant: 'null::uuid', fact: 'pots' },
  fund: { name: 'fund', pot: 'null::uuid', grant: 'null::uuid', fact: 'funds' },
};

/**
 * Somebody leaves: their roles, tokens and sessions end, and everything that they look after goes to one other person, who must be fit
 * for all of it. Nothing of a run's own depends on who owns it, so its row is changed without a command of its own, however many there are.
 * @refusal LAST_ADMINISTRATOR, ROLE_NOT_YOURS_TO_GIVE, SUCCESSOR_MISSING, SUCCESSOR_LEAVES, SUCCESSOR_UNFIT, PERSON_UNKNOWN
 */
export const leave = defineCommand<LeaveBody, 'person'>('person', 'leave', async (c) => {
  const { tx, tenantId, subjectId: personId, body, at } = c;
  const { successorId } = body;
  if (successorId === personId) return refuse('SUCCESSOR_LEAVES', { field: '/successorId' });
  // Whoever gives them something at this moment is waited for, or finds that they have left.
  await sql`select from person where tenant_id = ${tenantId} and id = ${personId} for update`.execute(tx);
  const held = await rolesOf(tx, tenantId, personId);
  for (const role of held) {
    const notTheirs = roleAuthorityRefusal(c.roles, role);
    if (notTheirs !== undefined) return notTheirs;
  }
  const administers = held.filter(({ name, potId }) => name === 'administrator' && potId === null);
  if (administers.length > 0) {
    const roleIds = administers.map(({ id }) => id);
    if (await isOnlyAdministrator(tx, tenantId, roleIds)) return refuse('LAST_ADMINISTRATOR');
  }

  const owned = await lockOwned(tx, tenantId, personId);
  const total = owned.reduce((sum, { count }) => sum + count, 0);
  if (successorId === undefined && total > 0) {
    return refuse('SUCCESSOR_MISSING', { field: '/successorId', facts: { owned: total } });
  }
  if (successorId !== undefined) {
    const known = await tx
      .selectFrom('person')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', successorId)
      .where('left_at', 'is', null)
      .forKeyShare()
      .executeTakeFirst();
    if (known === undefined) return refuse('PERSON_UNKNOWN', { field: '/successorId' });
    const unfit = successorRefusal(owned, await rolesOf(tx, tenantId, successorId));
    if (unfit !== undefined) return unfit;
  }

  const counts = Object.fromEntries(ownedKinds.map((kind) => [tables[kind].fact, countOwned(owned, kind)]));
  return {
    to: 'left',
    set: { left_at: at },
    writes: [
      ...(successorId === undefined ? [] : handOver(tx, c, successorId, owned)),
      sql`update role set ended_at = ${at} where tenant_id = ${tenantId} and person_id = ${personId} and ended_at is null`.compile(
        tx,
      ),
      sql`update access_token set revoked_at = ${at} where tenant_id = ${tenantId} and person_id = ${personId} and revoked_at is null`.compile(
        tx,
      ),
      sql`update session set ended_at = ${at} where organisation_id = ${tenantId} and person_id = ${personId} and ended_at is null`.compile(
        tx,
      ),
    ],
    event: {
      audience: 'staff',
      after: { successorId: successorId ?? null, roleIds: held.map(({ id }) => id), ...counts },
      ...(body.reason === undefined ? {} : { text: body.reason }),
    },
    mails:
      successorId === undefined || total === 0 ? [] : [{ template: 'handed-over', to: successorId, facts: counts }],
    result: counts,
  };
});

async function rolesOf(tx: Tx, tenantId: string, personId: string): Promise<readonly (HeldRole & { id: string })[]> {
  const { rows } = await sql<HeldRole & { id: string }>`
    select id, name, pot_id as "potId", party_id as "partyId", own_limit_pence as "ownLimitPence" from role
    where tenant_id = ${tenantId} and person_id = ${personId} and ended_at is null order by id
  `.execute(tx);
  return rows;
}

/** Locks all that somebody looks after, in the order in which locks are always taken, and counts it by kind and pot. */
async function lockOwned(tx: Tx, tenantId: string, personId: string): Promise<readonly Owned[]> {
  const found = await Promise.all(
    ownedKinds.map(async (kind) => {
      const { name, pot } = tables[kind];
      const { rows } = await sql<{ potId: string | null; count: number }>`
        with locked as materialized (
          select ${sql.raw(pot)} as pot_id from ${sql.table(name)} where tenant_id = ${tenantId} and owner_id = ${personId}
          order by id for no key update
        )
        select pot_id as "potId", count(*)::int as count from locked group by pot_id order by pot_id
      `.execute(tx);
      return rows.map((row) => ({ kind, ...row }));
    }),
  );
  return found.flat();
}

/** One update and one set of events for each kind, of which there is something. */
function handOver(
  tx: Tx,
  c: {
    readonly tenantId: string;
    readonly subjectId: string;
    readonly commandId: string;
    readonly actorId: string | null;
    readonly at: string;
  },
  successorId: string,
  owned: readonly Owned[],
): CompiledQuery[] {
  return ownedKinds
    .filter((kind) => countOwned(owned, kind) > 0)
    .flatMap((kind) => {
      const { name, grant } = tables[kind];
      const theirs = sql`${sql.table(name)} where tenant_id = ${c.tenantId} and owner_id = ${c.subjectId}`;
      return [
        sql`insert into event (tenant_id, id, type, at, actor_id, command_id, subject_type, subject_id, grant_id, before, after)
          select tenant_id, gen_random_uuid(), 'owner_changed', ${c.at}::timestamptz, ${c.actorId}::uuid, ${c.commandId}::uuid, ${kind}, id, ${sql.raw(grant)},
            ${jsonb({ ownerId: c.subjectId })}, ${jsonb({ ownerId: successorId })} from ${theirs}`.compile(tx),
        sql`update ${sql.table(name)} set owner_id = ${successorId} where tenant_id = ${c.tenantId} and owner_id = ${c.subjectId}`.compile(
          tx,
        ),
      ];
    });
}

import { sql } from 'kysely';
import { jsonb } from '../../../db/json';
import type { Database, Tx } from '../../../db/client';
import { inTenant } from '../../../db/transaction';
import { rolesReaching, type HeldRole, type Role } from '../../domain/lives/roles';
import type { Policy } from '../../domain/policy/policy';

/** Who may change the rules of a pot that they look after. */
export const policyWriters: readonly Role[] = ['fund_manager'];

/** Who changes a pot's rules. */
export interface PolicyWriter {
  readonly tenantId: string;
  readonly personId: string;
  readonly roles: readonly HeldRole[];
}

/** Rules as they are being changed: whole, but perhaps not yet sound. */
export interface PolicyDraft {
  readonly policy: Policy;
}

/**
 * Changes the draft of a pot's rules; where there is none, it begins as the rules that hold. Only what is changed is written anew, so that two
 * people can be at two sections at once. No command: nothing goes by a draft. Whether the rules are sound is asked when they are published.
 * @returns the draft as it is now; undefined for a pot that is not there, is closed, or whose rules are not theirs to change
 */
export async function changePolicyDraft(
  db: Database,
  { tenantId, personId, roles }: PolicyWriter,
  potId: string,
  change: (draft: Policy) => Policy,
): Promise<PolicyDraft | undefined> {
  if (!mayWrite(roles, potId)) return undefined;
  return inTenant(db, tenantId, async (tx) => {
    const present = await readPresent(tx, tenantId, potId);
    if (present === undefined) return undefined;
    const policy = change(present);
    const row = { body: jsonb(policy), changed_by: personId, changed_at: sql<string>`app.now()` };
    await tx
      .insertInto('policy_draft')
      .values({ tenant_id: tenantId, pot_id: potId, ...row })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'pot_id']).doUpdateSet(row))
      .execute();
    return { policy };
  });
}

/**
 * Gives a draft up: the rules that hold are what somebody begins with again.
 * @returns whether there is such a pot, open, whose rules are theirs to change
 */
export async function dropPolicyDraft(
  db: Database,
  { tenantId, roles }: PolicyWriter,
  potId: string,
): Promise<boolean> {
  if (!mayWrite(roles, potId)) return false;
  return inTenant(db, tenantId, async (tx) => {
    if ((await readPresent(tx, tenantId, potId)) === undefined) return false;
    await tx.deleteFrom('policy_draft').where('tenant_id', '=', tenantId).where('pot_id', '=', potId).execute();
    return true;
  });
}

const mayWrite = (roles: readonly HeldRole[], potId: string): boolean =>
  rolesReaching(roles, { potId, parties: {} }).some(({ name }) => policyWriters.includes(name));

/** The draft, or the rules that hold; the pot is locked, so that nobody publishes meanwhile. */
async function readPresent(tx: Tx, tenantId: string, potId: string): Promise<Policy | undefined> {
  const { rows } = await sql<{ policy: Policy }>`
    select coalesce(d.body, p.body) as policy from pot
      join policy p on p.tenant_id = pot.tenant_id and p.pot_id = pot.id and p.version = pot.policy_version
      left join policy_draft d on d.tenant_id = pot.tenant_id and d.pot_id = pot.id
    where pot.tenant_id = ${tenantId} and pot.id = ${potId} and pot.state = 'open' for no key update of pot
  `.execute(tx);
  return rows[0]?.policy;
}

import { sql } from 'kysely';
import type { Tx } from '../../../db/client';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import type { Place } from '../apply/definition';
import { policyAsValue, type VersionedPolicy } from '../apply/stored-command';

interface OfPot {
  readonly potId: string;
}

/** The place of something that a pot has, such as a meeting or a round. @returns POT_UNKNOWN or POT_CLOSED where it can have none */
export async function placeInPot(tx: Tx, tenantId: string, { potId }: OfPot): Promise<Place | Refusal> {
  const pot = await readPot(tx, tenantId, potId);
  if (pot === undefined) return refuse('POT_UNKNOWN', { field: '/potId' });
  return pot.state === 'open' ? placeIn(potId, pot) : refuse('POT_CLOSED', { field: '/potId' });
}

/** The place of something that a pot still has when it takes nothing new, such as a payment run. @returns POT_UNKNOWN where it can have none */
export async function placeInAnyPot(tx: Tx, tenantId: string, { potId }: OfPot): Promise<Place | Refusal> {
  const pot = await readPot(tx, tenantId, potId);
  return pot === undefined ? refuse('POT_UNKNOWN', { field: '/potId' }) : placeIn(potId, pot);
}

interface PotRow {
  readonly state: string;
  readonly policy: VersionedPolicy | null;
}

async function readPot(tx: Tx, tenantId: string, potId: string): Promise<PotRow | undefined> {
  const present = sql`select ${potId}::uuid as pot_id, null::int as version`;
  const { rows } = await sql<PotRow>`
    select pot.state, ${policyAsValue(tenantId, present)} as policy from pot where tenant_id = ${tenantId} and id = ${potId}
  `.execute(tx);
  return rows[0];
}

const placeIn = (potId: string, { policy }: PotRow): Place => ({
  scope: { potId, parties: {} },
  onHold: false,
  policy,
  grantId: null,
});

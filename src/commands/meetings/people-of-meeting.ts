import type { Tx } from '../../../db/client';
import { panelOf } from './panel';

/** Whom it concerns when a meeting is not when and where it was to be. */
export interface PeopleOfMeeting {
  /** The panel, and the owners of the applications that wait for it; each once. */
  readonly personIds: readonly string[];
  /** How many applications wait for the panel. */
  readonly waiting: number;
}

/** Whom to tell of what becomes of a meeting of this pot; not whoever does it, unless they sit on its panel. */
export async function peopleOfMeeting(
  tx: Tx,
  tenantId: string,
  { potId, actorId }: { readonly potId: string; readonly actorId: string | null },
): Promise<PeopleOfMeeting> {
  const applications = tx
    .selectFrom('application')
    .select('owner_id')
    .where('tenant_id', '=', tenantId)
    .where('pot_id', '=', potId)
    .where('stage', '=', 'assessing')
    .execute();
  const [panel, waiting] = await Promise.all([panelOf(tx, tenantId, potId), applications]);
  const owners = waiting.flatMap(({ owner_id }) => owner_id ?? []).filter((ownerId) => ownerId !== actorId);
  return { personIds: [...new Set([...panel, ...owners])], waiting: waiting.length };
}

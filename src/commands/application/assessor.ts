import { assessorRefusal } from '../../domain/decision/decision';
import type { Refusal } from '../../domain/refusals/refusal';
import { actorOf, type GrantContext } from '../grant/grant-context';
import { readItem } from './read-item';

/** A command of somebody on an application, and who that is. */
export interface Assessing {
  readonly personId: string;
  /** SAME_PERSON or CONNECTED_PERSON, when they may not assess it. */
  readonly refusal: Refusal | undefined;
}

/** Who sent a command, and whether they may assess the application: who helped to write it or is connected to the group may not. */
export async function assessor(c: GrantContext): Promise<Assessing> {
  const personId = actorOf(c);
  const item = await readItem(
    c.tx,
    {
      tenantId: c.tenantId,
      grantId: c.subjectId,
      partyId: c.row.party_id,
      hostId: c.row.host_id,
      isAppeal: c.row.appealed,
    },
    [personId],
  );
  return { personId, refusal: assessorRefusal(item, personId) };
}

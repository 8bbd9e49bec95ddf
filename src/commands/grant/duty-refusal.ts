import type { Refusal } from '../../domain/refusal';
import { mayPerform, type Duty } from '../../domain/segregation';
import { connectionFacts } from '../readings/connection-facts';
import { dutiesDone } from '../readings/duties-done';
import { actorOf, type GrantContext } from './grant-context';

/** Why the actor may not perform a duty on this grant, if so, by what was done on it and whom they are connected to. */
export async function dutyRefusal(c: GrantContext, duty: Duty): Promise<Refusal | undefined> {
  const { tx, tenantId, subjectId, row } = c;
  const personId = actorOf(c);
  const earlier = await dutiesDone(tx, tenantId, [subjectId]);
  const facts = await connectionFacts(tx, tenantId, { persons: [personId], parties: [row.party_id] });
  return mayPerform(duty, personId, earlier, { parties: [row.party_id], facts });
}

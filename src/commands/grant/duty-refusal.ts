import type { Refusal } from '../../domain/refusals/refusal';
import { mayPerform, type Duty } from '../../domain/people/segregation';
import { segregationFacts } from '../readings/segregation-facts';
import { actorOf, type GrantContext } from './grant-context';

/** Why the actor may not perform a duty on this grant, if so, by what was done on it and whom they are connected to. */
export async function dutyRefusal(c: GrantContext, duty: Duty): Promise<Refusal | undefined> {
  const { tx, tenantId, subjectId, row } = c;
  const personId = actorOf(c);
  const parties = [row.party_id, ...(row.host_id === null ? [] : [row.host_id])];
  const about = { subjectIds: [subjectId], persons: [personId], parties };
  const { earlier, facts } = await segregationFacts(tx, tenantId, about);
  return mayPerform(duty, personId, earlier, { parties, facts });
}

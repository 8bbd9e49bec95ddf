import { readGroupHistory, type GroupHistory } from '../../../../db/queries/groups/group-history';
import { findParty } from '../../../../db/queries/groups/parties';
import { isId } from '../../../contracts/ids';
import type { PageContext } from '../frame/page';

/** A party as its page has it. */
export type Party = NonNullable<Awaited<ReturnType<typeof findParty>>>;

/** A party with all that is known of it. */
export interface GroupData {
  readonly party: Party;
  readonly history: GroupHistory;
}

/** The party of the address with its history; undefined where there is none for whoever looks. */
export async function loadGroup({ parts, asker, params }: PageContext): Promise<GroupData | undefined> {
  const id = params['id'] ?? '';
  if (!isId(id)) return undefined;
  const { db } = parts.reading;
  const [party, history] = await Promise.all([findParty(db, asker, id), readGroupHistory(db, asker, id)]);
  return party === undefined || history === undefined ? undefined : { party, history };
}

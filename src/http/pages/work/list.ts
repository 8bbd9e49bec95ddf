import type { WorkFilters } from '../../../../db/queries/work/kinds';
import { listWork } from '../../../../db/queries/work/list';
import type { ChosenRef } from '../../../../db/queries/lists/chosen';
import { isId } from '../../../contracts/ids';
import type { PageContext } from '../frame/page';

/** Whose work is wanted, and of which pot: one's own of all pots, unless the address says otherwise. */
export function workFiltersOf({ asker, query }: Pick<PageContext, 'asker' | 'query'>): WorkFilters {
  const owner = query['owner'] ?? 'me';
  const pot = query['pot'] ?? '';
  return {
    ...(owner === 'all' ? {} : { ownerId: isId(owner) ? owner : asker.personId }),
    ...(isId(pot) ? { potId: pot } : {}),
  };
}

/** What is on the list of work of an address, the oldest promise first; each thing once, though it may wait for several reasons. */
export async function refsOfWorkList(context: PageContext, atMost: number): Promise<readonly ChosenRef[]> {
  const { parts, asker } = context;
  const { items } = await listWork(parts.reading.db, asker, workFiltersOf(context), { limit: atMost });
  const byId = new Map(items.map(({ subject: { type, id } }) => [id, type === 'meeting' ? undefined : { type, id }]));
  return [...byId.values()].filter((one) => one !== undefined);
}

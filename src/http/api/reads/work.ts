import { countWork } from '../../../../db/queries/work/count';
import { workReaders } from '../../../../db/queries/work/kinds';
import { listWork } from '../../../../db/queries/work/list';
import { daysUntil } from '../../../domain/calendar/calendar';
import { workCount, workCountQuery, workExample, workPage, workQuery } from '../../schemas/reads/work';
import { readRoute } from '../read-route';

const ownerOf = (owner: string, personId: string): string | undefined => {
  if (owner === 'all') return undefined;
  return owner === 'me' ? personId : owner;
};

/** Reads of what waits for staff and for the panel. */
export const workReads = [
  readRoute({
    operationId: 'listWork',
    path: '/work',
    summary: 'What waits for you, for a colleague or for everybody, over all pots, the oldest promise first',
    roles: workReaders,
    query: workQuery,
    response: workPage,
    example: { items: [workExample], next: null },
    handle: async ({ db, params: _, query, ...asker }) => {
      const filters = { ownerId: ownerOf(query.owner, asker.personId), potId: query.potId };
      const { items, next } = await listWork(db, asker, filters, query);
      return {
        next,
        items: items.map(({ now, ...item }) => {
          const lateDays = item.promised ? Math.max(0, daysUntil(item.dueAt, now)) : 0;
          return { ...item, late: lateDays > 0, lateDays };
        }),
      };
    },
  }),
  readRoute({
    operationId: 'countWork',
    path: '/work/count',
    summary: 'How much waits, up to a hundred, and how much of it is late',
    roles: workReaders,
    query: workCountQuery,
    response: workCount,
    example: { waiting: 12, late: 1 },
    handle: ({ db, params: _, query, ...asker }) =>
      countWork(db, asker, { ownerId: ownerOf(query.owner, asker.personId), potId: query.potId }),
  }),
] as const;

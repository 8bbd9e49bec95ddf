import { z } from 'zod';
import { filtersOfLists, filterAtMost, viewNameAtMost, type ViewList } from '../../domain/lists/saved-views';
import { id, named, page } from './reads/common';
import { ids, officer } from './reads/examples';

/** A list's filters by their names, as its address has them: one at least, each of some letters. */
const filtersOf = <Name extends string>(names: readonly Name[]) =>
  z
    .partialRecord(z.enum(names), z.string().trim().min(1).max(filterAtMost))
    .refine((filters) => Object.keys(filters).length > 0)
    .meta({ description: 'What the list is narrowed by, as its page’s address has it; at least one.' });

const name = z.string().trim().min(1).max(viewNameAtMost);
const isShared = z.boolean().meta({ description: 'Whether all staff of the organisation see it.' });

const ofList = <List extends ViewList>(list: List) =>
  z.strictObject({ list: z.literal(list), name, isShared, filters: filtersOf(filtersOfLists[list]) });

/** A view as somebody saves it. */
export const savedViewBody = z.discriminatedUnion('list', [ofList('grants'), ofList('work')]);

/** What a view is called and who sees it, from now on; null to remove it. */
export const savedViewChange = z.strictObject({ view: z.strictObject({ name, isShared }).nullable() });

/** A view, as an example. */
export const savedViewExample = {
  id: ids.event,
  list: 'grants',
  name: 'Reports late in Croydon',
  filters: { pot: ids.pot, overdue: 'yes' },
  isShared: true,
  savedBy: officer,
  mayChange: true,
} as const;

/** A view as somebody is offered it. */
export const savedView = z
  .strictObject({
    id,
    list: z.enum(Object.keys(filtersOfLists) as [ViewList, ...ViewList[]]),
    name: z.string(),
    filters: z.record(z.string(), z.string()),
    isShared: z.boolean(),
    savedBy: named,
    mayChange: z.boolean().meta({ description: 'Whether it is yours to change or to remove.' }),
  })
  .meta({ id: 'SavedView', example: savedViewExample });

/** All views that somebody is offered, on one page. */
export const savedViewsPage = page(savedView).meta({ id: 'SavedViewsPage' });

/** A view after a change; null once it is removed. */
export const savedViewChanged = z
  .strictObject({ view: savedView.nullable() })
  .meta({ id: 'SavedViewChanged', example: { view: savedViewExample } });

/** Which list’s views are wanted; those of all, unless said. */
export const savedViewsQuery = z.strictObject({ list: savedView.shape.list.optional() });

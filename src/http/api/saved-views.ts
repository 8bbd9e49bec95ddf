import type { z } from 'zod';
import type { Asker } from '../../../db/queries/asker';
import type { Database } from '../../../db/client';
import { listViews, type SavedView } from '../../../db/queries/lists/saved-views';
import { changeView, mayChangeView, removeView, saveView } from '../../commands/views/saved-views';
import { staffRoles } from '../../domain/lives/roles';
import type { Refusal } from '../../domain/refusals/refusal';
import { filtersText } from '../../domain/lists/saved-views';
import {
  savedView,
  savedViewBody,
  savedViewChange,
  savedViewChanged,
  savedViewExample,
  savedViewsPage,
  savedViewsQuery,
} from '../schemas/saved-views';
import { plainOperation, type PlainOperation } from './plain-operation';
import { readRoute, type Told } from './read-route';

const told =
  (asker: Asker) =>
  (view: SavedView): Told<typeof savedView> => ({
    id: view.id,
    list: view.list,
    name: view.name,
    filters: Object.fromEntries(new URLSearchParams(view.filters)),
    isShared: view.isShared,
    savedBy: { id: view.personId, name: view.by },
    mayChange: mayChangeView(asker, view),
  });

async function oneOf(db: Database, asker: Asker, id: string): Promise<Told<typeof savedView> | undefined> {
  const found = (await listViews(db, asker)).find((view) => view.id === id);
  return found === undefined ? undefined : told(asker)(found);
}

/** The views that a member of staff is offered: their own, then what colleagues share. */
export const savedViewReads = [
  readRoute({
    operationId: 'listSavedViews',
    path: '/saved-views',
    summary: 'The saved views of lists that you are offered: your own, then what colleagues share, all on one page',
    roles: staffRoles,
    query: savedViewsQuery,
    response: savedViewsPage,
    example: { items: [savedViewExample], next: null },
    handle: async ({ db, params: _, query, ...asker }) => ({
      items: (await listViews(db, asker, query.list)).map(told(asker)),
      next: null,
    }),
  }),
] as const;

type Body = z.output<typeof savedViewBody>;
type Change = z.output<typeof savedViewChange>;

/** Saving, changing and removing them. They are no commands, as on pages. */
export const savedViewOperations: readonly PlainOperation[] = [
  plainOperation<Body>({
    operationId: 'saveView',
    method: 'put',
    path: '/saved-views',
    tag: 'saved-views',
    summary: 'Save what a list is narrowed by under a name of your own; saved again just as it is, it is the same view',
    roles: staffRoles,
    body: savedViewBody,
    example: { list: 'grants', name: 'Reports late', isShared: false, filters: { stage: 'active', overdue: 'yes' } },
    response: savedView,
    refusals: ['NOT_YOURS_TO_DO', 'VIEW_NAME_TAKEN', 'VIEWS_TOO_MANY'],
    handle: async ({ door, bearer, body }) => {
      const filters = filtersText(body.list, body.filters);
      const saved = await saveView(door.db, bearer, { ...body, filters });
      return 'code' in saved ? saved : oneOf(door.db, bearer, saved.id);
    },
  }),
  plainOperation<Change>({
    operationId: 'changeView',
    method: 'put',
    path: '/saved-views/{id}',
    tag: 'saved-views',
    summary: 'Give a saved view another name, share it or keep it to its owner; null removes it',
    roles: staffRoles,
    body: savedViewChange,
    example: { view: { name: 'Reports late in Croydon', isShared: true } },
    response: savedViewChanged,
    refusals: ['NOT_YOURS_TO_DO', 'VIEW_NAME_TAKEN'],
    handle: async ({ door, bearer, id, body }) => {
      if (body.view === null) return (await removeView(door.db, bearer, id)) ? { view: null } : undefined;
      const refused = await changeView(door.db, bearer, id, body.view);
      if (refused === 'absent') return undefined;
      if (refused !== undefined) return within('/view', refused);
      return { view: (await oneOf(door.db, bearer, id)) ?? null };
    },
  }),
];

/** A refusal of what is one step further in the body. */
const within = (place: string, refusal: Refusal): Refusal =>
  refusal.field === undefined ? refusal : { ...refusal, field: `${place}${refusal.field}` };

import { z } from 'zod';
import { listViews, type SavedView } from '../../../../db/queries/lists/saved-views';
import { changeView, mayChangeView, removeView, saveView } from '../../../commands/views/saved-views';
import { staffRoles } from '../../../domain/lives/roles';
import type { Refusal } from '../../../domain/refusals/refusal';
import { filtersText, viewListOf, viewNameAtMost, type ViewList } from '../../../domain/lists/saved-views';
import { readAs } from '../../body';
import { refusalProblem } from '../../problems';
import type { Fields } from '../form/field';
import { definePage, saying, type Acted, type Page, type PageContext, type Sent } from '../frame/page';
import { viewWords as words } from './words';

const fields: Fields = {
  name: {
    kind: 'text',
    at: '/name',
    label: words.new.name,
    hint: words.new.nameHint,
    missing: words.new.nameMissing,
    atMost: viewNameAtMost,
    width: 30,
  },
  shared: { kind: 'tick', at: '/isShared', label: words.new.shared },
};

const bodyOfView = z.object({
  name: z.string().trim().min(1).max(viewNameAtMost),
  isShared: z.boolean().default(false),
});
const named = (body: Sent['body']) => readAs(bodyOfView, body);
const refused = (refusal: Refusal): Acted => ({ problem: refusalProblem(refusal) });

const list = definePage<readonly SavedView[]>({
  address: '/views',
  for: staffRoles,
  words,
  load: ({ parts, asker }) => listViews(parts.reading.db, asker),
  show: (views, { asker }) => ({
    template: 'views/list.njk',
    title: words.title,
    views: views.map((view) => ({
      name: view.name,
      href: `/${view.list}?${view.filters}`,
      list: words.lists[view.list],
      who:
        view.personId !== asker.personId ? words.sharedBy(view.by) : view.isShared ? words.all_staff : words.only_you,
      change: mayChangeView(asker, view) ? `/views/${view.id}` : undefined,
    })),
  }),
});

interface Narrowed {
  readonly list: ViewList;
  readonly filters: string;
}

const fresh = definePage<Narrowed>({
  address: '/views/new',
  for: staffRoles,
  words,
  load: ({ query }) => {
    const of = viewListOf(query['list']);
    const filters = of === undefined ? '' : filtersText(of, query);
    return Promise.resolve(of === undefined || filters === '' ? undefined : { list: of, filters });
  },
  show: ({ list: of, filters }) => ({
    template: 'views/one.njk',
    title: words.new.title,
    keepsQuery: true,
    back: { to: `/${of}?${filters}`, words: words.back[of] },
    lead: words.new.lead,
  }),
  forms: {
    save: {
      fields,
      act: async ({ body }, { list: of, filters }, { parts, asker }) => {
        const read = named(body);
        if ('errors' in read) return { problems: read.errors };
        const saved = await saveView(parts.door.db, asker, { ...read.data, list: of, filters });
        return 'code' in saved ? refused(saved) : { goTo: saying('/views', 'saved') };
      },
    },
  },
});

const one = definePage<SavedView>({
  address: '/views/:id',
  for: staffRoles,
  words,
  load: async ({ parts, asker, params }: PageContext) => {
    const views = await listViews(parts.reading.db, asker);
    const view = views.find(({ id }) => id === params['id']);
    return view !== undefined && mayChangeView(asker, view) ? view : undefined;
  },
  show: ({ name }) => ({
    template: 'views/one.njk',
    title: words.changeOne(name),
    back: { to: '/views', words: words.title },
    lead: undefined,
    isKept: true,
  }),
  forms: {
    save: {
      fields,
      initial: ({ name, isShared }) => ({ name, isShared }),
      act: async ({ body }, { id }, { parts, asker }) => {
        const read = named(body);
        if ('errors' in read) return { problems: read.errors };
        const refusal = await changeView(parts.door.db, asker, id, read.data);
        if (refusal === 'absent') return { goTo: '/views' };
        return refusal === undefined ? { goTo: saying('/views', 'changed') } : refused(refusal);
      },
    },
    remove: {
      fields: {},
      act: async (_sent, { id }, { parts, asker }) => {
        await removeView(parts.door.db, asker, id);
        return { goTo: saying('/views', 'removed') };
      },
    },
  },
});

/** Saved views: all that somebody is offered, saving what a list is narrowed by, and changing or removing one. */
export const viewPages: readonly Page[] = [list, fresh, one];

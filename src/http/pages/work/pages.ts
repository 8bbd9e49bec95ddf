import { countedAtMost, countWork, listWork, type WorkFilters, type WorkItem } from '../../../../db/queries/work';
import { isId } from '../../../contracts/ids';
import { instantInWords, londonDate, millisecondsUntil } from '../../../domain/calendar';
import { staffRoles } from '../../../domain/lives/roles';
import { definePage, type Page, type PageContext } from '../frame/page';
import { workWords as words } from './words';

const linesAPage = 25;
const dayMs = 24 * 3_600_000;

/** Whose work is wanted: one's own, unless the address says a colleague's or everybody's. */
function filtersOf({ asker, query }: Pick<PageContext, 'asker' | 'query'>): WorkFilters {
  const owner = query['owner'] ?? 'me';
  if (owner === 'all') return {};
  return { ownerId: isId(owner) ? owner : asker.personId };
}

const addresses = { grant: '/grants', purchase: '/purchases', payment_run: '/payment-runs' } as const;

/** One thing that waits as its page has it: when, about what, what to do. */
function lineOf({ what, subject, reference, party, owner, dueAt, now }: WorkItem) {
  const ms = millisecondsUntil(now, dueAt);
  const days = Math.floor(Math.abs(ms) / dayMs);
  const isToday = londonDate(now) === londonDate(dueAt);
  const tag =
    ms < 0
      ? { words: words.lateBy(days), meaning: 'late' }
      : { words: isToday ? words.today : words.inDays(Math.max(1, days)), meaning: isToday ? 'yours' : 'other' };
  return {
    tag,
    at: instantInWords(dueAt),
    href: `${addresses[subject.type]}/${subject.id}`,
    what: words.what[what],
    about: [reference, party?.name].filter((one) => one !== null && one !== undefined).join(' · '),
    owner: owner?.name ?? words.nobody,
  };
}

/** What waits for staff over all pots, the oldest promise first; one's own, a colleague's, or everybody's. */
export const workPages: readonly Page[] = [
  definePage({
    address: '/work',
    for: staffRoles,
    words,
    load: async (context) => {
      const { parts, asker, query } = context;
      const filters = filtersOf(context);
      const { db } = parts.reading;
      const [count, page] = await Promise.all([
        countWork(db, asker, filters),
        listWork(db, asker, filters, { limit: linesAPage, cursor: query['cursor'] }),
      ]);
      return { count, page };
    },
    show: ({ count, page }, { query }) => {
      const owner = query['owner'] ?? 'me';
      return {
        template: 'work/list.njk',
        title: words.title,
        countedWork: owner === 'me' ? count.waiting : undefined,
        waiting: count.waiting === 0 ? words.nothing : words.waiting(count.waiting, countedAtMost),
        late: count.late === 0 ? undefined : words.late(count.late),
        choices: [
          { words: words.mine, href: '/work', active: owner === 'me' },
          { words: words.everybody, href: '/work?owner=all', active: owner === 'all' },
        ],
        items: page.items.map(lineOf),
        more:
          page.next === null
            ? undefined
            : `/work?owner=${encodeURIComponent(owner)}&cursor=${encodeURIComponent(page.next)}`,
      };
    },
  }),
];

import { countedAtMost, countWork, listWork, type WorkItem } from '../../../../db/queries/work';
import { readWorkChoices } from '../../../../db/queries/work-choices';
import { instantInWords, londonDate, millisecondsUntil } from '../../../domain/calendar';
import { staffRoles } from '../../../domain/lives/roles';
import { definePage, type Page } from '../frame/page';
import { choosingOn, chooseWords, refText } from '../together/choosing';
import { togetherWords } from '../together/words';
import { viewsOffered } from '../views/offered';
import { firstStepsView } from './first-steps';
import { workFiltersOf } from './list';
import { workWords as words } from './words';

const linesAPage = 25;
const dayMs = 24 * 3_600_000;

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
  const about = [reference, party?.name].filter((one) => one !== null && one !== undefined).join(' · ');
  return {
    tag,
    ref: refText(subject),
    choose: chooseWords(about),
    at: instantInWords(dueAt),
    href: `${addresses[subject.type]}/${subject.id}`,
    what: words.what[what],
    about,
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
      const filters = workFiltersOf(context);
      const { db } = parts.reading;
      const [count, page, choices] = await Promise.all([
        countWork(db, asker, filters),
        listWork(db, asker, filters, { limit: linesAPage, cursor: query['cursor'] }),
        readWorkChoices(db, asker),
      ]);
      return { count, page, ...choices };
    },
    show: ({ count, page, colleagues, pots, views, beginnings }, context) => {
      const { asker, query } = context;
      const filters = workFiltersOf(context);
      const owner = filters.ownerId === undefined ? 'all' : filters.ownerId === asker.personId ? 'me' : filters.ownerId;
      const kept = { owner, ...(filters.potId === undefined ? {} : { pot: filters.potId }) };
      const mayReassign = asker.roles.some(({ name }) => name === 'fund_manager' || name === 'grants_officer');
      return {
        template: 'work/list.njk',
        title: words.title,
        countedWork: owner === 'me' && filters.potId === undefined ? count.waiting : undefined,
        waiting: count.waiting === 0 ? words.nothing : words.waiting(count.waiting, countedAtMost),
        waitsForNobody: owner === 'me' && count.waiting === 0 ? words.nothingMine : undefined,
        firstSteps: firstStepsView(beginnings, asker.roles),
        late: count.late === 0 ? undefined : words.late(count.late),
        owners: [
          { value: 'me', text: words.mine, selected: owner === 'me' },
          { value: 'all', text: words.everybody, selected: owner === 'all' },
          ...colleagues
            .filter(({ id }) => id !== asker.personId)
            .map(({ id, name }) => ({ value: id, text: name, selected: id === owner })),
        ],
        pots: pots.map(({ id, name }) => ({ value: id, text: name, selected: id === filters.potId })),
        choosing: mayReassign
          ? choosingOn('work', ['reassign', 'write'], togetherWords.all(count.waiting, countedAtMost), {
              owner,
              pot: filters.potId,
            })
          : undefined,
        chosenWords: togetherWords,
        views: viewsOffered('work', views, query, asker.personId),
        items: page.items.map(lineOf),
        more:
          page.next === null ? undefined : `/work?${new URLSearchParams({ ...kept, cursor: page.next }).toString()}`,
      };
    },
  }),
];

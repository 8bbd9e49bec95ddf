import { countedAtMost, countWork } from '../../../../db/queries/work/count';
import type { WorkItem } from '../../../../db/queries/work/kinds';
import { listWork } from '../../../../db/queries/work/list';
import { readWorkChoices } from '../../../../db/queries/lists/work-choices';
import {
  daysUntil,
  londonDate,
  londonTime,
  shortDateInWords,
  timeInWords,
  type Instant,
} from '../../../domain/calendar/calendar';
import type { StatusMeaning } from '../../../domain/words/status';
import { staffRoles } from '../../../domain/lives/roles';
import { definePage, type Page } from '../frame/page';
import { choosingOn, chooseWords, refText } from '../together/choosing';
import { togetherWords } from '../together/words';
import { viewsOffered } from '../views/offered';
import { firstStepsView } from './first-steps';
import { workFiltersOf } from './list';
import { workWords as words } from './words';

const linesAPage = 25;
const addresses = {
  grant: '/grants',
  purchase: '/purchases',
  payment_run: '/payment-runs',
  meeting: '/meetings',
} as const;

const dayOf = (at: Instant): string => shortDateInWords(londonDate(at));

type Due = Pick<WorkItem, 'dueAt' | 'promised' | 'now'>;

/**
 * By when it was promised or since when it waits, in days: today's is late tomorrow, not at a minute past its hour. Until it is late, what is
 * one's own is told in the colour of what is to be done, and a colleague's in that of what is with somebody else.
 */
export function dueTag(
  { dueAt, promised, now }: Due,
  isOnes: boolean,
): { readonly words: string; readonly meaning: StatusMeaning } {
  const days = daysUntil(now, dueAt);
  if (promised && days < 0) return { words: words.lateBy(-days), meaning: 'late' };
  const said = promised ? (days === 0 ? words.today : words.inDays(days)) : words.waits(-days);
  return { words: said, meaning: isOnes ? 'yours' : 'other' };
}

/** What it is about: a grant and its group, a run, or the pot of a meeting and where that is held, since two may begin at one hour. */
export function aboutOf({ subject, reference, party, pot, place }: Omit<WorkItem, keyof Due>): string {
  if (subject.type === 'meeting') return [pot.name, place ?? words.online].join(' · ');
  const named = [reference, party?.name].filter((one) => one != null);
  return named.length === 0 ? pot.name : named.join(' · ');
}

/** One thing that waits as its page has it: when, about what, what to do. */
function lineOf(item: WorkItem, isOnes: boolean) {
  const { what, subject, owner, dueAt, now } = item;
  const { type, id } = subject;
  const days = daysUntil(now, dueAt);
  const about = aboutOf(item);
  return {
    tag: dueTag(item, isOnes),
    ref: type === 'meeting' ? undefined : refText({ type, id }),
    choose: chooseWords(about),
    at: type === 'meeting' || days === 0 ? words.at(dayOf(dueAt), timeInWords(londonTime(dueAt))) : dayOf(dueAt),
    href: `${addresses[type]}/${id}`,
    what: words.what[what],
    about,
    owner: owner?.name ?? (type === 'meeting' ? words.panel : words.nobody),
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
        items: page.items.map((item) => lineOf(item, owner === 'me' || item.owner?.id === asker.personId)),
        more:
          page.next === null ? undefined : `/work?${new URLSearchParams({ ...kept, cursor: page.next }).toString()}`,
      };
    },
  }),
  definePage({
    address: '/work',
    for: ['panel_member'],
    words,
    load: async ({ parts, asker, query }) => {
      const mine = { ownerId: asker.personId };
      const { db } = parts.reading;
      const [count, page] = await Promise.all([
        countWork(db, asker, mine),
        listWork(db, asker, mine, { limit: linesAPage, cursor: query['cursor'] }),
      ]);
      return { count, page };
    },
    show: ({ count, page }) => ({
      template: 'work/panel.njk',
      title: words.title,
      countedWork: count.waiting,
      waiting: count.waiting === 0 ? words.nothingForPanel : words.packs(count.waiting),
      items: page.items.map((item) => lineOf(item, true)),
      more: page.next === null ? undefined : `/work?${new URLSearchParams({ cursor: page.next }).toString()}`,
    }),
  }),
];

import { listMeetings, meetingReaders } from '../../../../db/queries/meetings/meetings';
import { londonDate, londonTime, shortDateInWords, timeInWords, type Instant } from '../../../domain/calendar/calendar';
import { staffRoles } from '../../../domain/lives/roles';
import { nothingYet } from '../frame/nothing-yet';
import { definePage } from '../frame/page';
import { isMinuteTaker, minuteTakers } from './minute-taker';
import { stateTag } from './views';
import { meetingWords as words } from './words';

const linesAPage = 25;

/** All meetings that somebody may see, the last first. */
export const meetingsPage = definePage({
  address: '/meetings',
  for: meetingReaders,
  words,
  load: ({ parts, asker, query }) =>
    listMeetings(parts.reading.db, asker, {}, { sort: 'newest', limit: linesAPage, cursor: query['cursor'] }),
  show: ({ items, next }, { asker, session }) => ({
    template: 'meetings/list.njk',
    title: words.list.title,
    mayPlan: isMinuteTaker(asker),
    isStaff: asker.roles.some(({ name }) => staffRoles.includes(name)),
    next,
    empty: nothingYet(asker, words.list.empty, [
      { for: minuteTakers, words: words.list.emptyPlanners },
      { for: ['panel_member'], words: words.list.emptyPanel },
      { words: words.list.emptyOthers },
    ]),
    meetings: items.map(({ id, startsAt, pot, place, online, state, chair }) => ({
      id,
      when: words.list.at(
        shortDateInWords(londonDate(startsAt as Instant)),
        timeInWords(londonTime(startsAt as Instant)),
      ),
      pot: pot.name,
      where: online ? words.list.online : (place ?? ''),
      tag: stateTag({ state, startsAt: startsAt as Instant, chair }, (session?.now ?? startsAt) as Instant),
    })),
  }),
});

import { findMeetingDate } from '../../../../db/queries/meetings/meetings';
import { meetingReaders } from '../../../../db/queries/meetings/meetings';
import { isId } from '../../../contracts/ids';
import { meetingCalendar } from '../../../documents/calendar-file';
import { definePage } from '../frame/page';
import { meetingWords as words } from './words';

/** A meeting for one's own calendar: kept again once it has moved or was called off, it takes the place of the one before. */
export const calendarPage = definePage<string>({
  address: '/meetings/:id/calendar.ics',
  for: meetingReaders,
  words,
  load: async ({ parts, asker, params }) => {
    const id = params['id'] ?? '';
    const meeting = isId(id) ? await findMeetingDate(parts.reading.db, asker, id) : undefined;
    if (meeting === undefined) return undefined;
    return meetingCalendar({ ...meeting, url: `${parts.publicUrl}/meetings/${id}` });
  },
  show: (calendar) => ({ file: { name: 'meeting.ics', type: 'text/calendar; charset=utf-8', content: calendar } }),
});

import { type CalendarDate, type Instant, londonDate } from '../../domain/calendar/calendar';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';

/** How the meeting ended. */
export interface EndMeetingBody {
  readonly nextMeetingOn?: CalendarDate | undefined;
}

/** Ends a meeting; nothing is decided at it afterwards. @refusal ATTENDANCE_MISSING, NEXT_MEETING_NOT_LATER */
export const endMeeting = defineCommand<EndMeetingBody, 'meeting'>('meeting', 'endMeeting', async ({ row, body }) => {
  const { nextMeetingOn } = body;
  if (row.chair_id === null) return refuse('ATTENDANCE_MISSING');
  // Days as YYYY-MM-DD are in the order of their letters.
  if (nextMeetingOn !== undefined && nextMeetingOn <= londonDate(row.starts_at as Instant)) {
    return refuse('NEXT_MEETING_NOT_LATER', { field: '/nextMeetingOn' });
  }
  return {
    to: 'held',
    set: { next_meeting_on: nextMeetingOn ?? null },
    event: { after: { nextMeetingOn: nextMeetingOn ?? null } },
  };
});

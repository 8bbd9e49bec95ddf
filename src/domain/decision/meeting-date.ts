import { type Instant, londonDate } from '../calendar/calendar';
import { refuse, type Refusal } from '../refusals/refusal';

/** When and where a meeting of the panel is. */
export interface WhenAndWhere {
  readonly startsAt: Instant;
  readonly online: boolean;
  /** Needed in a room; online, how to join. */
  readonly place?: string | undefined;
}

/** Why no meeting can be then or there, as of now: MEETING_NEEDS_PLACE, MEETING_DAY_PASSED. One that began today can still be written down. */
export function whenAndWhereRefusal({ startsAt, online, place }: WhenAndWhere, now: Instant): Refusal | undefined {
  if (!online && (place === undefined || place.trim() === ''))
    return refuse('MEETING_NEEDS_PLACE', { field: '/place' });
  return londonDate(startsAt) < londonDate(now) ? refuse('MEETING_DAY_PASSED', { field: '/startsAt' }) : undefined;
}

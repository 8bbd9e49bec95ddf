import { createEvents, type EventAttributes } from 'ics';
import type { MeetingState } from '../domain/lives/clockless-lives';
import { type Instant, instantInWords } from '../domain/calendar/calendar';
import { say } from './text/say';
import { calendarWords as words } from './text/words/calendar';

/** A round's dates, as a calendar has them. */
export interface RoundDates {
  readonly id: string;
  readonly round: string;
  readonly pot: string;
  readonly organisation: string;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  /** Whether it is planned, and not open yet. */
  readonly isComing: boolean;
  /** Higher whenever the dates have changed, so that a calendar takes the newer. */
  readonly version: number;
  /** Where one applies. */
  readonly url: string;
}

const hour = 3_600_000;

/**
 * The last hour before a round's deadline as a calendar file (RFC 5545), with a reminder a week and a day before; of a round that is planned also
 * the hour in which it opens. Kept again after a change, it takes the place of the one before.
 */
export function roundCalendar(of: RoundDates): string {
  const { id, round, pot, organisation, opensAt, closesAt, version, url } = of;
  const shared = {
    sequence: version,
    method: 'PUBLISH',
    description: say(words.description, { organisation, closes: instantInWords(closesAt), url }),
    url,
    busyStatus: 'FREE',
    transp: 'TRANSPARENT',
  } as const;
  const [opens, closes] = [Date.parse(opensAt), Date.parse(closesAt)];
  const opening = {
    ...shared,
    uid: `round-${id}-opens@grantpot`,
    title: say(words.opens, { pot, round }),
    start: opens,
    end: opens + hour,
  };
  const deadline = {
    ...shared,
    uid: `round-${id}@grantpot`,
    title: say(words.title, { pot, round }),
    start: closes - hour,
    end: closes,
    alarms: remindersBefore([168, 24], say(words.soon, { pot })),
  };
  return written(of.isComing ? [opening, deadline] : [deadline], opensAt);
}

/** A meeting of a panel, as a calendar has it. */
export interface MeetingFacts {
  readonly id: string;
  readonly state: MeetingState;
  readonly pot: string;
  readonly organisation: string;
  readonly place: string | null;
  readonly startsAt: Instant;
  readonly plannedAt: Instant;
  /** Higher whenever it has moved or was called off, so that a calendar takes the newer. */
  readonly version: number;
  /** Its page. */
  readonly url: string;
}

/** How long a meeting stands in a calendar: nobody says when it will be over. */
const meetingMilliseconds = 2 * hour;

/** A meeting as a calendar file, with a reminder a day before. Once it is called off, the file takes it out of the calendar. */
export function meetingCalendar(meeting: MeetingFacts): string {
  const { id, state, pot, organisation, place, startsAt, plannedAt, version, url } = meeting;
  const start = Date.parse(startsAt);
  const isOff = state === 'called_off';
  return written(
    [
      {
        uid: `meeting-${id}@grantpot`,
        sequence: version,
        method: isOff ? 'CANCEL' : 'PUBLISH',
        status: isOff ? 'CANCELLED' : 'CONFIRMED',
        title: say(words.meeting, { pot }),
        description: say(words.meetingDescription, { organisation, url }),
        ...(place === null ? {} : { location: place }),
        url,
        start,
        end: start + meetingMilliseconds,
        busyStatus: isOff ? 'FREE' : 'BUSY',
        ...(isOff ? {} : { alarms: remindersBefore([24], say(words.meeting, { pot })) }),
      },
    ],
    plannedAt,
  );
}

const remindersBefore = (hours: readonly number[], description: string) =>
  hours.map((before) => ({ action: 'display' as const, description, trigger: { hours: before, before: true } }));

type Event = Omit<EventAttributes, 'start' | 'end' | 'duration'> & { readonly start: number; readonly end: number };

/** Events as a file. It is the same whenever it is asked for: its stamp is `stampedAt`, and the sequence tells which is newer. */
function written(events: readonly Event[], stampedAt: Instant): string {
  const { error, value } = createEvents(
    events.map((event) => ({
      ...event,
      productId: 'grantpot/calendar',
      startInputType: 'utc',
      startOutputType: 'utc',
      endInputType: 'utc',
      endOutputType: 'utc',
    })),
  );
  if (typeof value !== 'string') throw new Error('what is asked for is always an event', { cause: error });
  const stamp = stampedAt.replaceAll(/[-:]|\.\d{3}/g, '');
  return value.replaceAll(/^DTSTAMP:.*$/gm, `DTSTAMP:${stamp}`);
}

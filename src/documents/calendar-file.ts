import { createEvent } from 'ics';
import { type Instant, instantInWords } from '../domain/calendar/calendar';
import { say } from './text/say';
import { calendarWords as words } from './text/words/calendar';

/** A round's deadline, as a calendar has it. */
export interface DeadlineFacts {
  readonly id: string;
  readonly round: string;
  readonly pot: string;
  readonly organisation: string;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  /** Higher whenever the dates have changed, so that a calendar takes the newer. */
  readonly version: number;
  /** Where one applies. */
  readonly url: string;
}

/** The last hour before a deadline as a calendar file (RFC 5545), with a reminder a week and a day before. Kept again after a change, it takes the place of the one before. */
export function deadlineCalendar({
  id,
  round,
  pot,
  organisation,
  opensAt,
  closesAt,
  version,
  url,
}: DeadlineFacts): string {
  const end = Date.parse(closesAt);
  const { error, value } = createEvent({
    uid: `round-${id}@grantpot`,
    sequence: version,
    productId: 'grantpot/calendar',
    method: 'PUBLISH',
    title: say(words.title, { pot, round }),
    description: say(words.description, { organisation, closes: instantInWords(closesAt), url }),
    url,
    start: end - 3_600_000,
    end,
    startInputType: 'utc',
    startOutputType: 'utc',
    endInputType: 'utc',
    endOutputType: 'utc',
    busyStatus: 'FREE',
    transp: 'TRANSPARENT',
    alarms: [{ hours: 168 }, { hours: 24 }].map((trigger) => ({
      action: 'display' as const,
      description: say(words.soon, { pot }),
      trigger: { ...trigger, before: true },
    })),
  });
  if (typeof value !== 'string') throw new Error('a deadline is always an event', { cause: error });
  // The same file whenever it is asked for: its stamp is when the round opened, and its sequence tells which is newer.
  const stamp = opensAt.replaceAll(/[-:]|\.\d{3}/g, '');
  return value.replace(/^DTSTAMP:.*$/m, `DTSTAMP:${stamp}`);
}

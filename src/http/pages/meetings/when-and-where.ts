import {
  londonDate,
  londonInstant,
  londonTime,
  timeInWords,
  type CalendarDate,
  type Instant,
} from '../../../domain/calendar/calendar';
import { clockTimes } from '../form/clock-times';
import type { Fields, Option } from '../form/field';
import type { Sent } from '../frame/page';
import { meetingWords } from './words';

const words = meetingWords.plan;

const times = clockTimes('08:00', '21:30');

/** The half hours of a day, and the time that a meeting begins at already where that is none of them. */
const timesWith = (time: string): readonly Option[] =>
  times.some(({ value }) => value === time)
    ? times
    : [...times, { value: time, words: timeInWords(time) }].toSorted((one, other) =>
        one.value < other.value ? -1 : 1,
      );

/** What is asked of a meeting that is planned or moved: its day, its time, and where it is. */
export const whenAndWhereFields = (startsAt?: Instant) =>
  ({
    day: { kind: 'date', at: '/startsAt', label: words.day, missing: words.dayMissing },
    time: {
      kind: 'choice',
      asList: true,
      at: '/time',
      label: words.time,
      missing: words.timeMissing,
      options: startsAt === undefined ? times : timesWith(londonTime(startsAt)),
    },
    online: { kind: 'yesNo', at: '/online', label: words.online },
    place: { kind: 'text', at: '/place', label: words.place, hint: words.placeHint, atMost: 500 },
  }) satisfies Fields;

/** The same as a meeting has it already. */
export const whenAndWhereOf = ({
  startsAt,
  online,
  place,
}: {
  readonly startsAt: Instant;
  readonly online: boolean;
  readonly place: string | null;
}) => ({ startsAt: londonDate(startsAt), time: londonTime(startsAt), online, ...(place === null ? {} : { place }) });

/** What was filled in as the command has it: the day and the time in London are one instant. */
export const withInstant = ({ time, startsAt, ...body }: Sent['body']): Sent['body'] =>
  typeof startsAt === 'string' && typeof time === 'string'
    ? { ...body, startsAt: londonInstant(startsAt as CalendarDate, time) }
    : body;

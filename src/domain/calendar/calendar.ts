/**
 * Instants, dates and periods, as the law and the field count them: in Europe/London, by the calendar.
 *
 * A *period* is ISO 8601. One that begins `PT` is an exact length of time (`PT30S`, `PT48H`). Any other is counted on
 * the calendar and ends at 5pm London time of its last day: `P28D` is 28 days later at 5pm, whatever the clocks did
 * meanwhile, and `P12M` is the same day next year (29 February becomes 28 February), never 365.25 days.
 */
import { Temporal } from 'temporal-polyfill';

const LONDON = 'Europe/London';

/** The hour, London time, at which a day's deadlines pass. */
const CLOSE_OF_DAY = '17:00';

/** A moment in UTC, always with milliseconds and Z: `2026-11-09T10:00:00.000Z`. */
export type Instant = `${string}T${string}Z`;

/** A day in London, without a time: `2026-11-09`. */
export type CalendarDate = `${number}-${number}-${number}`;

/** An ISO 8601 period, exact (`PT30S`) or by the calendar (`P28D`, `P12M`, `-P14D`); see `parsePeriod` for input. */
export type Period = string;

/** A number of working days; see `addWorkingDays`. */
export type WorkingDays = number;

const EXACT_PERIOD = /^-?PT(?=\d)(\d{1,6}H)?(\d{1,8}M)?(\d{1,9}S)?$/;
const CALENDAR_PERIOD = /^-?P(?=\d)(\d{1,4}Y)?(\d{1,5}M)?(\d{1,5}W)?(\d{1,6}D)?$/;

/** How a text would be counted as a period; undefined when it is none. Fractions and `P1DT2H`, which is both, are none. */
export function kindOfPeriod(text: string): 'exact' | 'calendar' | undefined {
  if (EXACT_PERIOD.test(text)) return 'exact';
  if (CALENDAR_PERIOD.test(text)) return 'calendar';
  return undefined;
}

const written = (instant: Temporal.Instant): Instant =>
  instant.toString({ fractionalSecondDigits: 3, roundingMode: 'floor' }) as Instant;

const dayOf = (date: Temporal.PlainDate): CalendarDate => date.toString() as CalendarDate;

const inLondon = (at: Instant): Temporal.ZonedDateTime => Temporal.Instant.from(at).toZonedDateTimeISO(LONDON);

/** Takes any ISO 8601 instant in (with an offset, with microseconds); throws RangeError for anything else. */
export function instant(text: string): Instant {
  return written(Temporal.Instant.from(text));
}

/** Whether a text is a day that exists, as `YYYY-MM-DD`: `2026-02-30` is none. */
export function isCalendarDate(text: string): text is CalendarDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
}

/** Takes a day in; throws RangeError when it is not `YYYY-MM-DD` or does not exist. */
export function calendarDate(text: string): CalendarDate {
  if (!isCalendarDate(text)) throw new RangeError('A date is YYYY-MM-DD and exists.');
  return text;
}

/** How many answers of each kind are remembered: what is asked again within one page or one list is nearly always among them. */
const rememberedAtMost = 2_000;

/** Answers by what was asked, for questions that always have the same answer; all are forgotten when there are too many. */
function remember<Answer>(answers: Map<string, Answer>, asked: string, answer: Answer): Answer {
  if (answers.size >= rememberedAtMost) answers.clear();
  answers.set(asked, answer);
  return answer;
}

/** An instant as it is written, up to its hour. London has been ahead of UTC by whole hours since before this. */
const hourOfInstant = /^((?:19[2-9]|2\d\d)\d-\d\d-\d\dT\d\d):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const daysOfHours = new Map<string, CalendarDate>();

/** The day that it is in London at an instant. */
export function londonDate(at: Instant): CalendarDate {
  // Working it out takes some ten microseconds, and a page does so for each of its dates.
  const hour = hourOfInstant.exec(at)?.[1];
  const known = hour === undefined ? undefined : daysOfHours.get(hour);
  if (known !== undefined) return known;
  const day = dayOf(inLondon(at).toPlainDate());
  return hour === undefined ? day : remember(daysOfHours, hour, day);
}

/** The instant at which a day's deadlines pass: 5pm London time. */
export function endOfDay(date: CalendarDate): Instant {
  const close = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: LONDON, plainTime: CLOSE_OF_DAY });
  return written(close.toInstant());
}

/** The instant of a clock time in London on a day, such as `18:30`; one that the clocks skip in spring is an hour later. */
export function londonInstant(date: CalendarDate, time: string): Instant {
  return written(Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: LONDON, plainTime: time }).toInstant());
}

/** The clock time in London at an instant: `18:30`. */
export function londonTime(at: Instant): string {
  return inLondon(at).toPlainTime().toString({ smallestUnit: 'minute' });
}

/** Counts on the calendar from a day; a month without that day gives its last. Throws RangeError for an exact period. */
export function addToDate(date: CalendarDate, period: Period): CalendarDate {
  const asked = `${date} ${period}`;
  const known = datesAfter.get(asked);
  if (known !== undefined) return known;
  if (kindOfPeriod(period) !== 'calendar') throw new RangeError('A date moves by days, weeks, months or years.');
  return remember(datesAfter, asked, dayOf(Temporal.PlainDate.from(date).add(period)));
}

const datesAfter = new Map<string, CalendarDate>();

/** The same day of the month so many months before; a month without that day gives its last. */
export function monthsBefore(date: CalendarDate, months: number): CalendarDate {
  return dayOf(Temporal.PlainDate.from(date).subtract({ months }));
}

/**
 * The instant at which a period that begins at an instant ends: exact for `PT…`, else at 5pm London time of its last
 * day. A negative period counts back in the same way. Throws RangeError when the period is malformed.
 */
export function addPeriod(at: Instant, period: Period): Instant {
  return kindOfPeriod(period) === 'exact'
    ? written(Temporal.Instant.from(at).add(period))
    : endOfDay(addToDate(londonDate(at), period));
}

/** The instant a period before another, by the same rules: a reminder `P14D` before an offer runs out. */
export function subtractPeriod(at: Instant, period: Period): Instant {
  return addPeriod(at, period.startsWith('-') ? period.slice(1) : `-${period}`);
}

/** Orders instants, earlier first, for `sort`. */
export function compareInstants(one: Instant, other: Instant): number {
  // As all of ours are written, the letters are in the same order as the instants.
  if (hourOfInstant.test(one) && hourOfInstant.test(other)) return one < other ? -1 : Number(one > other);
  return Temporal.Instant.compare(one, other);
}

/** Milliseconds from one instant until another; negative when it has passed. */
export function millisecondsUntil(from: Instant, until: Instant): number {
  return Temporal.Instant.from(until).epochMilliseconds - Temporal.Instant.from(from).epochMilliseconds;
}

/** Days by the calendar in London from one instant until another, as people count them: 0 on the same day, negative where it lies before. */
export function daysUntil(from: Instant, until: Instant): number {
  return Temporal.PlainDate.from(londonDate(from)).until(londonDate(until), { largestUnit: 'days' }).days;
}

/**
 * Where a deadline stands after its clock was paused: later by just as long as the pause. A deadline at 5pm London
 * time stays one, at the first 5pm that is no earlier, so that nobody loses part of a day by being asked a question.
 */
export function afterPause(dueAt: Instant, pausedAt: Instant, resumedAt: Instant): Instant {
  const paused = Math.max(0, millisecondsUntil(pausedAt, resumedAt));
  const later = written(Temporal.Instant.from(dueAt).add({ milliseconds: paused }));
  if (dueAt !== endOfDay(londonDate(dueAt))) return later;
  const sameDay = endOfDay(londonDate(later));
  return compareInstants(sameDay, later) >= 0 ? sameDay : endOfDay(addToDate(londonDate(later), 'P1D'));
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** A day as people read it: `1 December 2026`. */
export function dateInWords(date: CalendarDate): string {
  const { day, month, year } = Temporal.PlainDate.from(date);
  return `${day} ${MONTHS[month - 1] ?? ''} ${year}`;
}

/** An instant as people in London read it: `5pm on Tuesday 1 December 2026`, `9:30am on …`. */
export function instantInWords(at: Instant): string {
  return `${timeInWords(londonTime(at))} on ${WEEKDAYS[inLondon(at).dayOfWeek - 1] ?? ''} ${dateInWords(londonDate(at))}`;
}

/** A clock time as people say it: `17:00` is `5pm`, `09:30` is `9:30am`. */
export function timeInWords(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const minutes = minute === 0 ? '' : `:${minute.toString().padStart(2, '0')}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutes}${hour < 12 ? 'am' : 'pm'}`;
}

/** A day as lists have it: `1 Dec 2026`. */
export function shortDateInWords(date: CalendarDate): string {
  const { day, month, year } = Temporal.PlainDate.from(date);
  return `${day} ${(MONTHS[month - 1] ?? '').slice(0, 3)} ${year}`;
}

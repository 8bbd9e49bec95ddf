/** Periods as people read them. */
import { kindOfPeriod, type Period } from '../calendar/calendar';

const CALENDAR: Readonly<Record<string, string>> = { Y: 'year', M: 'month', W: 'week', D: 'day' };
const EXACT: Readonly<Record<string, string>> = { H: 'hour', M: 'minute', S: 'second' };

/** No time at all, and in words; `0 days` are more than that, as they last until the end of the working day. */
const NO_TIME = 'PT0S';
const AT_ONCE = 'at once';

/** A period in words: `P12M` is `12 months`, `P1Y6M` is `1 year and 6 months`, `PT30S` is `30 seconds`, `PT0S` is `at once`. */
export function periodInWords(period: Period): string {
  if (period === NO_TIME) return AT_ONCE;
  const units = kindOfPeriod(period) === 'exact' ? EXACT : CALENDAR;
  return [...period.matchAll(/(\d+)([A-Z])/g)]
    .map(([, count, unit]) => `${String(Number(count))} ${units[unit ?? ''] ?? ''}${Number(count) === 1 ? '' : 's'}`)
    .join(' and ');
}

const LETTERS: Readonly<Record<string, string>> = {
  year: 'Y',
  month: 'M',
  week: 'W',
  day: 'D',
  hour: 'H',
  minute: 'M',
  second: 'S',
};
const INEXACT: readonly string[] = Object.values(CALENDAR);

/**
 * A period that somebody wrote in words, the other way round: `12 months`, `1 year and 6 months`, `at once`. Undefined for what is none, and for
 * what mixes days with hours, which are not counted alike.
 */
export function readPeriod(words: string): Period | undefined {
  if (words.trim().toLowerCase() === AT_ONCE) return NO_TIME;
  const parts = words
    .trim()
    .toLowerCase()
    .split(/\s+and\s+|\s*&\s*/)
    .map((part) => /^(\d{1,5})\s*(year|month|week|day|hour|minute|second)s?$/.exec(part));
  const found = parts.flatMap((part) => (part === null ? [] : [{ count: Number(part[1]), unit: part[2] ?? '' }]));
  if (found.length === 0 || found.length !== parts.length) return undefined;
  const isCalendar = found.every(({ unit }) => INEXACT.includes(unit));
  if (!isCalendar && found.some(({ unit }) => INEXACT.includes(unit))) return undefined;
  const written = `${isCalendar ? 'P' : 'PT'}${found.map(({ count, unit }) => `${String(count)}${LETTERS[unit] ?? ''}`).join('')}`;
  return kindOfPeriod(written) === undefined ? undefined : written;
}

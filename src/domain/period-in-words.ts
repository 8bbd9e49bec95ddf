/** Periods as people read them. */
import { kindOfPeriod, type Period } from './calendar';

const CALENDAR: Readonly<Record<string, string>> = { Y: 'year', M: 'month', W: 'week', D: 'day' };
const EXACT: Readonly<Record<string, string>> = { H: 'hour', M: 'minute', S: 'second' };

/** A period in words: `P12M` is `12 months`, `P1Y6M` is `1 year and 6 months`, `PT30S` is `30 seconds`. */
export function periodInWords(period: Period): string {
  const units = kindOfPeriod(period) === 'exact' ? EXACT : CALENDAR;
  return [...period.matchAll(/(\d+)([A-Z])/g)]
    .map(([, count, unit]) => `${String(Number(count))} ${units[unit ?? ''] ?? ''}${Number(count) === 1 ? '' : 's'}`)
    .join(' and ');
}

import { instantInWords, londonDate, type CalendarDate, type Instant } from '../../../domain/calendar';
import { frameWords } from './words';

/** How many days of the calendar lie between two days in London. */
const daysBetween = (from: CalendarDate, until: CalendarDate): number =>
  Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** How far away an instant is by the calendar: `in 9 days`, `today`, `2 days ago`. */
export const awayInWords = (at: Instant, now: Instant): string =>
  frameWords.away(daysBetween(londonDate(now), londonDate(at)));

/** An instant as pages about one thing have it: `5pm on Tuesday 1 December 2026 (in 9 days)`. */
export const whenInWords = (at: Instant, now: Instant): string => `${instantInWords(at)} (${awayInWords(at, now)})`;

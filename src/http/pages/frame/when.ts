import { daysUntil, instantInWords, type Instant } from '../../../domain/calendar/calendar';
import { frameWords } from './words';

/** How far away an instant is by the calendar: `in 9 days`, `today`, `2 days ago`. */
export const awayInWords = (at: Instant, now: Instant): string => frameWords.away(daysUntil(now, at));

/** An instant as pages about one thing have it: `5pm on Tuesday 1 December 2026 (in 9 days)`. */
export const whenInWords = (at: Instant, now: Instant): string => `${instantInWords(at)} (${awayInWords(at, now)})`;

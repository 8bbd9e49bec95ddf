/** Checks lengths of time that people give: what the calendar can count is not yet what a rule may use. */
import { kindOfPeriod, type Period } from '../calendar/calendar';
import { type Refusal, refuse } from '../refusals/refusal';

/** Where no rule of the field goes: a typing slip such as `P2800D` for `P28D` is caught here, not in 2100. */
const LONGEST_DAYS = 30 * 366;

const DAYS: Readonly<Record<string, number>> = { Y: 365, M: 30, W: 7, D: 1 };
const SECONDS: Readonly<Record<string, number>> = { H: 3_600, M: 60, S: 1 };

function roughDays(period: Period, kind: 'exact' | 'calendar'): number {
  const worth = kind === 'exact' ? SECONDS : DAYS;
  const parts = [...period.matchAll(/(\d+)([A-Z])/g)];
  const sum = parts.reduce((total, [, count, of]) => total + Number(count) * (worth[of ?? ''] ?? 0), 0);
  return kind === 'exact' ? sum / 86_400 : sum;
}

/** What a rule asks of a period that somebody gives. */
export interface PeriodRule {
  /** JSON pointer to the field that it was given in. */
  readonly field?: string;
  /** Whether it is counted from dates, so that hours, minutes and seconds mean nothing. */
  readonly calendarOnly?: boolean;
  /** Whether it may count back, as in `-P14D`. */
  readonly mayBeNegative?: boolean;
}

/**
 * What is wrong with a period, if anything: PERIOD_MALFORMED, PERIOD_NEGATIVE, PERIOD_NOT_CALENDAR or PERIOD_TOO_LONG.
 */
export function periodRefusal(text: string, rule: PeriodRule = {}): Refusal | undefined {
  const { field, calendarOnly = false, mayBeNegative = false } = rule;
  const kind = kindOfPeriod(text);
  if (kind === undefined) return refuse('PERIOD_MALFORMED', { field });
  if (text.startsWith('-') && !mayBeNegative) return refuse('PERIOD_NEGATIVE', { field });
  if (calendarOnly && kind === 'exact') return refuse('PERIOD_NOT_CALENDAR', { field });
  if (roughDays(text, kind) > LONGEST_DAYS) return refuse('PERIOD_TOO_LONG', { field });
  return undefined;
}

/** A period that somebody gave, or why it is none; the codes are those of `periodRefusal`. */
export function parsePeriod(text: string, rule: PeriodRule = {}): Period | Refusal {
  return periodRefusal(text, rule) ?? text;
}

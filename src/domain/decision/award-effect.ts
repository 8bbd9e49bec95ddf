/** What an award would leave of its pot: of what may be awarded, and of the cash that is there or expected. */
import type { CalendarDate } from '../calendar/calendar';
import { addPence, type Pence, pence, subtractPence, sumPence, ZERO } from '../money/money';

/** A pot's money before the award. */
export interface PotBefore {
  readonly canStillBeAwardedPence: Pence;
  /** In the bank, reserved or on its way to the bank of a payee. */
  readonly cashPence: Pence;
  /** Awarded earlier and not settled yet. */
  readonly owedPence: Pence;
  /** The funder's instalments that have not come yet, the soonest first. */
  readonly expected: readonly { readonly amountPence: Pence; readonly on: CalendarDate }[];
}

/** What an award does. */
export interface AwardEffect {
  /** Below zero: the pot has not got it. */
  readonly canStillBeAwardedPence: Pence;
  /** Cash that is not spoken for, now and with all that is expected, before the award and after it. Below zero: somebody waits. */
  readonly freeCash: { readonly before: Pence; readonly after: Pence };
  readonly forecast: { readonly before: Pence; readonly after: Pence };
  /** From when cash covers it: now, a day, or never by what is expected. */
  readonly coveredFrom: 'now' | CalendarDate | 'never';
}

/** Everything awarded earlier is paid first; the award takes what is left. */
export function awardEffect(awardPence: Pence, pot: PotBefore): AwardEffect {
  const before = subtractPence(pot.cashPence, pot.owedPence);
  const forecast = addPence(before, sumPence(pot.expected.map(({ amountPence }) => amountPence)));
  return {
    canStillBeAwardedPence: subtractPence(pot.canStillBeAwardedPence, awardPence),
    freeCash: { before, after: subtractPence(before, awardPence) },
    forecast: { before: forecast, after: subtractPence(forecast, awardPence) },
    coveredFrom: coveredFrom(subtractPence(awardPence, before), pot.expected),
  };
}

/** When what is short has come. */
function coveredFrom(shortPence: Pence, expected: PotBefore['expected']): AwardEffect['coveredFrom'] {
  if (shortPence <= ZERO) return 'now';
  let comePence = 0;
  for (const { amountPence, on } of expected) {
    comePence += amountPence;
    if (pence(comePence) >= shortPence) return on;
  }
  return 'never';
}

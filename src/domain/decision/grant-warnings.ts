/** What a tired reader of an application would miss. A warning decides nothing: it says what to look at. */
import { awardEffect, type PotBefore } from './award-effect';
import type { CalendarDate } from '../calendar/calendar';
import { awardableUnderCap, capFreeFrom, type CountedAward } from './group-cap';
import { type Pence, subtractPence, ZERO } from '../money/money';
import type { Policy } from '../policy/policy';

/** What warnings are told from. */
export interface Warned {
  readonly askedPence: Pence;
  /** The group's income in a year, as it says; undefined where it does not say. */
  readonly incomePence: Pence | undefined;
  /** Of reports of its other grants. */
  readonly overdueReports: number;
  readonly otherAwards: readonly CountedAward[];
  readonly today: CalendarDate;
  readonly policy: Pick<Policy, 'groupCapPence' | 'groupCapPeriod'>;
  /** Undefined once the application is decided. */
  readonly pot: PotBefore | undefined;
}

/** One thing to look at, with the sums that it is about. */
export type Warning =
  | { readonly kind: 'report overdue'; readonly count: number }
  | { readonly kind: 'over income'; readonly incomePence: Pence }
  | { readonly kind: 'over cap'; readonly awardablePence: Pence; readonly moreFrom: CalendarDate | undefined }
  | { readonly kind: 'over budget'; readonly leftPence: Pence }
  | { readonly kind: 'over cash'; readonly shortPence: Pence };

/** The warnings about an application, in the order of what ends it soonest. */
export function warningsOf(warned: Warned): readonly Warning[] {
  const { askedPence, incomePence, overdueReports, otherAwards, today, policy, pot } = warned;
  const cap = {
    awards: otherAwards,
    decidedOn: today,
    capPence: policy.groupCapPence,
    period: policy.groupCapPeriod,
  };
  const awardablePence = awardableUnderCap(cap);
  const effect = pot === undefined ? undefined : awardEffect(askedPence, pot);
  const found: readonly (Warning | undefined)[] = [
    pot !== undefined && askedPence > awardablePence
      ? { kind: 'over cap', awardablePence, moreFrom: capFreeFrom(cap) }
      : undefined,
    overdueReports > 0 ? { kind: 'report overdue', count: overdueReports } : undefined,
    incomePence !== undefined && askedPence > incomePence ? { kind: 'over income', incomePence } : undefined,
    pot !== undefined && effect !== undefined && effect.canStillBeAwardedPence < ZERO
      ? { kind: 'over budget', leftPence: pot.canStillBeAwardedPence }
      : undefined,
    effect !== undefined && effect.forecast.after < ZERO
      ? { kind: 'over cash', shortPence: subtractPence(ZERO, effect.forecast.after) }
      : undefined,
  ];
  return found.filter((one) => one !== undefined);
}

/** What one group may still be awarded: a cap within a rolling period, over all pots of a tenant, by date of decision. */
import { addToDate, type CalendarDate, type Period } from '../calendar/calendar';
import { lesserPence, type Pence, pence, subtractPence, sumPence } from '../money/money';

/** An award of the group, from whatever pot. What came back (declined, lapsed, unspent, returned) no longer counts. */
export interface CountedAward {
  readonly decidedOn: CalendarDate;
  readonly amountPence: Pence;
  readonly cameBackPence: Pence;
}

/** What the cap is asked with. */
export interface CapQuestion {
  readonly awards: readonly CountedAward[];
  /** The day of the decision that is asked about. */
  readonly decidedOn: CalendarDate;
  readonly capPence: Pence;
  /** By the calendar, such as `P12M`; an award stops counting exactly so long after its decision. */
  readonly period: Period;
}

const counted = ({ amountPence, cameBackPence }: CountedAward): Pence =>
  pence(Math.max(0, subtractPence(amountPence, cameBackPence)));

/** What was awarded from a day on, until just before the period from it ends. */
function awardedFrom(start: CalendarDate, awards: readonly CountedAward[], period: Period): Pence {
  const end = addToDate(start, period);
  return sumPence(awards.filter(({ decidedOn }) => decidedOn >= start && decidedOn < end).map(counted));
}

/**
 * The most that the group may be awarded on a day, never below zero. No period may hold more than the cap, also one that
 * holds a later decision: a meeting may be recorded after another that was held later.
 */
export function awardableUnderCap({ awards, decidedOn, capPence, period }: CapQuestion): Pence {
  const starts = awards
    .map((award) => award.decidedOn)
    .filter((start) => start < decidedOn && addToDate(start, period) > decidedOn);
  const fullest = Math.max(...[decidedOn, ...starts].map((start) => awardedFrom(start, awards, period)));
  return lesserPence(capPence, pence(Math.max(0, capPence - fullest)));
}

/** The first day after the decision's on which more can be awarded; undefined when nothing counts against the cap. */
export function capFreeFrom(question: CapQuestion): CalendarDate | undefined {
  const awardableNow = awardableUnderCap(question);
  return question.awards
    .map((award) => addToDate(award.decidedOn, question.period))
    .toSorted()
    .find((day) => day > question.decidedOn && awardableUnderCap({ ...question, decidedOn: day }) > awardableNow);
}

/** How a group stands under its cap on a day. */
export interface CapStanding {
  /** What counts against the cap. */
  readonly hadPence: Pence;
  readonly leftPence: Pence;
  /** The first day on which more can be awarded; undefined where nothing counts. */
  readonly moreFrom: CalendarDate | undefined;
}

/** What of its cap a group has had, and what is left. */
export function capStanding(question: CapQuestion): CapStanding {
  const leftPence = awardableUnderCap(question);
  return { hadPence: subtractPence(question.capPence, leftPence), leftPence, moreFrom: capFreeFrom(question) };
}

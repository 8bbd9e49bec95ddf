/** When a grant's money falls due, and in which parts. */
import { addPeriod, type Instant } from '../calendar/calendar';
import { type Pence, sharesOf } from '../money/money';
import type { Policy } from '../policy/policy';

/** One part of a grant, due at an instant; numbered from 1 in the order of the plan. */
export interface PlannedInstalment {
  readonly number: number;
  readonly amountPence: Pence;
  readonly dueAt: Instant;
}

/** The parts of a plan; one that is left with no penny (a grant of £0.01 in two) is not paid at all, and gone. */
function planned(shares: readonly Pence[], plan: readonly Omit<PlannedInstalment, 'amountPence'>[]) {
  return plan.flatMap(({ number, dueAt }, position): readonly PlannedInstalment[] => {
    const amountPence = shares[position];
    return amountPence === undefined || amountPence === 0 ? [] : [{ number, amountPence, dueAt }];
  });
}

/** The instalments of an award by its policy, counted from acceptance. They add up to the award to the penny. */
export function planInstalments(
  awardPence: Pence,
  { instalments }: Pick<Policy, 'instalments'>,
  acceptedAt: Instant,
): readonly PlannedInstalment[] {
  const shares = sharesOf(
    awardPence,
    instalments.map(({ sharePercent }) => sharePercent),
  );
  return planned(
    shares,
    instalments.map(({ dueAfter }, position) => ({ number: position + 1, dueAt: addPeriod(acceptedAt, dueAfter) })),
  );
}

/**
 * Those instalments that are still open, anew, when what is left to pay has changed (an award made less): each in
 * proportion to what it was, at its own date and under its own number. They add up to what is left to the penny.
 * Throws RangeError when there is something left and no instalment to pay it by.
 */
export function replanInstalments(leftPence: Pence, open: readonly PlannedInstalment[]): readonly PlannedInstalment[] {
  if (leftPence === 0) return [];
  const shares = sharesOf(
    leftPence,
    open.map(({ amountPence }) => amountPence),
  );
  return planned(shares, open);
}

/** An instalment that falls due is paid at once, unless something that only the group or an officer can settle is missing. */
import type { Instant } from '../calendar/calendar';
import { arm, type Deadline } from '../calendar/deadlines';
import { instalmentDeadline } from './grant-deadlines';

/** What may keep an instalment from being paid although it is due. */
export type InstalmentBlocker = 'conditions' | 'bank_details';

/** How a grant stands when one of its instalments falls due. */
export interface InstalmentGround {
  /** Conditions that are neither met nor waived; one that failed is still not met. */
  readonly unmetConditions: number;
  /** Whether the payee has given bank details, in whatever version. */
  readonly hasBankDetails: boolean;
}

/** All that keeps an instalment from being paid; nothing when it can be. */
export function instalmentBlockedBy({
  unmetConditions,
  hasBankDetails,
}: InstalmentGround): readonly InstalmentBlocker[] {
  return [
    ...(unmetConditions > 0 ? (['conditions'] as const) : []),
    ...(hasBankDetails ? [] : (['bank_details'] as const)),
  ];
}

/**
 * Sets instalments that fell due and were blocked to fall due again, now that a blocker is gone. If another is left they are
 * blocked once more, and nothing is lost. `at` is what the clock of instalments shows (UTC).
 */
export function rearmBlockedInstalments(
  deadlines: readonly Deadline[],
  blockedPaymentIds: readonly string[],
  at: Instant,
): readonly Deadline[] {
  return blockedPaymentIds.reduce((armed, paymentId) => arm(armed, instalmentDeadline(paymentId, at, at)), deadlines);
}

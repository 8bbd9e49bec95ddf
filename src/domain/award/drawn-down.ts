/**
 * How a grant's money goes out. A group is paid by instalments; the employer of a budget holder is paid nothing, and the
 * budget is drawn down by what the budget holder buys from providers. One pot may have both.
 */
import type { Policy } from '../policy/policy';

/** Whether a grant is a spot-purchase budget: its recipient is a budget holder's employer, in a pot that has purchases. */
export function isDrawnDownByPurchases(partyKind: string, { purchases }: Pick<Policy, 'purchases'>): boolean {
  return partyKind === 'employer' && purchases !== null;
}

import type { PotBefore } from '../../../../domain/decision/award-effect';
import { pence } from '../../../../domain/money/money';
import type { GrantData } from './data';

/** The pot's money before an award; undefined once it is decided, and for who may not see it. */
export function potBeforeOf({ around }: Pick<GrantData, 'around'>): PotBefore | undefined {
  if (around === undefined || around.pot.owedPence === null) return undefined;
  const { canStillBeAwardedPence, inTheBankPence, reservedPence, inTransitPence, owedPence, expected } = around.pot;
  return {
    canStillBeAwardedPence: pence(canStillBeAwardedPence),
    cashPence: pence(inTheBankPence + reservedPence + inTransitPence),
    owedPence: pence(owedPence),
    expected: expected.map((one) => ({ amountPence: pence(one.amountPence), on: one.on })),
  };
}

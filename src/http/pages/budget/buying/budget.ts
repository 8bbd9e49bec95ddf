import type { Budget } from '../../../../../db/queries/money/budgets';
import { pence } from '../../../../domain/money/money';

/** Budgets that can be bought from now. */
export const openOnes = (budgets: readonly Budget[]): readonly Budget[] =>
  budgets.filter(({ stage, onHold }) => stage === 'active' && !onHold);

/** What a budget holds, as the rules of purchases ask for it; in pence. */
export const moneyOf = ({ awardedPence, spentPence, promisedPence }: Budget) => ({
  awardedPence: pence(awardedPence),
  spentPence: pence(spentPence),
  promisedPence: pence(promisedPence),
});

import { poundsOf } from '../../../domain/money/money';

/** A sum in pence as it was read, in the way that people write one; empty where there is none. */
export const sum = (amount: number | null | undefined): string =>
  amount === null || amount === undefined ? '' : poundsOf(amount);

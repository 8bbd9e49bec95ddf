import { formatToThePenny, pence, poundsOf } from '../../../domain/money/money';

/*
 * How a page writes its sums, so that no two of one page are written differently:
 * - on the pages about money and payments, where sums are added up and authorised, each to the penny (`toThePenny`);
 * - in a list or table of sums of any other page, all to the penny as soon as one of them has pennies (`sumsAlike`);
 * - in a sentence, as people write one (`sum`).
 */

/** A sum in pence as it was read, in the way that people write one; empty where there is none. */
export const sum = (amount: number | null | undefined): string =>
  amount === null || amount === undefined ? '' : poundsOf(amount);

/** The same to the penny, as whoever authorises or adds up reads it: `£9,934.00`; empty where there is none. */
export const toThePenny = (amount: number | null | undefined): string =>
  amount === null || amount === undefined ? '' : formatToThePenny(pence(amount));

/** Writes the sums, in pence, that stand together in one way: to the penny where any of them has pennies, in whole pounds where none has. */
export const sumsAlike = (amounts: readonly (number | null | undefined)[]): typeof sum =>
  amounts.some((amount) => (amount ?? 0) % 100 !== 0) ? toThePenny : sum;

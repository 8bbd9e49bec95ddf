/**
 * Money is whole pence in a type of its own, so that pounds, counts and percentages cannot be mixed up with it and no
 * sum is ever a float.
 */

declare const unit: unique symbol;

/** A sum of money in whole pence; safe as a JavaScript number up to about 90 billion pounds. */
export type Pence = number & { readonly [unit]: 'Pence' };

/** Takes a number in as pence; throws RangeError for anything that is not a safe whole number. */
export function pence(amount: number): Pence {
  if (!Number.isSafeInteger(amount)) throw new RangeError('A sum of money is a whole number of pence.');
  return (amount === 0 ? 0 : amount) as Pence; // never -0, which JSON and equality treat differently
}

export const ZERO: Pence = pence(0);

/** The most that one micro-grant can be, whatever a pot's policy says: £2,000. */
export const MICRO_GRANT_CEILING: Pence = pence(200_000);

/** Adds sums; throws RangeError when the result is no longer exact. */
export function addPence(first: Pence, ...more: readonly Pence[]): Pence {
  return more.reduce((total, amount) => pence(total + amount), first);
}

/** What is left of the first sum after the second; may be negative. */
export function subtractPence(from: Pence, amount: Pence): Pence {
  return pence(from - amount);
}

/** The total of a list; nothing adds up to zero. */
export function sumPence(amounts: readonly Pence[]): Pence {
  return addPence(ZERO, ...amounts);
}

/** The smaller of two sums. */
export function lesserPence(one: Pence, other: Pence): Pence {
  return one < other ? one : other;
}

/** As people read it: `£1,999`, `£1,999.50`, `−£5` with a minus sign, which a hyphen is not; pennies only where there are any. */
export function formatPounds(amount: Pence): string {
  const whole = Math.trunc(Math.abs(amount) / 100);
  const pennies = Math.abs(amount) % 100;
  const pounds = whole.toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount < 0 ? '−' : ''}£${pounds}${pennies === 0 ? '' : `.${pennies.toString().padStart(2, '0')}`}`;
}

/** The same of a plain number of pence, as reads and records have it; throws RangeError where it is not a whole one. */
export const poundsOf = (amount: number): string => formatPounds(pence(amount));

/** As somebody who authorises or adds up reads it, always with pennies: `£9,934.00`. */
export function formatToThePenny(amount: Pence): string {
  return amount % 100 === 0 ? `${formatPounds(amount)}.00` : formatPounds(amount);
}

/** A sum as people type it, in pence: `250`, `£1,999.50`. Undefined for what is none, is negative, or has parts of a penny. */
export function readPounds(typed: string): Pence | undefined {
  const read = /^£? ?(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{2}))?$/.exec(typed.trim());
  if (read === null) return undefined;
  return pence(Number((read[1] ?? '').replaceAll(',', '')) * 100 + Number(read[2] ?? 0));
}

/**
 * Splits a sum by whole-number weights so that the parts add up to it to the penny: each part gets its share rounded
 * down, and the pennies left go to the parts that lost most by it, the earlier first (largest remainder).
 * Throws RangeError for a negative sum, a weight that is negative or not whole, or weights that are all zero.
 */
export function sharesOf(total: Pence, weights: readonly number[]): readonly Pence[] {
  if (total < 0) throw new RangeError('Only a sum of zero or more can be split.');
  if (!weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0)) {
    throw new RangeError('Weights are whole numbers of zero or more.');
  }
  // bigint, because a sum times a weight may be larger than a number holds exactly
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (whole === 0n) throw new RangeError('At least one weight must be more than zero.');

  const parts = weights.map((weight, position) => {
    const product = BigInt(total) * BigInt(weight);
    return { position, floor: product / whole, lost: product % whole };
  });
  const left = Number(BigInt(total) - parts.reduce((sum, part) => sum + part.floor, 0n));
  // a sort keeps the order of those that lost the same
  const luckiest = parts.toSorted((a, b) => Number(b.lost - a.lost));
  const lucky = new Set(luckiest.slice(0, left).map((part) => part.position));
  return parts.map((part) => pence(Number(part.floor) + (lucky.has(part.position) ? 1 : 0)));
}

import { dateInWords } from '../calendar/calendar';
import { formatPounds, type Pence } from '../money/money';
import type { Reader } from '../words/status';
import type { PaymentStanding } from './standing';

const ordinalRules = new Intl.PluralRules('en-GB', { type: 'ordinal' });
const ordinalEndings: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: 'st', two: 'nd', few: 'rd' };

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(number: number): string {
  return `${String(number)}${ordinalEndings[ordinalRules.select(number)] ?? 'th'}`;
}

/** Why a payment waits for cash: the funder's money that it waits for, when that is expected, and its place in the queue. Null for one that does not wait. The sum is as people write one, unless said how. */
export function whyItWaits(
  payment: PaymentStanding,
  funderName: string,
  reader: Reader,
  write: (amount: Pence) => string = formatPounds,
): string | null {
  if (payment.state !== 'waiting_for_cash') return null;
  const expected = payment.expectedOn === null ? 'with no date yet' : `expected ${dateInWords(payment.expectedOn)}`;
  const place = payment.line === null ? '' : `; ${ordinal(payment.line)} in line`;
  const from = reader === 'group' ? 'our funder' : funderName;
  return `${write(payment.amountPence)} waits for money from ${from}, ${expected}${place}`;
}

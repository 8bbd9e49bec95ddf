/** What a budget holder may still spend, and by what reference a client is known. */
import { type Pence, subtractPence } from '../money/money';
import { type Refusal, refuse } from '../refusals/refusal';

/** How a spot-purchase grant stands. */
export interface PurchaseBudget {
  readonly awardedPence: Pence;
  /** Paid and settled. */
  readonly spentPence: Pence;
  /** Ordered, or authorised to be, and not yet settled. */
  readonly promisedPence: Pence;
}

/** What is left to promise: awarded, less what is spent and what is promised. */
export function budgetLeft({ awardedPence, spentPence, promisedPence }: PurchaseBudget): Pence {
  return subtractPence(subtractPence(awardedPence, spentPence), promisedPence);
}

/** Why a purchase at a price (including VAT) cannot be promised, if so: not a price, or more than is left. */
export function purchaseRefusal(pricePence: Pence, budget: PurchaseBudget): Refusal | undefined {
  const field = '/pricePence';
  if (pricePence <= 0) return refuse('PURCHASE_PRICE_NOT_POSITIVE', { field });
  const leftPence = budgetLeft(budget);
  return pricePence > leftPence ? refuse('PURCHASE_OVER_BUDGET', { field, facts: { leftPence } }) : undefined;
}

/** Whether somebody else must authorise a purchase: it costs more than the budget holder's own limit. */
export function needsAuthorisation(pricePence: Pence, ownLimitPence: Pence): boolean {
  return pricePence > ownLimitPence;
}

/** One to three letters and one to five digits: no day, month and year fit into it. */
const CLIENT_REFERENCE = /^[A-Z]{1,3}-?\d{1,5}$/;

/** Letters in which a short first name could hide; references are given by systems, and these are what a system avoids. */
const SHORT_NAMES: ReadonlySet<string> = new Set(
  'ADA AMY ANA ANN ANU AVA BEA BEV DEB DEE DOT EVA EVE FAY FLO GAY IDA INA ISA IVY JAN JEN JO JOY KAY KIM KIT LEA LEE LIV LIZ LOU LYN MAE MAY MEG MIA NIA PAM PAT RAE ROS SAL SAM SUE TIA UMA UNA VAL VIV WYN ZOE'.split(
    ' ',
  ),
);

/** Six or eight digits, or parts of a date with something between them. */
const LIKE_A_DATE = /^\D{0,6}(\d{6}|\d{8}|\d{1,4}[./ -]\d{1,2}[./ -]\d{1,4})$/;

/** A reference as it is kept: without spaces around it, in capitals. */
export function normaliseClientReference(reference: string): string {
  return reference.trim().toUpperCase();
}

/**
 * Why a client reference may not be kept, if so. It is criminal-offence data even as a pseudonym: short, of the form
 * `WC-1047`, and nothing that looks like a name or a date of birth. The refusals never repeat what was typed.
 */
export function clientReferenceRefusal(reference: string, field = '/clientReference'): Refusal | undefined {
  const typed = normaliseClientReference(reference);
  if (LIKE_A_DATE.test(typed)) return refuse('CLIENT_REFERENCE_LIKE_DATE', { field });
  const letters = typed.normalize('NFKD').replace(/[^\p{L}]/gu, '');
  const isName = /^\p{L}[\p{L}' .-]+$/u.test(typed) || letters.length > 3 || SHORT_NAMES.has(letters);
  if (isName) return refuse('CLIENT_REFERENCE_LIKE_NAME', { field });
  return CLIENT_REFERENCE.test(typed) ? undefined : refuse('CLIENT_REFERENCE_MALFORMED', { field });
}

/** In whatever way its letters and digits are joined, and not as a part of a longer word or number. */
function isWithin(text: string, reference: string): boolean {
  const [, letters = '', digits = ''] = /^(\p{L}+)\P{L}*?(\d+)$/u.exec(reference) ?? [];
  if (letters === '') return false;
  return new RegExp(`(?<!\\p{L})${letters}[^\\p{L}\\d]*${digits}(?!\\d)`, 'u').test(text.toUpperCase());
}

/**
 * Why a text about a purchase may not be kept, if so: the client's reference is in it, and would stand there open for whoever reads it. What is no
 * text is left to others. The refusal does not repeat it.
 */
export function clientReferenceWithinRefusal(text: unknown, reference: string, field: string): Refusal | undefined {
  if (typeof text !== 'string' || !isWithin(text, normaliseClientReference(reference))) return undefined;
  return refuse('CLIENT_REFERENCE_WITHIN', { field });
}

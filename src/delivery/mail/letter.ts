import type { ClaimedMail } from '../../../db/queries/messages/outbox';
import { instantInWords, type Instant } from '../../domain/calendar/calendar';
import { poundsOf } from '../../domain/money/money';

/** What a mail is put together from: names as they are when it is sent, and the facts of when it was asked for. */
export type Letter = Known & {
  /** Gathers what its placeholders stand for; or, while it is blank, has them stand for themselves. */
  readonly naming?: { readonly isBlank: boolean; readonly said: Map<string, string> } | undefined;
};

type Known = Pick<
  ClaimedMail,
  | 'facts'
  | 'recipient'
  | 'organisation'
  | 'slug'
  | 'reason'
  | 'grant'
  | 'purchase'
  | 'run'
  | 'round'
  | 'meeting'
  | 'pot'
>;

/** The words of one mail. A paragraph without anything to say is left out. */
export interface Template {
  readonly subject: (letter: Letter) => string;
  readonly body: (letter: Letter) => readonly string[];
  /** Where it leads, which may hold the token of a link for somebody without an account; to the page of what it is about if this is left out. */
  readonly path?: string | ((letter: Letter, token: string) => string);
  /** Whether it is answered by mail, where that is set up. */
  readonly answered?: true;
  /** Sent to many who asked for it, so that each can leave by one click. */
  readonly toMany?: true;
}

/** What stands for a placeholder, where a pot can word the letter in its own way. */
function named({ naming }: Letter, name: string, value: string): string {
  naming?.said.set(name, value);
  return naming?.isBlank === true ? `{${name}}` : value;
}

/** A part that is there only at times: for a pot's own wording it is one placeholder. */
export function note(letter: Letter, name: string, words: (letter: Letter) => string): string {
  return named(letter, name, words({ ...letter, naming: undefined }));
}

/** A fact that is a sum in pence, in pounds; 'the sum' where it is not known. */
export function sum(letter: Letter, fact: string): string {
  const amount = letter.facts[fact];
  return named(letter, 'sum', typeof amount === 'number' ? poundsOf(amount) : 'the sum');
}

/** Whether a fact is a sum or a number above nothing. */
export function hasSome(letter: Letter, fact: string): boolean {
  const amount = letter.facts[fact];
  return typeof amount === 'number' && amount > 0;
}

/** A sentence that ends in a date, from a fact that is an instant; nothing where it is not known. */
export function by(letter: Letter, fact: string, words: string): string {
  const at = letter.facts[fact];
  const isBlank = letter.naming?.isBlank === true;
  if (typeof at !== 'string' && !isBlank) return '';
  return `${words} ${named(letter, 'date', isBlank ? '' : instantInWords(at as Instant))}.`;
}

/** A number with its noun; nothing in front of the noun where it is not known. */
export function counted(letter: Letter, fact: string, one: string, several: string): string {
  const number = letter.facts[fact];
  if (typeof number !== 'number') return several;
  return `${String(number)} ${number === 1 ? one : several}`;
}

/** The reason that was given, in words before it; nothing where none was. */
export function reason(letter: Letter, words: string): string {
  const given = letter.reason?.trim() ?? '';
  return given === '' && letter.naming?.isBlank !== true ? '' : `${words} ${named(letter, 'reason', given)}`;
}

/** The group that a grant is for, or that the recipient acts for. */
export const group = (letter: Letter): string => named(letter, 'group', letter.grant?.party ?? 'the group');

/** The pot, by its name. */
export const pot = (letter: Letter): string => named(letter, 'pot', letter.pot ?? 'our fund');

/** A purchase in a few words: `Counselling from the Women's Service`. */
export function service({ purchase }: Letter): string {
  return purchase === null ? 'the service' : `${purchase.service} from ${purchase.provider}`;
}

/** What a purchase costs. */
export function price({ purchase }: Letter): string {
  return purchase === null ? 'the price' : poundsOf(purchase.pricePence);
}

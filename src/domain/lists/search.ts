/** What somebody looks for in a list of grants, by what they typed into its one box. */
import { readPounds, type Pence } from '../money/money';

/** What was typed, by its kind. */
export type Sought =
  | { readonly kind: 'reference'; readonly reference: string }
  | { readonly kind: 'sum'; readonly sumPence: Pence }
  /** A postcode, an email address or a telephone number, as `contact_key` has it. */
  | { readonly kind: 'contact'; readonly key: string }
  /** The beginnings of words of a group's name, the longest first. */
  | { readonly kind: 'name'; readonly words: readonly string[] };

/** UK postcodes as people write them (BS 7666: outward and inward code), with or without the space. */
const postcode = /^[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}$/i;
const reference = /^([a-z]{2,6})[\s-]*(\d{4})[\s-]+(\d{1,6})$/i;
const telephone = /^[+\d][\d\s()-]{8,}$/;
const mostWords = 6;

/** Reads what was typed: a reference, a postcode, an email address, a telephone number, a sum, else a name. Undefined for nothing. */
export function readSought(typed: string): Sought | undefined {
  const text = typed.trim().slice(0, 200);
  const named = reference.exec(text);
  if (named !== null) {
    const [, prefix = '', year = '', number = ''] = named;
    return { kind: 'reference', reference: `${prefix.toUpperCase()}-${year}-${number.padStart(4, '0')}` };
  }
  if (postcode.test(text)) return { kind: 'contact', key: `p:${text.replaceAll(/\s/g, '').toUpperCase()}` };
  if (/^\S+@\S+$/.test(text)) return { kind: 'contact', key: `e:${text.toLowerCase()}` };
  const sumPence = readPounds(text);
  const isTelephone = telephone.test(text) && text.replaceAll(/\D/g, '').length >= 10;
  if (isTelephone) return { kind: 'contact', key: `t:${text.replaceAll(/\D/g, '').replace(/^(0044|44)0?/, '0')}` };
  if (sumPence !== undefined) return { kind: 'sum', sumPence };
  const words = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .split(/[\s-]+/)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  return { kind: 'name', words: words.toSorted((one, other) => other.length - one.length).slice(0, mostWords) };
}

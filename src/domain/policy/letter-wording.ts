/** What is wrong with the wording that somebody gave a letter. A wording is text with placeholders in braces, and no more: nothing in it is run. */
import { refuse, type Refusal } from '../refusals/refusal';

const PLACEHOLDER = /\{([a-z][a-z ]*)\}/g;

/** A sort code as people write it, or a number as long as that of an account: neither is ever told in a mail. */
const BANK_NUMBER = /(?<!\d)(\d{2}[-–]\d{2}[-–]\d{2}|\d{8})(?!\d)/;

/** The placeholders in a text, each once, in their order. */
export const placeholdersIn = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '')),
];

/** A text with its placeholders filled. Undefined where one of them has nothing to say. */
export function filled(text: string, values: ReadonlyMap<string, string>): string | undefined {
  if (placeholdersIn(text).some((name) => (values.get(name) ?? '') === '')) return undefined;
  return text.replaceAll(PLACEHOLDER, (_, name: string) => values.get(name) ?? '');
}

/** How many letters have to be changed, added or left out to make one text of another (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const change = one[i - 1] === other[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + change));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

const inBraces = (names: readonly string[]): string => names.map((name) => `{${name}}`).join(', ');

interface Asked {
  readonly subject: string;
  readonly text: string;
}

/**
 * What is wrong with a wording, by the facts that its letter has to say and the other placeholders that it may have: LETTER_BRACES,
 * LETTER_PLACEHOLDER_UNKNOWN, LETTER_FACT_MISSING, LETTER_HOLDS_BANK_NUMBER.
 */
export function wordingRefusals(
  { subject, text }: Asked,
  facts: readonly string[],
  others: readonly string[],
): readonly Refusal[] {
  const known = [...facts, ...others];
  const found = (
    [
      ['/subject', subject],
      ['/text', text],
    ] as const
  ).flatMap(([field, words]) => {
    if (/[{}]/.test(words.replaceAll(PLACEHOLDER, ''))) return [refuse('LETTER_BRACES', { field })];
    const unknown = placeholdersIn(words).find((name) => !known.includes(name));
    if (unknown !== undefined) {
      const [nearest = ''] = known.toSorted((one, other) => distance(unknown, one) - distance(unknown, other));
      return [refuse('LETTER_PLACEHOLDER_UNKNOWN', { field, facts: { nearest: inBraces([nearest]) } })];
    }
    return BANK_NUMBER.test(words) ? [refuse('LETTER_HOLDS_BANK_NUMBER', { field })] : [];
  });
  const missing = facts.filter((fact) => !placeholdersIn(text).includes(fact));
  return found.length > 0 || missing.length === 0
    ? found
    : [refuse('LETTER_FACT_MISSING', { field: '/text', facts: { missing: inBraces(missing) } })];
}

import { commonPlaceholders, letterFacts, letterNames } from '../../src/contracts/letters';
import { usualWordingOf } from '../../src/delivery/mail';
import { filled, placeholdersIn, wordingRefusals } from '../../src/domain/policy/letter-wording';
import { potWords } from '../../src/http/pages/pots/words';

const others: readonly string[] = commonPlaceholders;

test.each(letterNames)('%s has to say what its usual wording says, and the page explains each placeholder', (name) => {
  const usual = usualWordingOf(name);
  const facts: readonly string[] = letterFacts[name];
  expect(placeholdersIn(usual.text).filter((one) => !others.includes(one))).toEqual(facts);
  expect(wordingRefusals(usual, facts, others)).toEqual([]);
  for (const one of facts) expect(potWords.letters.means).toHaveProperty([one]);
  expect(potWords.letters.parts.flatMap(({ letters }) => letters as readonly string[])).toContain(name);
});

test.each([
  ['a placeholder that is none', { text: '{date} {grupe}' }, 'LETTER_PLACEHOLDER_UNKNOWN /text {group}'],
  ['one of another letter', { text: '{date} {reasons}' }, 'LETTER_PLACEHOLDER_UNKNOWN /text {reason}'],
  ['a placeholder that is none in the subject', { subject: '{nam}' }, 'LETTER_PLACEHOLDER_UNKNOWN /subject {name}'],
  ['a brace alone', { text: '{date} {group' }, 'LETTER_BRACES /text '],
  ['logic', { text: '{date} {{#if group}}' }, 'LETTER_BRACES /text '],
  ['a fact left out', { text: 'Soon.' }, 'LETTER_FACT_MISSING /text {reason}, {date}'],
  ['a sort code', { text: '{date} {reason} 08-99-99' }, 'LETTER_HOLDS_BANK_NUMBER /text '],
  ['an account number', { text: '{date} {reason} 66374958.' }, 'LETTER_HOLDS_BANK_NUMBER /text '],
])('%s is refused', (_, wording, expected) => {
  const asked = { subject: 'Not this time', text: '{reason} {date}', ...wording };
  const told = wordingRefusals(asked, ['reason', 'date'], others).map(
    ({ code, field, facts = {} }) => `${code} ${field ?? ''} ${String(facts['nearest'] ?? facts['missing'] ?? '')}`,
  );
  expect(told).toEqual([expected]);
});

test('a telephone number is no bank number', () => {
  const text = '{date} {reason} Ask us: 020 7946 0000 or 02079460000.';
  expect(wordingRefusals({ subject: 'Ask', text }, ['reason', 'date'], others)).toEqual([]);
});

test('what is filled in is text, and is not looked at for placeholders again', () => {
  const values = new Map([
    ['group', '{pot} $& {date}'],
    ['pot', 'Croydon'],
    ['date', ''],
  ]);
  expect(filled('For {group} from {pot}', values)).toBe('For {pot} $& {date} from Croydon');
  expect(filled('By {date}', values)).toBeUndefined();
  expect(filled('By {officer}', values)).toBeUndefined();
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { syllable } from 'syllable';

import { refusals } from '../../src/domain/refusals/refusal';

const root = join(__dirname, '../../src/http/pages');
const catalogues = readdirSync(root, { recursive: true })
  .map(String)
  .filter((name) => /(^|\/)words\.ts$/.test(name));

/** Every text of a catalogue; those with gaps are filled with short words. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return textsIn((value as (...gaps: unknown[]) => unknown)(...gapsOf(value.length)));
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
  return [];
}
const gapsOf = (count: number): readonly string[] => Array.from({ length: count }, () => '12');

const textsOf = async (name: string) => textsIn(await import(join(root, name)));
const isSentence = (text: string) => wordsOf(text).length >= 5;

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => /\p{L}|\d/u.test(word));
const sentencesOf = (text: string) => text.split(/(?<=[.!?:;])\s+/).filter((sentence) => wordsOf(sentence).length > 0);

/** The years of school that texts ask for (Flesch and Kincaid, 1975): 5 is the age of 10; 8 is the age of 13. */
function yearsOf(texts: readonly string[]): number {
  const sentences = texts.flatMap(sentencesOf);
  const words = sentences.flatMap(wordsOf);
  const syllables = words.reduce((sum, word) => sum + syllable(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
}

/** GOV.UK’s own limit is 25 words; a sentence of ours may name a thing with a long name. */
const longestSentence = 28;
const tooLong = (texts: readonly string[]) =>
  texts.flatMap(sentencesOf).filter((sentence) => wordsOf(sentence).length > longestSentence);

test.each(catalogues)('%s is written for somebody of twelve', async (name) => {
  const texts = (await textsOf(name)).filter(isSentence);
  if (texts.length >= 5) expect(yearsOf(texts)).toBeLessThanOrEqual(7);
  expect(tooLong(texts)).toEqual([]);
});

test('refusals are written for somebody of twelve', () => {
  const texts = Object.values(refusals).map((text) => text.replaceAll(/\{\w+\}/g, '12'));
  expect(yearsOf(texts)).toBeLessThanOrEqual(7);
  expect(tooLong(texts)).toEqual([]);
});

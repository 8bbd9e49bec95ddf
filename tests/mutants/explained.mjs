import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Mutants that no test sees, and need not: each says why. `line` is the line that it begins in, `was` and `becomes` are
 * what was changed, all with single spaces; `times` is how many there are (1), where a file has such a line more often.
 *
 * @returns {readonly { file: string, mutator: string, line: string, was: string, becomes: string, times?: number, why: string }[]}
 */
export const explanations = () => JSON.parse(readFileSync(path.join(import.meta.dirname, 'survivors.json'), 'utf8'));

const single = (text) => text.replace(/\s+/g, ' ').trim();

/** The text of a source between two places, counted from 1. */
function textBetween(lines, { start, end }) {
  const text = lines.slice(start.line - 1, end.line);
  text[text.length - 1] = text.at(-1).slice(0, end.column - 1);
  text[0] = text[0].slice(start.column - 1);
  return text.join('\n');
}

/** A mutant of a report as explanations have it, and the line that it stands in. */
export function described(file, source, { mutatorName, location, replacement, status }) {
  const lines = source.split('\n');
  return {
    file,
    at: location.start.line,
    status,
    mutator: mutatorName,
    line: single(lines[location.start.line - 1]),
    was: single(textBetween(lines, location)),
    becomes: single(replacement ?? ''),
  };
}

const keyOf = ({ file, mutator, line, was, becomes }) => JSON.stringify([file, mutator, line, was, becomes]);

/**
 * Lays explanations beside what survived in some files.
 *
 * @returns the survivors without an explanation, and the explanations that explain nothing, or another number
 */
export function compare(survivors, explained, files) {
  const counts = new Map();
  for (const one of survivors) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  const known = new Set(explained.map(keyOf));
  return {
    unexplained: survivors.filter((one) => !known.has(keyOf(one))),
    outdated: explained.filter((one) => files.has(one.file) && counts.get(keyOf(one)) !== (one.times ?? 1)),
  };
}

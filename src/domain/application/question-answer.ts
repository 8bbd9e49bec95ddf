/** What a group answered to a question of a pot's own, as people read it. */
import { shownAddress } from './address';
import { dateInWords, isCalendarDate } from '../calendar/calendar';
import { formatPounds, readPounds } from '../money/money';
import type { Policy, Question } from '../policy/policy';

/** An answer, line by line: a date in words, a sum in pounds, an address without its empty lines, the names of files. None where nothing was answered. */
export function answerLines({ kind }: Pick<Question, 'kind'>, answer: string | undefined): readonly string[] {
  if (answer === undefined || answer === '') return [];
  if (kind === 'address') return shownAddress(answer);
  if (kind === 'date' && isCalendarDate(answer)) return [dateInWords(answer)];
  // One that is no sum is shown as it was typed, until it is mended.
  const sum = kind === 'money' ? readPounds(answer) : undefined;
  return sum === undefined ? answer.split('\n') : [formatPounds(sum)];
}

/** The names of an application's files, by the keys of the questions that they answer. */
export type FilesByQuestion = Readonly<Record<string, readonly string[]>>;

/**
 * Answers with the names of files, a line each, as the answers of the questions that are answered with files; nothing that was written there
 * counts.
 */
export function withFileNames(
  answers: Readonly<Record<string, string>>,
  { questions }: Pick<Policy, 'questions'>,
  files: FilesByQuestion,
): Readonly<Record<string, string>> {
  const keys = questions.filter(({ kind }) => kind === 'file').map(({ key }) => key);
  const written = Object.entries(answers).filter(([key]) => !keys.includes(key));
  const named = keys.flatMap((key) => {
    const names = files[key] ?? [];
    return names.length === 0 ? [] : [[key, names.join('\n')] as const];
  });
  return Object.fromEntries([...written, ...named]);
}

/** Files by the questions that they answer. */
export function filesByQuestion(
  files: readonly { readonly about: string | null; readonly name: string }[],
): FilesByQuestion {
  const keys = [...new Set(files.map(({ about }) => about).filter((about) => about !== null))];
  return Object.fromEntries(
    keys.map((key) => [key, files.filter(({ about }) => about === key).map(({ name }) => name)]),
  );
}

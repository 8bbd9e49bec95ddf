import { addressOf } from '../../../domain/application/address';
import { isCalendarDate } from '../../../domain/calendar/calendar';
import { readPounds } from '../../../domain/money/money';
import { readPeriod } from '../../../domain/policy/period-in-words';
import type { FieldProblem } from '../../problems';
import type { Field, Fields } from './field';
import { addressBoxes, dateBoxes, isEmptyLine, lineBox, lineCount, typedList, typedText, type Typed } from './typed';
import { formWords } from './words';

/** What was typed, as a command's body; and what of it cannot be read. What is missing is not in the body: whether it may be is the command's to say. */
export interface ReadForm {
  readonly body: Readonly<Record<string, unknown>>;
  /** Codes: MONEY_NOT_READ, NUMBER_NOT_READ, DATE_NOT_REAL, NOT_A_CHOICE. */
  readonly problems: readonly FieldProblem[];
}

interface ReadField {
  readonly value?: unknown;
  readonly problems?: readonly FieldProblem[];
}

/** Reads what was typed into a form. */
export function readForm(fields: Fields, typed: Typed): ReadForm {
  const body: Record<string, unknown> = {};
  const problems: FieldProblem[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const read = readField(name, field, typed, field.at);
    problems.push(...(read.problems ?? []));
    if (read.value !== undefined) put(body, field.at, read.value);
  }
  return { body, problems };
}

function readField(name: string, field: Field, typed: Typed, pointer: string): ReadField {
  const text = typedText(typed, name);
  const wrong = (code: keyof typeof formWords.problems): ReadField => ({
    problems: [{ pointer, code, detail: formWords.problems[code](field.label) }],
  });
  switch (field.kind) {
    case 'money': {
      if (text === '') return {};
      const value = readPounds(text);
      return value === undefined ? wrong('MONEY_NOT_READ') : { value };
    }
    case 'count':
      if (text === '') return {};
      return /^\d{1,9}$/.test(text.replaceAll(',', ''))
        ? { value: Number(text.replaceAll(',', '')) }
        : wrong('NUMBER_NOT_READ');
    case 'period': {
      if (text === '') return {};
      const value = readPeriod(text);
      return value === undefined ? wrong('PERIOD_NOT_READ') : { value };
    }
    case 'periods': {
      const value = partsOf(text).map(readPeriod);
      return value.includes(undefined) ? wrong('PERIOD_NOT_READ') : { value };
    }
    case 'list':
      return { value: partsOf(text) };
    case 'date': {
      const [day, month, year] = dateBoxes(name).map((box) => typedText(typed, box)) as [string, string, string];
      if (`${day}${month}${year}` === '') return {};
      const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
      return isCalendarDate(value) ? { value } : wrong('DATE_NOT_REAL');
    }
    case 'choice':
      if (text === '') return {};
      return field.options.some(({ value }) => value === text) ? { value: text } : wrong('NOT_A_CHOICE');
    case 'several': {
      const chosen = typedList(typed, name);
      const isKnown = chosen.every((one) => field.options.some(({ value }) => value === one));
      return isKnown ? { value: chosen } : wrong('NOT_A_CHOICE');
    }
    case 'yesNo':
      if (text === '') return {};
      return text === 'yes' || text === 'no' ? { value: text === 'yes' } : wrong('NOT_A_CHOICE');
    case 'tick':
      return text === '' ? {} : { value: true };
    case 'file':
      return {};
    case 'address': {
      const value = addressOf(addressBoxes(name).map((box) => typedText(typed, box)));
      return value === undefined ? {} : { value };
    }
    case 'rows':
      return readLines(name, field, typed, pointer);
    default:
      return text === '' ? {} : { value: text.replaceAll('\r\n', '\n') };
  }
}

/** What stands between commas. */
const partsOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

function readLines(name: string, field: Extract<Field, { kind: 'rows' }>, typed: Typed, pointer: string): ReadField {
  const lines: Readonly<Record<string, unknown>>[] = [];
  const problems: FieldProblem[] = [];
  for (let line = 0; line < lineCount(typed, name, field); line += 1) {
    if (isEmptyLine(typed, name, field, line)) continue;
    const one: Record<string, unknown> = {};
    for (const [box, each] of Object.entries(field.each)) {
      const read = readField(lineBox(name, line, box), each, typed, `${pointer}/${String(lines.length)}${each.at}`);
      problems.push(...(read.problems ?? []));
      if (read.value !== undefined) put(one, each.at, read.value);
    }
    lines.push(one);
  }
  return { value: lines, problems };
}

/** The typed lines without empty ones between them, so that what is said of the second line stands at the second line. */
export function withoutEmptyLines(fields: Fields, typed: Typed): Typed {
  const result: Record<string, string | readonly string[]> = { ...typed };
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind !== 'rows') continue;
    const boxes = Object.keys(field.each);
    const count = lineCount(typed, name, field);
    const full = Array.from({ length: count }, (_, line) => line).filter(
      (line) => !isEmptyLine(typed, name, field, line),
    );
    for (let line = 0; line < count; line += 1) {
      const from = full[line];
      for (const box of boxes)
        result[lineBox(name, line, box)] = from === undefined ? '' : (typed[lineBox(name, from, box)] ?? '');
    }
  }
  return result;
}

/** Puts a value where a JSON pointer points, making objects on the way. */
function put(body: Record<string, unknown>, pointer: string, value: unknown): void {
  const parts = pointer.split('/').slice(1);
  const last = parts.pop() ?? '';
  let place = body;
  for (const part of parts) place = (place[part] ??= {}) as Record<string, unknown>;
  place[last] = value;
}

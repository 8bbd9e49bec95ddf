import { addressLines } from '../../../domain/application/address';
import { periodInWords } from '../../../domain/policy/period-in-words';
import type { Field, Fields, RowsField } from './field';

/** What a browser sent of a form: names of boxes, and what was typed. It is kept and shown again whenever something is refused. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

/** What was typed into one box, without spaces around it; empty when there is none. */
export function typedText(typed: Typed, box: string): string {
  const found = typed[box];
  return (typeof found === 'string' ? found : (found?.[0] ?? '')).trim();
}

/** All that was ticked or chosen under one name. */
export function typedList(typed: Typed, box: string): readonly string[] {
  const found = typed[box];
  return (typeof found === 'string' ? [found] : (found ?? [])).filter((one) => one !== '');
}

/** The names of a date's three boxes. */
export const dateBoxes = (name: string) => [`${name}-day`, `${name}-month`, `${name}-year`] as const;

/** The names of an address's four boxes. */
export const addressBoxes = (name: string) =>
  [`${name}-line1`, `${name}-line2`, `${name}-town`, `${name}-postcode`] as const;

/** The name of a line's box: `budget-0-cost`. */
export const lineBox = (rows: string, line: number, name: string): string => `${rows}-${String(line)}-${name}`;

/** How many lines a browser sent; at least those that are always shown. */
export function lineCount(typed: Typed, name: string, field: RowsField): number {
  const sent = Object.keys(typed).flatMap((box) => {
    const line = new RegExp(`^${name}-(\\d{1,3})-`).exec(box)?.[1];
    return line === undefined ? [] : [Number(line) + 1];
  });
  return Math.min(Math.max(field.atLeast ?? 1, ...sent), field.atMost);
}

/** Whether nothing was typed into a line. */
export const isEmptyLine = (typed: Typed, name: string, field: RowsField, line: number): boolean =>
  Object.keys(field.each).every((box) => typedText(typed, lineBox(name, line, box)) === '');

/**
 * What a form is first filled with: a body as its command takes it, or as a read answers with it, as people would have typed it.
 */
export function typedFrom(fields: Fields, body: unknown): Typed {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => boxesOf(name, field, at(body, field.at))),
  );
}

function boxesOf(
  name: string,
  field: Field,
  value: unknown,
): readonly (readonly [string, string | readonly string[]])[] {
  if (value === undefined || value === null) return [];
  switch (field.kind) {
    case 'date': {
      const [year = '', month = '', day = ''] = textOf(value).slice(0, 10).split('-');
      const [days, months, years] = dateBoxes(name);
      return [
        [days, String(Number(day))],
        [months, String(Number(month))],
        [years, year],
      ];
    }
    case 'money':
      return [[name, poundsTyped(Number(value))]];
    case 'period':
      return [[name, periodInWords(textOf(value))]];
    case 'periods':
      return [[name, (value as readonly string[]).map(periodInWords).join(', ')]];
    case 'list':
      return [[name, (value as readonly string[]).join(', ')]];
    case 'file':
      return [];
    case 'address': {
      const boxes = addressBoxes(name);
      return addressLines(textOf(value)).map((line, place) => [boxes[place] ?? name, line] as const);
    }
    case 'several':
      return [[name, (value as readonly unknown[]).map(String)]];
    case 'yesNo':
      return [[name, value === true ? 'yes' : 'no']];
    case 'tick':
      return value === true ? [[name, 'yes']] : [];
    case 'rows':
      return (value as readonly unknown[]).flatMap((line, place) =>
        Object.entries(field.each).flatMap(([box, each]) =>
          boxesOf(lineBox(name, place, box), each, at(line, each.at)),
        ),
      );
    default:
      return [[name, textOf(value)]];
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Pence as somebody types pounds: `1935` or `1999.50`. */
const poundsTyped = (amount: number): string => (amount % 100 === 0 ? String(amount / 100) : (amount / 100).toFixed(2));

/** What a JSON pointer points at. */
function at(body: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (found, part) =>
        typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[part] : undefined,
      body,
    );
}

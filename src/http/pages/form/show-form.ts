import type { FieldProblem } from '../../problems';
import type { Field, Fields, Option, RowsField } from './field';
import { addressBoxes, dateBoxes, lineBox, lineCount, typedList, typedText, type Typed } from './typed';
import { formWords } from './words';

/** One field as its template has it; `id` is where a link of the error summary leads. */
export interface ShownField {
  readonly kind: Field['kind'];
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly error: string | undefined;
  readonly value: string;
  readonly of: Field;
  readonly options?: readonly (Option & { readonly chosen: boolean })[];
  readonly boxes?: readonly {
    readonly name: string;
    readonly label: string;
    readonly value: string;
    /** In characters; as wide as its place where it is 0. */
    readonly width: number;
    readonly autocomplete?: string;
    readonly error?: string | undefined;
  }[];
  readonly lines?: readonly {
    readonly title: string;
    readonly remove: string;
    /** Whether there are sums in it, which stand side by side; words want wider boxes. */
    readonly hasSums: boolean;
    readonly fields: readonly ShownField[];
  }[];
  /** The value of the button that adds a line; none when there are as many as there may be. */
  readonly add?: string | undefined;
}

/** One line of the error summary; without `to` where it concerns no box. */
export interface Complaint {
  readonly words: string;
  readonly to?: string;
}

/** A form as its template has it. */
export interface ShownForm {
  readonly fields: Readonly<Record<string, ShownField>>;
  readonly complaints: readonly Complaint[];
}

/** Shows a form with what was typed, and each problem at the box that it concerns. */
export function showForm(fields: Fields, typed: Typed, problems: readonly FieldProblem[]): ShownForm {
  const shown = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, show(name, field, typed, problemsAt(problems, field.at))]),
  );
  const taken = new Set(Object.values(fields).flatMap((field) => problemsAt(problems, field.at)));
  const elsewhere = problems.filter((one) => !taken.has(one)).map(({ detail }) => ({ words: detail }));
  return { fields: shown, complaints: [...Object.values(shown).flatMap(complaintsOf), ...elsewhere] };
}

const problemsAt = (problems: readonly FieldProblem[], at: string): readonly FieldProblem[] =>
  problems.filter(({ pointer }) => pointer === at || pointer.startsWith(`${at}/`));

function complaintsOf(field: ShownField): readonly Complaint[] {
  const own = field.error === undefined ? [] : [{ words: field.error, to: field.boxes?.[0]?.name ?? field.id }];
  const ofBoxes = (field.boxes ?? []).flatMap(({ name, error }) =>
    error === undefined ? [] : [{ words: error, to: name }],
  );
  return [...own, ...ofBoxes, ...(field.lines ?? []).flatMap((line) => line.fields.flatMap(complaintsOf))];
}

function show(name: string, field: Field, typed: Typed, problems: readonly FieldProblem[]): ShownField {
  const value = typedText(typed, name);
  const { kind, label, hint } = field;
  const [first] = kind === 'rows' ? problems.filter(({ pointer }) => !isInLine(pointer, field)) : problems;
  const base: ShownField = {
    kind,
    name,
    id: name,
    label,
    hint,
    value,
    of: field,
    error: first === undefined ? undefined : saying(field, first, value),
  };
  switch (field.kind) {
    case 'choice':
      return { ...base, options: field.options.map((one) => ({ ...one, chosen: one.value === value })) };
    case 'several': {
      const chosen = typedList(typed, name);
      return { ...base, options: field.options.map((one) => ({ ...one, chosen: chosen.includes(one.value) })) };
    }
    case 'yesNo':
      return {
        ...base,
        options: [
          { value: 'yes', words: formWords.yes, chosen: value === 'yes' },
          { value: 'no', words: formWords.no, chosen: value === 'no' },
        ],
      };
    case 'date': {
      const [day, month, year] = dateBoxes(name);
      const box = (of: string, words: string, width: number) => ({
        name: of,
        label: words,
        width,
        value: typedText(typed, of),
      });
      return {
        ...base,
        boxes: [box(day, formWords.day, 2), box(month, formWords.month, 2), box(year, formWords.year, 4)],
      };
    }
    case 'address':
      return { ...base, ...addressShown(name, typed, problems) };
    case 'rows':
      return { ...base, ...linesOf(name, field, typed, problems) };
    default:
      return base;
  }
}

/** Which of an address's boxes a refusal of it is about. */
const boxOfCode: Readonly<Record<string, number>> = {
  ADDRESS_STREET_MISSING: 0,
  ADDRESS_TOWN_MISSING: 2,
  ADDRESS_POSTCODE_MISSING: 3,
  ADDRESS_POSTCODE_MALFORMED: 3,
};

function addressShown(name: string, typed: Typed, problems: readonly FieldProblem[]) {
  const { line1, line2, town, postcode } = formWords.address;
  const boxes = addressBoxes(name).map((box, place) => ({
    name: box,
    label: [line1, line2, town, postcode][place] ?? '',
    value: typedText(typed, box),
    width: [0, 0, 20, 10][place] ?? 0,
    autocomplete: ['address-line1', 'address-line2', 'address-level2', 'postal-code'][place] ?? '',
    error: problems.find(({ code }) => boxOfCode[code] === place)?.detail,
  }));
  return { boxes, error: problems.find(({ code }) => boxOfCode[code] === undefined)?.detail };
}

const isInLine = (pointer: string, { at }: RowsField): boolean => /^\/\d+\//.test(pointer.slice(at.length));

function linesOf(name: string, field: RowsField, typed: Typed, problems: readonly FieldProblem[]) {
  const count = lineCount(typed, name, field);
  const lines = Array.from({ length: count }, (_, line) => ({
    title: formWords.lineOf(field.line, line + 1),
    hasSums: Object.values(field.each).some(({ kind }) => kind === 'money'),
    remove: count > (field.atLeast ?? 1) ? `remove:${name}:${String(line)}` : '',
    fields: Object.entries(field.each).map(([box, each]) =>
      show(lineBox(name, line, box), each, typed, problemsAt(problems, `${field.at}/${String(line)}${each.at}`)),
    ),
  }));
  return { lines, add: count < field.atMost ? `add:${name}` : undefined };
}

/** What the schema says in a programmer's words, in those of the form; what a rule says, as it is. */
function saying(field: Field, { code, detail }: FieldProblem, value: string): string {
  const isChoice = field.kind === 'choice' || field.kind === 'yesNo';
  const isChosen = isChoice || field.kind === 'several' || field.kind === 'file';
  const isOfSchema = code === 'FIELD_TOO_SMALL' || (isChoice && code.startsWith('FIELD_'));
  if (code === 'FIELD_MISSING' || (value === '' && isOfSchema))
    return field.missing ?? (isChosen ? formWords.notChosen : formWords.missing)(field.label);
  const atMost = /at most (\d+)/.exec(detail)?.[1];
  if (code === 'FIELD_TOO_LARGE' && atMost !== undefined && 'atMost' in field)
    return formWords.tooLong(field.label, atMost);
  return detail;
}

/** The typed lines after a button that adds or removes one was pressed; undefined when it was another button. */
export function afterLineButton(fields: Fields, typed: Typed, button: string): Typed | undefined {
  const [what, name = '', place = ''] = button.split(':');
  const field = fields[name];
  if (field?.kind !== 'rows') return undefined;
  const count = lineCount(typed, name, field);
  const boxes = Object.keys(field.each);
  if (what === 'add') return { ...typed, [lineBox(name, Math.min(count, field.atMost - 1), boxes[0] ?? '')]: '' };
  if (what !== 'remove') return undefined;
  const kept = Array.from({ length: count }, (_, line) => line).filter((line) => line !== Number(place));
  const others = Object.entries(typed).filter(([box]) => !new RegExp(`^${name}-\\d+-`).test(box));
  const moved = kept.flatMap((from, line) =>
    boxes.map((box) => [lineBox(name, line, box), typed[lineBox(name, from, box)] ?? ''] as const),
  );
  return Object.fromEntries([...others, ...moved]);
}

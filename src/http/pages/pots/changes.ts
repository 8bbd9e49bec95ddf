import { periodInWords } from '../../../domain/policy/period-in-words';
import type { Policy } from '../../../domain/policy/policy';
import type { Field } from '../form/field';
import { sum } from '../frame/sum';
import { filledFrom, sections, valueAt, type Section } from './sections';
import { potWords } from './words';

/** One rule that is not as it was. */
export interface Changed {
  readonly section: Section['name'];
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** One fact of such a line: a number says what it counts. */
function toldInLine(each: Field, value: unknown): string {
  if (each.kind === 'tick') return each.label;
  if (each.kind !== 'count') return told(each, value);
  if (each.suffix !== undefined) return `${told(each, value)}${each.suffix}`;
  // What follows a comma or a bracket in its label is for whoever fills it in.
  return `${each.label.replace(/ ?[,(].*$/, '')}: ${told(each, value)}`;
}

/** The lines of a rule that has several, each with all that is said of it. */
const linesOf = (field: Extract<Field, { readonly kind: 'rows' }>, value: unknown): readonly string[] =>
  (value as readonly unknown[]).map((line) =>
    Object.values(field.each)
      .map((each) => [each, valueAt(line, each.at)] as const)
      .filter(([each, one]) => one !== undefined && !(each.kind === 'tick' && one !== true))
      .map(([each, one]) => toldInLine(each, one))
      .join(' · '),
  );

/** A rule's value as people read it. */
function told(field: Field, value: unknown): string {
  const f = potWords.fields;
  if (value === undefined || value === null || value === '') return f.nothing;
  switch (field.kind) {
    case 'money':
      return sum(Number(value));
    case 'period':
      return periodInWords(value as string);
    case 'periods':
      return listed((value as readonly string[]).map(periodInWords));
    case 'list':
      return listed(value as readonly string[]);
    case 'yesNo':
    case 'tick':
      return value === true ? f.yes : f.no;
    case 'choice':
      return field.options.find((one) => one.value === value)?.words ?? f.nothing;
    case 'several':
      return listed(
        field.options.filter((one) => (value as readonly unknown[]).includes(one.value)).map((one) => one.words),
      );
    case 'rows':
      return listed(linesOf(field, value), '; ');
    default:
      return typeof value === 'string' ? value : JSON.stringify(value);
  }
}

const listed = (items: readonly string[], between = ', '): string =>
  items.length === 0 ? potWords.fields.nothing : items.join(between);

/** The rules that are not as they were, part by part. */
export function changesBetween(before: Policy, after: Policy): readonly Changed[] {
  return sections.flatMap((section) =>
    Object.values(section.fields).flatMap((field) => {
      const [was, is] = [before, after].map((policy) => told(field, valueAt(filledFrom(policy, section), field.at)));
      return was === is || was === undefined || is === undefined
        ? []
        : [{ section: section.name, what: field.label, before: was, after: is }];
    }),
  );
}

/** A part of a pot's rules to be read: what each rule is about, and what it says, in one line or several. */
export interface RulesRead {
  readonly name: Section['name'];
  readonly rules: readonly { readonly what: string; readonly is: readonly string[] }[];
}

/** All rules of a pot as people read them, part by part. */
export const rulesOf = (policy: Policy): readonly RulesRead[] =>
  sections.map((section) => ({
    name: section.name,
    rules: Object.values(section.fields).map((field) => {
      const value = valueAt(filledFrom(policy, section), field.at);
      const several = field.kind === 'rows' && Array.isArray(value) && value.length > 0 ? linesOf(field, value) : [];
      return { what: field.label, is: several.length > 0 ? several : [told(field, value)] };
    }),
  }));

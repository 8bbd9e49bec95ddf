import type { core, z } from 'zod';
import { refusals, refuse, type RefusalCode } from '../domain/refusals/refusal';
import type { FieldProblem } from './problems';

/** What was sent, as a schema reads it; or what is wrong with it, field by field. */
export type Read<T> = { readonly data: T } | { readonly errors: readonly FieldProblem[] };

/** Reads what was sent. */
export function readAs<T>(schema: z.ZodType<T>, sent: unknown): Read<T> {
  // With its input an issue tells what is missing from what is wrong.
  const read = schema.safeParse(sent, { reportInput: true });
  if (!read.success) return { errors: fieldProblems(read.error.issues) };
  const errors = unkeepable(sent, []);
  return errors.length === 0 ? { data: read.data } : { errors };
}

/** What Postgres keeps in no text: the character NUL, and halves of characters. */
const notText = /\0|\p{Surrogate}/u;

/** Fields, or names of fields, that hold what is no text. */
function unkeepable(sent: unknown, path: readonly PropertyKey[]): readonly FieldProblem[] {
  if (typeof sent === 'string' && notText.test(sent)) {
    const detail = 'This holds a character that is none, so it cannot be kept. Type it again.';
    return [{ pointer: pointerOf(path), code: 'FIELD_NOT_TEXT', detail }];
  }
  if (typeof sent !== 'object' || sent === null) return [];
  return Object.entries(sent).flatMap(([name, value]) => [
    ...unkeepable(name, [...path, name]),
    ...unkeepable(value, [...path, name]),
  ]);
}

/** A JSON pointer (RFC 6901) from a path. */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** What zod found wrong, as field problems: each with a stable code of its own kind, an unknown field by its own name. */
function fieldProblems(issues: readonly core.$ZodIssue[]): readonly FieldProblem[] {
  return issues.flatMap((issue): readonly FieldProblem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: pointerOf([...issue.path, key]),
        code: 'FIELD_UNKNOWN',
        detail: 'There is no such field here. Leave it out, or check how it is spelled.',
      }));
    }
    return [{ pointer: pointerOf(issue.path), ...told(issue) }];
  });
}

function told(issue: core.$ZodIssue): { code: string; detail: string } {
  // A rule of ours inside a schema names its refusal as its message.
  if (isRefusalCode(issue.message)) return { code: issue.message, detail: refuse(issue.message as never).detail };
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? { code: 'FIELD_MISSING', detail: 'This field is missing. Enter it.' }
        : { code: 'FIELD_WRONG_TYPE', detail: `This is not of the right type: it should be ${issue.expected}.` };
    case 'too_big':
      return { code: 'FIELD_TOO_LARGE', detail: `This is too long or too large: at most ${String(issue.maximum)}.` };
    case 'too_small':
      return { code: 'FIELD_TOO_SMALL', detail: `This is too short or too small: at least ${String(issue.minimum)}.` };
    case 'invalid_value':
      return {
        code: 'FIELD_NOT_A_CHOICE',
        detail: `This is not one of the choices: ${issue.values.map(String).join(', ')}.`,
      };
    default:
      return {
        code: 'FIELD_INVALID',
        detail: 'This is not in the form that we can use. Look at the example in the API document.',
      };
  }
}

const isRefusalCode = (text: string): text is RefusalCode => Object.hasOwn(refusals, text);

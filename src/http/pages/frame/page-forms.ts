import type { FieldProblem, Problem } from '../../problems';
import { showForm } from '../form/show-form';
import { type Typed, typedFrom, typedText } from '../form/typed';
import type { Form, PageContext } from './page';

/** What was wrong with the one form of a page that was sent. */
export interface Refused {
  readonly form: string;
  readonly typed: Typed;
  readonly problems: readonly FieldProblem[];
  /** What is said of the whole, where no box is to blame. */
  readonly whole?: string | undefined;
  /** What would come of it, where that is shown first. */
  readonly preview?: Readonly<Record<string, unknown>>;
}

/** What others did while a form was filled in. */
export function changesSince(form: Form<never>, typed: Typed, data: unknown, context: PageContext): readonly string[] {
  const mark = typedText(typed, '_seen');
  return mark === '' ? [] : (form.seen?.since(data as never, mark, context) ?? []);
}

/** The fields of a form, for what its page is about. */
export const fieldsOf = (form: Form<never>, data: unknown, context: PageContext) =>
  typeof form.fields === 'function' ? form.fields(data as never, context) : form.fields;

/** A form as templates have it. */
export function showOne(
  name: string,
  form: Form<never>,
  data: unknown,
  context: PageContext,
  refused: Refused | undefined,
) {
  const refusal = form.refusal?.(data as never, context);
  const isSent = refused?.form === name;
  if (refusal !== undefined && !isSent) return { ...closed(name), why: refusal.detail, code: refusal.code };
  const fields = fieldsOf(form, data, context);
  const typed = isSent ? refused.typed : typedFrom(fields, form.initial?.(data as never, context));
  const problems = isSent ? refused.problems : form.problems?.(data as never, context);
  const shown = showForm(fields, typed, problems ?? []);
  const seen = form.seen?.mark(data as never) ?? '';
  return { name, offered: true, why: undefined, code: undefined, seen, takesFile: takesFile(form, data), ...shown };
}

const takesFile = ({ takesFile: takes }: Form<never>, data: unknown): boolean =>
  typeof takes === 'function' ? takes(data as never) : takes === true;

const closed = (name: string) => ({
  name,
  offered: false,
  seen: '',
  takesFile: false,
  fields: {},
  complaints: [],
});

/** The boxes of a form, and nothing else that a form with a file could hold. */
export function textsOf(body: unknown): Typed {
  const isText = (value: unknown): value is string => typeof value === 'string';
  return Object.fromEntries(
    Object.entries((body ?? {}) as Readonly<Record<string, unknown>>).flatMap(([name, value]) =>
      isText(value) || (Array.isArray(value) && value.every(isText)) ? [[name, value]] : [],
    ),
  );
}

/** What a problem says: of boxes where it knows them, else of the whole. */
export function complaintOf({ code, detail, errors = [] }: Problem): Pick<Refused, 'problems' | 'whole'> {
  const isSaidAlready = code === 'BODY_INVALID' || errors.some((one) => one.detail === detail);
  return { problems: errors, whole: isSaidAlready ? undefined : detail };
}

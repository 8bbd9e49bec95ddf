import type { Refusal } from '../../../../domain/refusals/refusal';
import type { FieldProblem } from '../../../problems';

/** What was typed, as text. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A refusal, said beside its box. */
export const problemOf = ({ code, detail, field }: Refusal): FieldProblem => ({ pointer: field ?? '', code, detail });

/** Says of a box that has to be filled in that it is not. */
export const missing = (pointer: string, isMissing: boolean): readonly FieldProblem[] =>
  isMissing ? [{ pointer, code: 'FIELD_MISSING', detail: '' }] : [];

import { createHash } from 'node:crypto';
import { findApplicationForm, type ApplicationForm } from '../../../../db/queries/application-form';
import { saveDraft } from '../../../commands/application/draft';
import { isId } from '../../../contracts/ids';
import { completed, type ApplicationDraft } from '../../../domain/application-draft';
import { londonDate } from '../../../domain/calendar';
import type { Refusal } from '../../../domain/refusal';
import { readAs } from '../../body';
import { doorProblem, refusalProblem, type FieldProblem, type Problem } from '../../problems';
import { applicationContentSchema } from '../../schemas/applications';
import type { PageContext } from '../frame/page';
import { sectionsOf, type Section } from './sections';

/** An application that is being written: what it holds, what its pot asks, and what keeps it from being sent today. */
export interface Writing {
  readonly form: ApplicationForm;
  readonly sections: readonly Section[];
  readonly refusals: readonly Refusal[];
}

/** The application of the address, for those who may write it. */
export async function loadWriting({ parts, asker, params }: PageContext): Promise<Writing | undefined> {
  const id = params['id'] ?? '';
  const form = isId(id) ? await findApplicationForm(parts.reading.db, asker, id) : undefined;
  if (form === undefined) return undefined;
  return { form, sections: sectionsOf(form.policy), refusals: refusalsOf(form) };
}

/** All that keeps an application from being sent today, each at the box that it is about. */
function refusalsOf({ content, policy, now }: ApplicationForm): readonly Refusal[] {
  const { refusals } = completed(content, policy, { submittedOn: londonDate(now) });
  const hasNoBudget = refusals.some(({ code }) => code === 'BUDGET_MISSING');
  return refusals
    .filter(({ code }) => !(hasNoBudget && code === 'AMOUNT_NOT_POSITIVE'))
    .map((refusal) => (refusal.field === '/askedPence' ? { ...refusal, field: '/budget' } : refusal));
}

/** Stands for what a section holds, so that a change by somebody else is noticed. */
export function markOf({ covers }: Section, content: ApplicationDraft): string {
  const held = covers.map((at) =>
    at
      .slice(1)
      .split('/')
      .reduce<unknown>((found, part) => (found as Readonly<Record<string, unknown>> | undefined)?.[part], content),
  );
  return digestOf(held);
}

/** Stands for answers, as long as they are the same. */
export const digestOf = (answers: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(answers ?? null))
    .digest('base64url')
    .slice(0, 16);

/** How often what others saved at the same moment is taken in before the person is asked. */
const tries = 4;

/**
 * Saves a section's answers into the draft, and leaves all others as they are, also those that somebody saves at the same moment. What was
 * saved in the same section meanwhile is not overwritten: that is a problem, and the page shows both.
 */
export async function saveSection(
  context: PageContext,
  section: Section,
  { form }: Writing,
  body: Readonly<Record<string, unknown>>,
): Promise<{ readonly problem: Problem } | { readonly problems: readonly FieldProblem[] } | undefined> {
  const { parts, asker } = context;
  const seen = markOf(section, form.content);
  let latest: ApplicationForm | undefined = form;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    if (latest === undefined) return { problem: doorProblem('NOT_FOUND') };
    if (markOf(section, latest.content) !== seen) break;
    const read = readAs(applicationContentSchema, section.put(latest.content, body));
    if ('errors' in read) return { problems: read.errors };
    const answer = await saveDraft(parts.door.db, asker, form.id, latest.version, read.data);
    if (answer.kind === 'draft') return undefined;
    if (answer.kind === 'refused') return { problem: refusalProblem(answer.refusal) };
    if (answer.kind === 'unknown') return { problem: doorProblem('NOT_FOUND') };
    latest = await findApplicationForm(parts.reading.db, asker, form.id);
  }
  return { problem: doorProblem('STALE_VERSION') };
}

/** Refusals as problems of the boxes that they are about. */
export const asProblems = (refusals: readonly Refusal[]): readonly FieldProblem[] =>
  refusals.map(({ field = '', code, detail }) => ({ pointer: field, code, detail }));

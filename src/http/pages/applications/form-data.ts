import { createHash } from 'node:crypto';
import { findApplicationForm, type ApplicationForm } from '../../../../db/queries/grants/application-form';
import type { FileListed } from '../../../../db/queries/files';
import { saveDraft } from '../../../commands/application/draft';
import { isId } from '../../../contracts/ids';
import { completed, type ApplicationDraft } from '../../../domain/application/application-draft';
import { londonDate } from '../../../domain/calendar/calendar';
import { filesByQuestion, withFileNames, type FilesByQuestion } from '../../../domain/application/question-answer';
import type { Refusal } from '../../../domain/refusals/refusal';
import { readAs } from '../../body';
import { doorProblem, refusalProblem, type FieldProblem, type Problem } from '../../problems';
import { applicationContentSchema } from '../../schemas/applications';
import { filesOf } from '../files/view';
import type { PageContext } from '../frame/page';
import { sectionsOf, type Section } from './sections';

/** An application that is being written: what it holds, what its pot asks, and what keeps it from being sent today. */
export interface Writing {
  readonly form: ApplicationForm;
  /** What it holds, with the names of files as the answers of the questions that are answered with files. */
  readonly content: ApplicationDraft;
  readonly files: readonly FileListed[];
  readonly sections: readonly Section[];
  readonly refusals: readonly Refusal[];
}

/** What a draft holds, with the names of files as the answers of the questions that are answered with files. */
export const contentWith = (
  { content, policy }: Pick<ApplicationForm, 'content' | 'policy'>,
  files: FilesByQuestion,
): ApplicationDraft => ({ ...content, answers: withFileNames(content.answers ?? {}, policy, files) });

/** The application of the address, for those who may write it. */
export async function loadWriting(context: PageContext): Promise<Writing | undefined> {
  const { parts, asker, params } = context;
  const id = params['id'] ?? '';
  if (!isId(id)) return undefined;
  const [form, all] = await Promise.all([
    findApplicationForm(parts.reading.db, asker, id),
    filesOf({ grantId: id }, context),
  ]);
  if (form === undefined) return undefined;
  const files = all.filter(({ purpose }) => purpose === 'answer');
  const named = filesByQuestion(files);
  return {
    form,
    content: contentWith(form, named),
    files,
    sections: sectionsOf(form.policy),
    refusals: refusalsOf(form, named),
  };
}

/** All that keeps an application from being sent today, each at the box that it is about. */
function refusalsOf({ content, policy, now }: ApplicationForm, files: FilesByQuestion): readonly Refusal[] {
  const { refusals } = completed(content, policy, { submittedOn: londonDate(now), files });
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

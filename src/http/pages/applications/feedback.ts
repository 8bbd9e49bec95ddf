import { findSharedDraft, type ApplicationForm } from '../../../../db/queries/grants/application-form';
import { isId } from '../../../contracts/ids';
import type { ApplicationDraft } from '../../../domain/application/application-draft';
import { filesByQuestion } from '../../../domain/application/question-answer';
import { refuse } from '../../../domain/refusals/refusal';
import type { Fields } from '../form/field';
import { filesOf } from '../files/view';
import { commandForm } from '../frame/command-form';
import { definePage, saying } from '../frame/page';
import { whenInWords } from '../frame/when';
import { draftReaders } from './draft-readers';
import { contentWith } from './form-data';
import { sectionsOf, type Section } from './sections';
import { commentsOn } from './views';
import { applicationWords as words } from './words';

const w = words.feedback.officer;

interface Draft {
  readonly form: ApplicationForm;
  readonly content: ApplicationDraft;
  readonly sections: readonly Section[];
}

/** One box for each answer, and one for all of it; none has to be filled in. */
const boxes = ({ sections }: Draft): Fields =>
  Object.fromEntries([
    ...sections.map(({ slug, title }) => [
      slug,
      { kind: 'longText', at: `/said/${slug}`, label: w.comment(title), rows: 2 },
    ]),
    ['overall', { kind: 'longText', at: '/said/overall', label: w.overall, rows: 3 }],
  ]) as Fields;

/** What was typed, in the order of the boxes: where each comment is about, and its box. */
function commentsIn(body: Readonly<Record<string, unknown>>, { sections }: Draft) {
  const said = (body['said'] ?? {}) as Readonly<Record<string, string>>;
  const places = [
    ...sections.map(({ slug, covers }) => ({ slug, about: covers[0] ?? '' })),
    { slug: 'overall', about: '' },
  ];
  return places.flatMap(({ slug, about }) => {
    const text = said[slug]?.trim() ?? '';
    return text === '' ? [] : [{ slug, about, text }];
  });
}

/** The lists that lead to a draft, by the name that an address has of where one came from. Any other name is that of one's work. */
const listsOfDrafts = {
  work: { to: '/work', words: w.back },
  grants: { to: '/grants', words: w.backToGrants },
} as const;
const cameFromList = (from: string | undefined): keyof typeof listsOfDrafts => (from === 'grants' ? from : 'work');

/** A draft that its group shares, as an officer reads it: each answer, and a box for a comment beside it. */
export const draftFeedbackPage = definePage<Draft>({
  address: '/applications/:id/feedback',
  for: draftReaders,
  words,
  load: async ({ parts, asker, params }) => {
    const id = params['id'] ?? '';
    if (!isId(id)) return undefined;
    const [form, files] = await Promise.all([
      findSharedDraft(parts.reading.db, asker, id),
      filesOf({ grantId: id }, { parts, asker }),
    ]);
    // Once it is sent, what was said of its draft is looked at here.
    if (form === undefined || form.sharedAt === null) return undefined;
    const answered = files.filter(({ purpose }) => purpose === 'answer');
    return { form, content: contentWith(form, filesByQuestion(answered)), sections: sectionsOf(form.policy) };
  },
  show: ({ form, content, sections }, { query }) => ({
    isSent: form.stage !== 'draft',
    template: 'applications/feedback.njk',
    title: form.stage === 'draft' ? w.title(form.party.name) : w.titleSent(form.party.name),
    back:
      form.stage === 'draft'
        ? listsOfDrafts[cameFromList(query['from'])]
        : { to: `/grants/${form.id}`, words: w.backToGrant },
    caption: form.pot.name,
    by:
      form.stage !== 'draft'
        ? w.sent
        : form.feedbackBy === null
          ? w.none
          : w.by(whenInWords(form.feedbackBy, form.now)),
    closes: form.closesAt === null ? undefined : words.list.sendBy(whenInWords(form.closesAt, form.now)),
    answers: sections.map((section) => ({
      slug: section.slug,
      title: section.title,
      lines: section.answer(content),
      comments: commentsOn({ form }, section),
    })),
    overall: commentsOn({ form }),
  }),
  forms: {
    send: commandForm<Draft>({
      command: 'commentOnDraft',
      fields: boxes,
      standing: ({ form }) => ({
        state: form.stage,
        scope: { potId: form.pot.id, parties: { applicant: form.party.id } },
      }),
      refusal: ({ form }) => (form.sharedAt === null ? refuse('DRAFT_NOT_SHARED') : undefined),
      body: (body, draft) => ({ comments: commentsIn(body, draft).map(({ about, text }) => ({ about, text })) }),
      placeOf: (pointer, { body }, draft) => {
        const place = /^\/comments\/(\d+)/.exec(pointer)?.[1];
        const comment = place === undefined ? undefined : commentsIn(body, draft)[Number(place)];
        return `/said/${comment?.slug ?? 'overall'}`;
      },
      done: ({ subjectId }) => saying(`/applications/${subjectId}/feedback`, 'commented'),
    }),
  },
});

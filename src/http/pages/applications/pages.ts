import { findGrant } from '../../../../db/queries/grants/grant';
import { isId } from '../../../contracts/ids';
import { instantInWords } from '../../../domain/calendar/calendar';
import { findDeadline } from '../../../domain/calendar/deadlines';
import { periodInWords } from '../../../domain/policy/period-in-words';
import { rolesReaching } from '../../../domain/lives/roles';
import { refuse } from '../../../domain/refusals/refusal';
import { removeFile } from '../../../commands/files/add-file';
import { fileIdOf, keepFile } from '../../uploads';
import { actedOn } from '../files/forms';
import { filesView } from '../files/view';
import { commandForm, refusalByTable, type StandingNow } from '../frame/command-form';
import { definePage, saying, type Acted, type Page, type PageContext, type Sent } from '../frame/page';
import { checkWords } from '../frame/policy-words';
import { answerGrant } from '../../api/reads/grant-answer';
import { asProblems, loadWriting, markOf, saveSection, type Writing } from './form-data';
import { budgetWithin, refusalsIn, type Section } from './sections';
import { draftFeedbackPage } from './feedback';
import { checkView, commentsOn, listView, roomOf, sumsView } from './views';
import { applicationWords as words } from './words';

const listOf = (id: string): string => `/applications/${id}`;

/** A page of a draft; what was sent is looked at on the page of the grant. */
const writtenOnly = <Shown>({ form }: Writing, show: () => Shown) =>
  form.stage === 'draft' ? show() : { goTo: `/grants/${form.id}` };

/** How a draft stands, for the forms of its pages. */
const standingOf = ({ form }: Writing): StandingNow => ({
  state: form.stage,
  scope: { potId: form.pot.id, parties: { applicant: form.party.id } },
});

/** Whether whoever looks writes for their own group, and not as the officer who writes down what a group says. */
const isOwn = (writing: Writing, { asker }: Pick<PageContext, 'asker'>): boolean =>
  writing.form.helper?.id !== asker.personId &&
  rolesReaching(asker.roles, standingOf(writing).scope).some(({ name }) => name === 'applicant');

/** Where whoever writes came from: their first page, or the group's for an officer. */
const backFrom = (writing: Writing, context: PageContext) =>
  isOwn(writing, context)
    ? { to: '/home', words: words.back.home }
    : { to: `/groups/${writing.form.party.id}`, words: writing.form.party.name };

interface Asking extends Writing {
  readonly section: Section;
  readonly place: number;
}

/** What sending does, said before its button: for whom it is sent, and who then confirms what an officer wrote down. */
function sendingText(writing: Writing, context: PageContext): string {
  const { party } = writing.form;
  if (isOwn(writing, context))
    return [words.check.sendText(context.visitor?.organisation.name ?? ''), words.check.sendAs(party.name)].join(' ');
  const first = writing.content.contacts?.[0];
  return words.check.sendFor(party.name, first?.name ?? '', first?.email ?? '');
}

/** The pages on which an application is written, one question each, by its group or by an officer who helps. */
export const applicationPages: readonly Page[] = [
  definePage<Writing>({
    address: '/applications/:id',
    for: 'signed in',
    words,
    load: loadWriting,
    show: (writing, context) =>
      writtenOnly(writing, () => ({
        template: 'applications/list.njk',
        title: isOwn(writing, context) ? words.list.title : words.list.titleFor(writing.form.party.name),
        back: backFrom(writing, context),
        ...listView(writing),
      })),
    forms: {
      share: commandForm<Writing>({
        command: 'shareDraft',
        fields: {},
        standing: standingOf,
        refusal: ({ form }) => {
          if (form.policy.draftFeedback === undefined) return refuse('DRAFT_FEEDBACK_NOT_OFFERED');
          if (form.feedbackBy !== null) return refuse('DRAFT_SHARED_ALREADY');
          return Object.keys(form.content).length === 0 ? refuse('DRAFT_EMPTY') : undefined;
        },
        done: ({ subjectId }) => saying(listOf(subjectId), 'shared'),
      }),
      takeBack: commandForm<Writing>({
        command: 'takeBackDraft',
        fields: {},
        standing: standingOf,
        refusal: ({ form }) => (form.sharedAt === null ? refuse('DRAFT_NOT_SHARED') : undefined),
        done: ({ subjectId }) => saying(listOf(subjectId), 'takenBack'),
      }),
      settle: commandForm<Writing>({
        command: 'settleDraftComment',
        fields: {},
        standing: standingOf,
        refusal: ({ form }) =>
          form.comments.some(({ about, settledAt }) => about === '' && settledAt === null)
            ? undefined
            : refuse('COMMENT_UNKNOWN', { field: '/commentId' }),
        body: (_body, _data, _context, { button }) => ({ commentId: button }),
        done: ({ subjectId }) => saying(listOf(subjectId), 'settled'),
      }),
    },
  }),
  definePage<Writing>({
    address: '/applications/:id/check',
    for: 'signed in',
    words,
    load: loadWriting,
    show: (writing, context) =>
      writtenOnly(writing, () => ({
        template: 'applications/check.njk',
        title: words.check.title,
        back: { to: listOf(writing.form.id), words: words.back.list },
        sending: sendingText(writing, context),
        ...checkView(writing),
      })),
    forms: {
      send: commandForm<Writing>({
        command: 'submitApplication',
        fields: {},
        standing: standingOf,
        refusal: ({ refusals }) => refusals[0],
        done: ({ subjectId }, context, writing) =>
          isOwn(writing, context) ? `${listOf(subjectId)}/sent` : saying(`/grants/${subjectId}`, 'sent'),
      }),
    },
  }),
  definePage({
    address: '/applications/:id/sent',
    for: 'signed in',
    words,
    load: async ({ parts, asker, params }) => {
      const id = params['id'] ?? '';
      const found = isId(id) ? await findGrant(parts.reading.db, asker, id) : undefined;
      return found?.reference == null ? undefined : found;
    },
    show: (found, { asker }) => {
      const checkBy = findDeadline(found.deadlines, 'check')?.at;
      const { confirmations, checks, allowed } = answerGrant(found, asker.roles);
      const second = confirmations.find(({ kind, state }) => kind === 'second_contact' && state === 'asked')?.contact;
      return {
        template: 'applications/sent.njk',
        title: words.sent.title,
        reference: found.reference,
        id: found.id,
        checkBy: checkBy === undefined ? undefined : words.sent.checked(instantInWords(checkBy)),
        decided: words.sent.decided(periodInWords(found.policy.decideWithin)),
        second: second == null ? undefined : words.sent.second(second.name),
        mayNameHost: allowed.includes('nameHost'),
        papers: checks.filter(({ state }) => state !== 'passed').map(({ kind }) => checkWords[kind]),
      };
    },
  }),
  draftFeedbackPage,
  definePage<Asking>({
    address: '/applications/:id/:section',
    for: 'signed in',
    words,
    load: async (context) => {
      const writing = await loadWriting(context);
      const place = writing?.sections.findIndex(({ slug }) => slug === context.params['section']) ?? -1;
      const section = writing?.sections[place];
      return writing === undefined || section === undefined ? undefined : { ...writing, section, place };
    },
    show: (asking, context) =>
      writtenOnly(asking, () => ({
        template: 'applications/section.njk',
        title: asking.section.title,
        back: { to: listOf(asking.form.id), words: words.back.list },
        caption: words.list.parts[asking.section.part],
        asksOne: Object.keys(asking.section.fields).length === 1 && asking.section.fields['budget'] === undefined,
        isTitled: Object.values(asking.section.fields)[0]?.label === asking.section.title,
        sums: asking.section.slug === 'budget' ? sumsView(asking) : undefined,
        adds: asking.section.slug === 'budget',
        comments: commentsOn(asking, asking.section),
        maySettle: refusalByTable('settleDraftComment', standingOf(asking), context) === undefined,
        takesFile: asking.section.filesFor !== undefined,
        files: filesView(
          asking.files.filter(({ about }) => about === asking.section.filesFor),
          { personId: context.asker.personId, isDraft: true },
        ),
      })),
    forms: {
      answer: {
        takesFile: ({ section }) => section.filesFor !== undefined,
        fields: ({ section, form }) => (section.slug === 'budget' ? budgetWithin(roomOf(form)) : section.fields),
        initial: ({ form }) => form.content,
        problems: ({ section, refusals }, { query }) =>
          query['look'] === undefined ? [] : asProblems(refusalsIn(section, refusals)),
        seen: {
          mark: ({ section, form }) => markOf(section, form.content),
          since: ({ section, form }, mark) => {
            if (mark === markOf(section, form.content)) return [];
            const now = section.answer(form.content).join('; ');
            return [now === '' ? words.list.someoneElseEmptied : words.list.someoneElse(now)];
          },
        },
        act: async (sent, asking, context) => {
          const { body, button, key } = sent;
          const { filesFor } = asking.section;
          if (filesFor !== undefined && !button.startsWith(settling))
            return actOnFiles(sent, filesFor, asking, context);
          const failed = await saveSection(context, asking.section, asking, body);
          if (failed !== undefined) return failed;
          if (button.startsWith(settling)) return settle(button.slice(settling.length), key, asking, context);
          return { goTo: await afterSaving(button, asking, context) };
        },
      },
    },
  }),
];

/** What the value of a button begins with that marks a comment as dealt with, once what was typed is saved. */
const settling = 'settle:';

async function settle(
  commentId: string,
  idempotencyKey: string,
  { form, section }: Asking,
  { perform }: Parameters<typeof loadWriting>[0],
): Promise<Acted> {
  const goTo = saying(`${listOf(form.id)}/${section.slug}`, 'settled');
  const performed = await perform('settleDraftComment', {
    subjectId: form.id,
    idempotencyKey,
    body: { commentId },
  });
  if (performed.problem !== undefined) return { problem: performed.problem };
  return performed.outcome === undefined ? { waitFor: performed.stored.commandId, goTo } : { goTo };
}

/** What takes a file away: its button says which. */
const away = /^away:(.+)$/;

/** Keeps the file that came, or takes one away; and goes on, as after any other answer. */
async function actOnFiles(
  { file, button, key }: Sent,
  question: string,
  asking: Asking,
  context: PageContext,
): Promise<Acted> {
  const { asker, parts } = context;
  const here = `${listOf(asking.form.id)}/${asking.section.slug}`;
  const taken = away.exec(button)?.[1];
  if (taken !== undefined) {
    const removed = isId(taken) ? await removeFile(parts.door.db, asker, taken) : ({ kind: 'unknown' } as const);
    return actedOn(removed, saying(here, 'fileRemoved'));
  }
  if (file !== undefined || button === 'upload') {
    const kept = await keepFile({ db: parts.door.db, scan: parts.scan }, asker, {
      id: fileIdOf(asker, key),
      of: { grantId: asking.form.id },
      purpose: 'answer',
      about: question,
      file,
    });
    const acted = actedOn(kept, saying(here, 'fileAdded'), `/answers/${question}`);
    if ('problem' in acted || button === 'upload') return acted;
  }
  return { goTo: await afterSaving(button, asking, context) };
}

/** Where somebody goes on once an answer is saved: by the button, to what the answer still lacks, or to the next question. */
async function afterSaving(button: string, { form, section, place }: Asking, context: PageContext): Promise<string> {
  const list = listOf(form.id);
  if (button === 'later') return saying(list, 'saved');
  if (button === 'sums') return saying(`${list}/${section.slug}`, 'saved');
  const saved = await loadWriting(context);
  if (saved === undefined) return list;
  if (refusalsIn(section, saved.refusals).length > 0) return `${list}/${section.slug}?look=yes`;
  if (button === 'check') return `${list}/check`;
  // Each question in its order, also one that nobody has to answer: who is led past it never learns that it was asked.
  return `${list}/${saved.sections[place + 1]?.slug ?? 'check'}`;
}

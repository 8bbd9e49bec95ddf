import { findGrant } from '../../../../db/queries/grant';
import { isId } from '../../../contracts/ids';
import { instantInWords } from '../../../domain/calendar';
import { findDeadline } from '../../../domain/deadlines';
import { periodInWords } from '../../../domain/period-in-words';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Page } from '../frame/page';
import { checkWords } from '../frame/policy-words';
import { answerGrant } from '../../api/reads/grant-answer';
import { asProblems, loadWriting, markOf, saveSection, type Writing } from './form-data';
import { refusalsIn, type Section } from './sections';
import { checkView, listView, nextSection, sumsView } from './views';
import { applicationWords as words } from './words';

const listOf = (id: string): string => `/applications/${id}`;

/** A page of a draft; what was sent is looked at on the page of the grant. */
const writtenOnly = <Shown>({ form }: Writing, show: () => Shown) =>
  form.stage === 'draft' ? show() : { goTo: `/grants/${form.id}` };

interface Asking extends Writing {
  readonly section: Section;
  readonly place: number;
}

/** The pages on which an application is written, one question each, by its group or by an officer who helps. */
export const applicationPages: readonly Page[] = [
  definePage<Writing>({
    address: '/applications/:id',
    for: 'signed in',
    words,
    load: loadWriting,
    show: (writing) =>
      writtenOnly(writing, () => ({
        template: 'applications/list.njk',
        title: words.list.title,
        back: { to: '/home', words: words.back.home },
        ...listView(writing),
      })),
  }),
  definePage<Writing>({
    address: '/applications/:id/check',
    for: 'signed in',
    words,
    load: loadWriting,
    show: (writing, { visitor }) =>
      writtenOnly(writing, () => ({
        template: 'applications/check.njk',
        title: words.check.title,
        back: { to: listOf(writing.form.id), words: words.back.list },
        organisation: visitor?.organisation.name ?? '',
        group: writing.form.party.name,
        ...checkView(writing),
      })),
    forms: {
      send: commandForm<Writing>({
        command: 'submitApplication',
        fields: {},
        standing: ({ form }) => ({
          state: form.stage,
          scope: { potId: form.pot.id, parties: { applicant: form.party.id } },
        }),
        refusal: ({ refusals }) => refusals[0],
        done: ({ subjectId }) => `${listOf(subjectId)}/sent`,
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
      return {
        template: 'applications/sent.njk',
        title: words.sent.title,
        reference: found.reference,
        id: found.id,
        checkBy: checkBy === undefined ? undefined : words.sent.checked(instantInWords(checkBy)),
        decided: words.sent.decided(periodInWords(found.policy.decideWithin)),
        papers: answerGrant(found, asker.roles)
          .checks.filter(({ state }) => state !== 'passed')
          .map(({ kind }) => checkWords[kind]),
      };
    },
  }),
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
    show: (asking) =>
      writtenOnly(asking, () => ({
        template: 'applications/section.njk',
        title: asking.section.title,
        back: { to: listOf(asking.form.id), words: words.back.list },
        caption: words.list.parts[asking.section.part],
        asksOne: Object.keys(asking.section.fields).length === 1 && asking.section.fields['budget'] === undefined,
        isTitled: Object.values(asking.section.fields)[0]?.label === asking.section.title,
        sums: asking.section.slug === 'budget' ? sumsView(asking) : undefined,
        adds: asking.section.slug === 'budget',
      })),
    forms: {
      answer: {
        fields: ({ section }) => section.fields,
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
        act: async ({ body, button }, asking, context) => {
          const failed = await saveSection(context, asking.section, asking, body);
          if (failed !== undefined) return failed;
          return { goTo: await afterSaving(button, asking, context) };
        },
      },
    },
  }),
];

/** Where somebody goes on once an answer is saved: by the button, to what the answer still lacks, or to the next question. */
async function afterSaving(
  button: string,
  { form, section, place }: Asking,
  context: Parameters<typeof loadWriting>[0],
): Promise<string> {
  const list = listOf(form.id);
  if (button === 'later') return saying(list, 'saved');
  if (button === 'sums') return saying(`${list}/${section.slug}`, 'saved');
  const saved = await loadWriting(context);
  if (saved === undefined) return list;
  if (refusalsIn(section, saved.refusals).length > 0) return `${list}/${section.slug}?look=yes`;
  if (button === 'check') return `${list}/check`;
  const next = nextSection(saved, place);
  return next === undefined ? `${list}/check` : `${list}/${next.slug}`;
}

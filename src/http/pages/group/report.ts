import { findReportDraft } from '../../../../db/queries/grants/report-draft';
import { readTimeline } from '../../../../db/queries/grants/timeline';
import { saveReportDraft } from '../../../commands/grant/report-draft';
import type { Activity, BudgetLine } from '../../../domain/application/application';
import { compareInstants, instantInWords, type Instant } from '../../../domain/calendar/calendar';
import { formatPounds, pence, subtractPence, type Pence } from '../../../domain/money/money';
import { refuse, type Refusal } from '../../../domain/refusals/refusal';
import { isAskedAbout, nothingKept, type ReportContent } from '../../../domain/award/report';
import { completedReport, draftOf, type ReportDraft } from '../../../domain/award/report-draft';
import { doorProblem, refusalProblem } from '../../problems';
import { readAs } from '../../body';
import { reportDraftBody } from '../../schemas/grants';
import type { FileListed } from '../../../../db/queries/files';
import { filesOf, filesView } from '../files/view';
import { asProblems, digestOf } from '../applications/form-data';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Page, type PageContext } from '../frame/page';
import { whenInWords } from '../frame/when';
import { backToGrant } from './back';
import { loadGrant, standingOf, type GroupGrant } from './grant-data';
import { filePlaces, reportFilePages } from './report-files';
import { isReportSlug, reportRefusalsIn, reportSections, spentSoFar, type ReportSection } from './report-sections';
import { groupWords } from './words';

const words = groupWords.report;
const mine = ['applicant', 'budget_holder'] as const;

interface Reporting extends GroupGrant {
  readonly draft: ReportDraft;
  readonly content: ReportContent;
  readonly refusals: readonly Refusal[];
  readonly sections: readonly ReportSection[];
  readonly paidPence: Pence;
  /** Photos and receipts. */
  readonly files: readonly FileListed[];
  /** Whether it waits for the answer to a question about what was handed in. */
  readonly isAskedAbout: boolean;
  /** What was asked about the report that was handed in. */
  readonly question: string | undefined;
  /** What was answered with the report that is handed in. */
  readonly answered: string | undefined;
}

/** The grant of the address with its report as it is being written: what was handed in before, and the answers that were saved since. */
async function loadReport(context: PageContext): Promise<Reporting | undefined> {
  const grant = await loadGrant(context);
  if (grant?.report == null) return undefined;
  const { parts, asker } = context;
  const isAsking = isAskedAbout({ state: grant.report.state, wasSubmitted: grant.report.submittedAt !== null });
  const [saved, files, question] = await Promise.all([
    findReportDraft(parts.reading.db, asker, grant.id),
    filesOf({ grantId: grant.id }, context),
    isAsking ? lastQuestion(context, grant.id) : undefined,
  ]);
  const handedIn = (grant.report.content ?? undefined) as ReportContent | undefined;
  const draft = { ...(handedIn === undefined ? {} : draftOf(handedIn)), ...saved };
  const agreed = {
    activities: (grant.application?.activities ?? []) as readonly Activity[],
    budget: (grant.application?.budget ?? []) as readonly BudgetLine[],
  };
  const paidPence = pence(grant.money?.paidPence ?? 0);
  return {
    ...grant,
    draft,
    ...completedReport(draft, agreed, paidPence, isAsking ? (handedIn ?? nothingKept) : undefined),
    sections: reportSections(agreed),
    paidPence,
    files: files.filter(({ purpose }) => purpose === 'photo' || purpose === 'receipt'),
    question,
    isAskedAbout: isAsking,
    answered: handedIn?.answer,
  };
}

/** The question that a report waits for: it is told with the event. */
async function lastQuestion({ parts, asker }: PageContext, id: string): Promise<string | undefined> {
  const wanted = { sort: 'newest', limit: 50 } as const;
  const timeline = await readTimeline(parts.reading.db, asker, { type: 'grant', id }, wanted);
  return timeline?.items.find(({ type }) => type === 'report_queried')?.text ?? undefined;
}

const reportOf = (id: string): string => `/grants/${id}/report`;

/** What is said instead of the questions where nothing can be written. */
function overWords({ stage, report, award, allowed }: Reporting): string | undefined {
  if (report?.state === 'accepted') return words.accepted;
  if (report?.state === 'waived') return words.waived;
  if (report?.state === 'submitted') return words.handedIn;
  const isWritten = stage === 'active' && allowed.includes('submitReport') && award !== null;
  return isWritten ? undefined : words.notYet;
}

type PartState = keyof typeof words.states;

function stateOf(section: ReportSection, { draft, refusals }: Reporting): PartState {
  const isAnswered = section.answer(draft).length > 0;
  if (reportRefusalsIn(section, refusals).length > 0) return isAnswered ? 'mend' : 'todo';
  return 'done';
}

const tagOf = { done: 'gp-tag--done', todo: 'gp-tag--yours', mend: 'gp-tag--late' } as const;

/** The part to go on with: the first that is not done. */
const nextPart = (reporting: Reporting): ReportSection | undefined =>
  reporting.sections.find((section) => stateOf(section, reporting) !== 'done');

function dueWords({ report, now }: Reporting): string | undefined {
  const at = report?.dueAt as Instant | null | undefined;
  if (at == null) return undefined;
  return compareInstants(at, now) < 0 ? words.wasDue(instantInWords(at)) : words.by(whenInWords(at, now));
}

const linesOf = (text: string | undefined): readonly string[] =>
  text === undefined || text.trim() === '' ? [] : text.split('\n');

/** Every answer of a report, and of the files only how many; what is still missing beside it. */
function answersOf(reporting: Reporting) {
  const { sections, draft, refusals, id, files, answered, isAskedAbout: isAnswering } = reporting;
  const answer = linesOf(isAnswering ? draft.answer : answered);
  const said = (slug: string) => `${reportOf(id)}/${slug}?from=check`;
  return [
    ...(isAnswering || answer.length > 0
      ? [
          {
            title: words.answer,
            href: reportOf(id),
            lines: answer,
            problems: refusals.filter(({ field }) => field === '/answer').map(({ detail }) => detail),
          },
        ]
      : []),
    ...sections.map((section) => ({
      title: section.title,
      href: said(section.slug),
      lines: section.answer(draft),
      problems: [...new Set(reportRefusalsIn(section, refusals).map(({ detail }) => detail))],
    })),
    ...filePlaces(reporting).map(({ kind, slug }) => ({
      title: words.fileSections[kind],
      href: said(slug),
      lines: files.filter(({ purpose }) => purpose === kind).map(({ name }) => name),
      problems: [],
    })),
  ];
}

/** The part that comes after another in a report's order, or the page on which all of it is checked. */
function partAfter(reporting: Reporting, slug: string): string {
  const slugs = [...reporting.sections, ...filePlaces(reporting)].map((one): string => one.slug);
  return slugs[slugs.indexOf(slug) + 1] ?? 'check';
}

/** What is mended because of a question leads back to where all of it is checked, and not through every part again. */
const mending = ({ isAskedAbout: isAsked }: Reporting): string => (isAsked ? '?from=check' : '');

/** The parts of a report that are files: each with how many there are. */
function fileTasks(reporting: Reporting) {
  return filePlaces(reporting).map(({ kind, slug }) => {
    const count = reporting.files.filter(({ purpose }) => purpose === kind).length;
    const isWanted = kind === 'receipt' && count === 0;
    const said = isWanted ? words.states.todo : words.fileOptional;
    return {
      title: { text: words.fileSections[kind] },
      href: `${reportOf(reporting.id)}/${slug}${mending(reporting)}`,
      status: {
        tag: {
          text: count > 0 ? words.fileCount(count) : said,
          classes: count > 0 ? tagOf.done : isWanted ? tagOf.todo : 'gp-tag--over',
        },
      },
    };
  });
}

const listPage = definePage<Reporting>({
  address: '/grants/:id/report',
  for: mine,
  words: groupWords,
  load: loadReport,
  show: (reporting) => {
    const next = nextPart(reporting);
    const over = overWords(reporting);
    const address = reportOf(reporting.id);
    return {
      template: 'group/report.njk',
      title: over === undefined ? words.title : words.titleOver,
      caption: groupWords.grant.caption(reporting.reference ?? '', reporting.pot.name),
      back: backToGrant(reporting),
      id: reporting.id,
      over,
      due: dueWords(reporting),
      isAskedAbout: reporting.isAskedAbout,
      question: reporting.question,
      answers: answersOf(reporting),
      // What was only begun was never told.
      isAnswered: reporting.report?.content != null,
      files: filesView(reporting.files),
      tasks: [
        ...reporting.sections.map((section) => {
          const state = stateOf(section, reporting);
          return {
            title: { text: section.title },
            href: `${address}/${section.slug}${mending(reporting)}`,
            status: { tag: { text: words.states[state], classes: tagOf[state] } },
          };
        }),
        ...fileTasks(reporting),
      ],
      step:
        next === undefined
          ? { words: words.check, href: `${address}/check` }
          : { words: words.goOn(next.title), href: `${address}/${next.slug}` },
    };
  },
  forms: {
    // Kept with the rest of what is written: it is sent with the report, once that was looked through.
    answer: {
      fields: {
        answer: { kind: 'longText', at: '/answer', label: words.answer, hint: words.answerHint, atMost: 10_000 },
      },
      initial: ({ draft }) => draft,
      refusal: (reporting) => {
        if (overWords(reporting) !== undefined) return refuse('REPORT_HANDED_IN');
        return reporting.isAskedAbout ? undefined : refuse('REPORT_NOTHING_ASKED', { field: '/answer' });
      },
      seen: {
        mark: ({ draft }) => digestOf(draft.answer),
        since: ({ draft: { answer } }, mark) => {
          if (mark === digestOf(answer)) return [];
          return [answer === undefined || answer === '' ? words.someoneElseEmptied : words.someoneElse(answer)];
        },
      },
      act: async ({ body, button }, { id, draft }, { parts, asker }) => {
        const read = readAs(reportDraftBody, body['answer'] === undefined ? {} : { answer: body['answer'] });
        if ('errors' in read) return { problems: read.errors };
        const answer = { answer: read.data.answer ?? '' };
        const saved = await saveReportDraft(parts.door.db, asker, id, answer, { answer: draft.answer });
        if (saved === undefined) return { problem: doorProblem('NOT_FOUND') };
        if (saved === 'changed meanwhile') return { problem: doorProblem('STALE_VERSION') };
        if ('code' in saved) return { problem: refusalProblem(saved) };
        return { goTo: button === 'later' ? saying(reportOf(id), 'saved') : `${reportOf(id)}/check` };
      },
    },
  },
});

const checkPage = definePage<Reporting>({
  address: '/grants/:id/report/check',
  for: mine,
  words: groupWords,
  load: loadReport,
  show: (reporting) => {
    if (overWords(reporting) !== undefined) return { goTo: reportOf(reporting.id) };
    const answers = answersOf(reporting);
    return {
      template: 'group/report-check.njk',
      title: words.checkTitle,
      back: { to: reportOf(reporting.id), words: groupWords.back.report },
      answers,
      missing: answers.filter(({ problems }) => problems.length > 0).length,
    };
  },
  forms: {
    send: commandForm<Reporting>({
      command: 'submitReport',
      fields: {},
      standing: standingOf,
      refusal: ({ refusals }) => refusals[0],
      body: (_body, { content }) => content,
      done: ({ subjectId }) => saying(`/grants/${subjectId}`, 'reported'),
    }),
  },
});

interface Answering extends Reporting {
  readonly section: ReportSection;
}

const markOf = ({ draft, section }: Answering): string => digestOf(draft[section.key]);

/** What is said beside the question what was spent: of what was paid to the group, or to providers for it. */
function moneyOf({ paidPence, draft, policy, award }: Answering) {
  const spent = spentSoFar(draft);
  const spentLine = { words: words.spentSum, amount: formatPounds(spent) };
  if (award?.drawnDownByPurchases === true) return { lead: words.bought, lines: [spentLine], keep: '' };
  const left = subtractPence(paidPence, spent);
  const keepUpTo = policy.keepLeftoversUpToPence;
  const keep = keepUpTo === 0 ? words.keepNothing : `${words.keep(formatPounds(keepUpTo))} ${words.back}`;
  return {
    lead: paidPence === 0 ? words.notPaid : words.moneyLead(formatPounds(paidPence)),
    lines: [
      { words: words.paid, amount: formatPounds(paidPence) },
      spentLine,
      ...(left < 0 ? [] : [{ words: words.left, amount: formatPounds(left) }]),
    ],
    keep: paidPence === 0 ? '' : keep,
  };
}

const sectionPage = definePage<Answering>({
  address: '/grants/:id/report/:section',
  for: mine,
  words: groupWords,
  load: async (context) => {
    const wanted = context.params['section'] ?? '';
    // What no report has is told so without being looked for: parts that are files have pages of their own.
    if (!isReportSlug(wanted)) return undefined;
    const reporting = await loadReport(context);
    const section = reporting?.sections.find(({ slug }) => slug === wanted);
    return reporting === undefined || section === undefined ? undefined : { ...reporting, section };
  },
  show: (answering) => {
    if (overWords(answering) !== undefined) return { goTo: reportOf(answering.id) };
    const { section } = answering;
    return {
      template: 'group/report-section.njk',
      title: section.title,
      caption: words.title,
      back: { to: reportOf(answering.id), words: groupWords.back.report },
      asksOne: Object.values(section.fields)[0]?.label === section.title,
      money: section.slug === 'money' ? moneyOf(answering) : undefined,
    };
  },
  forms: {
    answer: {
      fields: ({ section }) => section.fields,
      initial: ({ draft }) => draft,
      problems: ({ section, refusals }, { query }) =>
        query['look'] === undefined ? [] : asProblems(reportRefusalsIn(section, refusals)),
      refusal: (answering) => (overWords(answering) === undefined ? undefined : refuse('REPORT_HANDED_IN')),
      seen: {
        mark: markOf,
        since: (answering, mark) => {
          if (mark === markOf(answering)) return [];
          const now = answering.section.answer(answering.draft).join('; ');
          return [now === '' ? words.someoneElseEmptied : words.someoneElse(now)];
        },
      },
      act: async ({ body, button }, answering, context) => {
        const { id, section, draft } = answering;
        const { key } = section;
        const read = readAs(reportDraftBody, body[key] === undefined ? {} : { [key]: body[key] });
        if ('errors' in read) return { problems: read.errors };
        const answers: ReportDraft = { [key]: read.data[key] ?? emptyOf(key) };
        const saved = await saveReportDraft(context.parts.door.db, context.asker, id, answers, { [key]: draft[key] });
        if (saved === undefined) return { problem: doorProblem('NOT_FOUND') };
        if (saved === 'changed meanwhile') return { problem: doorProblem('STALE_VERSION') };
        if ('code' in saved) return { problem: refusalProblem(saved) };
        const list = reportOf(id);
        if (button === 'later') return { goTo: saying(list, 'saved') };
        if (button === 'sums') return { goTo: saying(`${list}/${section.slug}`, 'saved') };
        const after = await loadReport(context);
        if (after === undefined) return { goTo: list };
        if (reportRefusalsIn(section, after.refusals).length > 0) return { goTo: `${list}/${section.slug}?look=yes` };
        return { goTo: `${list}/${button === 'check' ? 'check' : partAfter(after, section.slug)}` };
      },
    },
  },
});

/** An answer that was emptied is kept as such: or what was handed in before would come back. */
const emptyOf = (key: keyof ReportDraft) => (key === 'outputs' || key === 'spent' ? {} : '');

/** The pages on which a report is written. */
export const reportPages: readonly Page[] = [listPage, checkPage, ...reportFilePages, sectionPage];

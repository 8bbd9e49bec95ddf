import { v5 as idFromName } from 'uuid';
import { findSharedDraft, type ApplicationForm } from '../../../../db/queries/grants/application-form';
import { readTimeline, type TimelineEvent } from '../../../../db/queries/grants/timeline';
import { isId } from '../../../contracts/ids';
import { createDraft } from '../../../commands/application/draft';
import { instantInWords, type Instant } from '../../../domain/calendar/calendar';
import { refuse } from '../../../domain/refusals/refusal';
import { refusalProblem, doorProblem } from '../../problems';
import { sectionsOf, type Section } from '../applications/sections';
import { commentsOn } from '../applications/views';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Form, type Page } from '../frame/page';
import { sum } from '../frame/sum';
import { backToGrant } from './back';
import { listOthers, loadGrant, standingOf, type GroupGrant } from './grant-data';
import { grantView } from './views';
import { groupWords as words } from './words';

const eventsAPage = 100;
const mine = ['applicant', 'budget_holder'] as const;

interface WithEvents extends GroupGrant {
  readonly events: readonly TimelineEvent[];
  /** Who of the group can still accept its offer, where whoever looks has. */
  readonly others: readonly string[];
}

/** A grant's page, from the application on. */
const grantPage = definePage<WithEvents>({
  address: '/grants/:id',
  for: mine,
  words,
  load: async (context) => {
    const grant = await loadGrant(context);
    if (grant === undefined) return undefined;
    const { parts, asker } = context;
    const [timeline, others] = await Promise.all([
      readTimeline(parts.reading.db, asker, { type: 'grant', id: grant.id }, { sort: 'newest', limit: eventsAPage }),
      grant.waitsForOthers ? listOthers(context, grant) : [],
    ]);
    return { ...grant, events: timeline?.items ?? [], others };
  },
  show: (grant, { visitor }) =>
    grant.stage === 'draft'
      ? { goTo: `/applications/${grant.id}` }
      : {
          template: 'group/grant.njk',
          back: { to: '/home', words: words.back.home },
          ...grantView(grant, grant.events),
          elsewhere: isOver(grant) ? visitor?.organisation.slug : undefined,
          others: grant.others.length === 0 ? undefined : words.offer.invite.others(grant.others.join(', ')),
          openQuestion: openQuestion(grant)?.question,
        },
  forms: {
    answer: commandForm<WithEvents>({
      command: 'answerQuestion',
      fields: { answer: { kind: 'longText', at: '/answer', label: words.grant.answer, atMost: 4_000 } },
      standing: standingOf,
      refusal: (grant) =>
        openQuestion(grant) === undefined
          ? refuse(grant.questions.length === 0 ? 'QUESTION_UNKNOWN' : 'QUESTION_ANSWERED', { field: '/questionId' })
          : undefined,
      // Another of the group may have answered while this was written.
      seen: {
        mark: (grant) => openQuestion(grant)?.id ?? '',
        since: ({ questions }, mark) => {
          const asked = questions.find(({ id }) => id === mark);
          return asked?.answer == null ? [] : [words.grant.answeredAlready(asked.answeredBy?.name, asked.answer)];
        },
      },
      body: (body, grant) => ({ ...body, questionId: openQuestion(grant)?.id }),
      done: ({ subjectId }) => saying(`/grants/${subjectId}`, 'answered'),
    }),
    again: applyAgain(),
  },
});

/** Whether it ended without a grant, so that another one is what a group may look for next. */
const isOver = ({ stage }: GroupGrant): boolean =>
  ['ineligible', 'refused', 'withdrawn', 'declined', 'lapsed', 'expired'].includes(stage);

const openQuestion = ({ questions }: GroupGrant) => questions.find(({ answeredAt }) => answeredAt === null);

// Of two that press the button, or of one that presses it twice, there is one draft.
const againNamespace = '7a1c2be0-54a3-4e0d-9f8e-2f3f0a6f6c11';

/** Begins the application that follows one that was told "not yet", with what that one said. */
function applyAgain(): Form<WithEvents> {
  return {
    fields: {},
    refusal: ({ stage }, { asker }) =>
      stage === 'not_yet' && asker.roles.some(({ name }) => name === 'applicant')
        ? undefined
        : refuse('FOLLOWS_UNKNOWN', { field: '/followsId' }),
    act: async ({ key }, { id, pot, party }, { parts, asker }) => {
      const answer = await createDraft(parts.door.db, asker, {
        id: idFromName(`${asker.personId}/${key}`, againNamespace),
        potId: pot.id,
        partyId: party.id,
        followsId: id,
      });
      if (answer.kind === 'refused') return { problem: refusalProblem(answer.refusal) };
      if (answer.kind !== 'draft') return { problem: doorProblem('NOT_FOUND') };
      return { goTo: `/applications/${answer.draft.id}` };
    },
  };
}

interface WithDraft extends GroupGrant {
  /** What was said of the draft; undefined where it was never shown. */
  readonly draft: ApplicationForm | undefined;
}

/** What the group asked for, as it was sent or agreed anew, with what was said of its draft. */
const applicationPage = definePage<WithDraft>({
  address: '/grants/:id/application',
  for: mine,
  words,
  load: async (context) => {
    const { parts, asker, params } = context;
    const id = params['id'] ?? '';
    const [grant, draft] = await Promise.all([
      loadGrant(context),
      isId(id) ? findSharedDraft(parts.reading.db, asker, id) : undefined,
    ]);
    return grant && { ...grant, draft };
  },
  show: (grant) => {
    const said = (section?: Pick<Section, 'covers'>) =>
      grant.draft === undefined ? [] : commentsOn({ form: grant.draft }, section);
    const content = grant.application ?? {};
    return {
      template: 'group/application.njk',
      title: words.application.title,
      caption: words.grant.caption(grant.reference ?? '', grant.pot.name),
      back: backToGrant(grant),
      asked: grant.askedPence === null ? undefined : sum(grant.askedPence),
      answers: sectionsOf(grant.policy)
        .map((section) => ({ title: section.title, lines: section.answer(content), comments: said(section) }))
        .filter(({ lines, comments }) => lines.length > 0 || comments.length > 0),
      overall: said(),
    };
  },
});

/** A page of one text and one form: an action that is not taken back. */
const withdrawPage = definePage<GroupGrant>({
  address: '/grants/:id/withdraw',
  for: mine,
  words,
  load: loadGrant,
  show: (grant) => ({
    template: 'group/one-action.njk',
    title: words.withdraw.title(grant.pot.name),
    back: backToGrant(grant),
    texts: [words.withdraw.text],
    action: { words: words.withdraw.send, kind: 'warning' },
  }),
  forms: {
    send: commandForm<GroupGrant>({
      command: 'withdraw',
      fields: { reason: { kind: 'longText', at: '/reason', label: words.withdraw.reason, rows: 3, atMost: 4_000 } },
      standing: standingOf,
      done: ({ subjectId }) => saying(`/grants/${subjectId}`, 'withdrawn'),
    }),
  },
});

const appealPage = definePage<GroupGrant>({
  address: '/grants/:id/appeal',
  for: mine,
  words,
  load: loadGrant,
  show: (grant) => {
    const until = grant.dates.find(({ name }) => name === 'appeal')?.at;
    return {
      template: 'group/one-action.njk',
      title: words.appeal.title,
      back: backToGrant(grant),
      texts: [words.appeal.text, ...(until === undefined ? [] : [words.appeal.by(instantInWords(until as Instant))])],
      action: { words: words.appeal.send },
    };
  },
  forms: {
    send: commandForm<GroupGrant>({
      command: 'appeal',
      fields: { reason: { kind: 'longText', at: '/reason', label: words.appeal.reason, atMost: 4_000 } },
      standing: standingOf,
      refusal: ({ final }) => (final ? refuse('REFUSAL_FINAL') : undefined),
      done: ({ subjectId }) => saying(`/grants/${subjectId}`, 'appealed'),
    }),
  },
});

/** The pages about one grant as a whole. */
export const grantPages: readonly Page[] = [grantPage, applicationPage, withdrawPage, appealPage];

import { findDeadline } from '../../../domain/calendar/deadlines';
import { formatPounds } from '../../../domain/money/money';
import type { StatusMeaning } from '../../../domain/words/status';
import { roomUnderCap, type RoomUnderCap } from '../frame/room-under-cap';
import { sum } from '../frame/sum';
import { whenInWords } from '../frame/when';
import type { Writing } from './form-data';
import { periodInWords } from '../../../domain/policy/period-in-words';
import { londonDate, shortDateInWords } from '../../../domain/calendar/calendar';
import { budgetSums, refusalsIn, stateOf, type Section, type SectionState } from './sections';
import { applicationWords as w } from './words';

const meanings: Readonly<Record<SectionState, StatusMeaning>> = {
  done: 'done',
  todo: 'yours',
  mend: 'late',
  optional: 'over',
};

/** The section to go on with: the first that is not done, of those that have to be. */
const nextSection = ({ content, sections, refusals }: Writing): Section | undefined =>
  sections.find((section) => ['todo', 'mend'].includes(stateOf(section, content, refusals)));

/** Until when an application can be sent, or is kept. */
function datesOf({ form }: Writing): readonly string[] {
  const { closesAt, deadlines, now } = form;
  if (closesAt !== null) return [w.list.sendBy(whenInWords(closesAt, now))];
  const kept = findDeadline(deadlines, 'draft')?.at;
  return kept === undefined ? [] : [w.list.keptUntil(whenInWords(kept, now))];
}

/** What officers said of a section, or of all where there is none; the group marks each as dealt with. */
export function commentsOn({ form }: Pick<Writing, 'form'>, section?: Pick<Section, 'covers'>) {
  const isAbout = (about: string) =>
    section === undefined
      ? about === ''
      : section.covers.some((at) => about === at || (about !== '' && at.startsWith(`${about}/`)));
  return form.comments
    .filter(({ about }) => isAbout(about))
    .map(({ id, text, writtenBy, writtenAt, settledAt }) => ({
      id,
      text: text ?? w.feedback.gone,
      who: w.feedback.said(writtenBy.name, shortDateInWords(londonDate(writtenAt))),
      isSettled: settledAt !== null,
    }));
}

/** Whether the group can show its draft, has shown it, and what was said. */
function feedbackView(writing: Writing) {
  const { form } = writing;
  const within = form.policy.draftFeedback?.commentWithin;
  const open = form.comments.filter(({ settledAt }) => settledAt === null).length;
  return {
    offer:
      within === undefined
        ? undefined
        : (form.sharedAt === null ? w.feedback.offer : w.feedback.offerAgain)(periodInWords(within)),
    title: form.sharedAt === null ? w.feedback.title : w.feedback.shown,
    share: form.sharedAt === null ? w.feedback.share : w.feedback.again,
    waits: form.feedbackBy === null ? undefined : w.feedback.waits(whenInWords(form.feedbackBy, form.now)),
    isShared: form.sharedAt !== null,
    open: open === 0 ? undefined : w.feedback.open(open),
    overall: commentsOn(writing),
  };
}

/** The list of all questions, and how far somebody is. */
export function listView(writing: Writing) {
  const { form, content, sections, refusals } = writing;
  const room = roomOf(form);
  const states = sections.map((section) => ({ section, state: stateOf(section, content, refusals) }));
  const wanted = states.filter(({ section }) => !section.isOptional);
  const next = nextSection(writing);
  const parts = (['group', 'work', 'money', 'more', 'end'] as const).map((part) => ({
    title: w.list.parts[part],
    tasks: states
      .filter(({ section }) => section.part === part)
      .map(({ section, state }) => ({
        title: { text: section.title },
        href: `/applications/${form.id}/${section.slug}`,
        ...(commentsOn(writing, section).some(({ isSettled }) => !isSettled) ? { hint: { text: w.feedback.tag } } : {}),
        status: { tag: { text: w.list.states[state], classes: `gp-tag--${meanings[state]}` } },
      })),
  }));
  return {
    caption: w.caption(form.pot.name, form.party.name),
    dates: datesOf(writing),
    feedback: feedbackView(writing),
    upTo: w.list.upTo(formatPounds(room.atMostPence)),
    capped: room.told,
    progress: w.list.progress(wanted.filter(({ state }) => state === 'done').length, wanted.length),
    parts: parts.filter(({ tasks }) => tasks.length > 0),
    help: form.policy.help,
    helper: form.helper === null ? undefined : w.list.helper(form.helper.name),
    follows: form.follows === null ? undefined : w.list.follows,
    next:
      next === undefined
        ? { words: w.list.check, href: `/applications/${form.id}/check` }
        : { words: w.list.goOn(next.title), href: `/applications/${form.id}/${next.slug}` },
  };
}

/** What the group can ask for, by what it had before. */
export const roomOf = ({ party, awards, policy, now }: Writing['form']): RoomUnderCap =>
  roomUnderCap({ name: party.name, awards }, policy, now);

/** What the budget comes to, beside the budget's lines. */
export function sumsView({ form }: Writing) {
  const { costPence, askedPence, otherPence } = budgetSums(form.content.budget);
  if (costPence === 0 && askedPence === 0) return undefined;
  const { atMostPence: ceiling, told } = roomOf(form);
  const over = askedPence > ceiling;
  return {
    lines: [
      { words: w.money.cost, amount: formatPounds(costPence) },
      { words: w.money.asked, amount: formatPounds(askedPence) },
      { words: w.money.other, amount: formatPounds(otherPence) },
    ],
    room: over
      ? [w.money.over(sum(askedPence - ceiling)), ...(told === undefined ? [] : [told])].join(' ')
      : w.money.left(sum(ceiling - askedPence)),
  };
}

/** Every answer, and what is still missing beside it. */
export function checkView({ form, content, sections, refusals }: Writing) {
  const room = roomOf(form);
  return {
    caption: w.caption(form.pot.name, form.party.name),
    // No error: by the day of the decision more may be left. But nobody sends it without knowing.
    overCap: budgetSums(content.budget).askedPence > room.atMostPence ? room.told : undefined,
    answers: sections.map((section) => ({
      title: section.title,
      href: `/applications/${form.id}/${section.slug}?from=check`,
      lines: section.answer(content),
      problems: [...new Set(refusalsIn(section, refusals).map(({ detail }) => detail))],
    })),
    missing: sections.filter((section) => refusalsIn(section, refusals).length > 0).length,
  };
}

import {
  instantInWords,
  londonDate,
  shortDateInWords,
  type CalendarDate,
  type Instant,
} from '../../../../domain/calendar/calendar';
import { readings } from '../../../../domain/people/reading';
import type { StatusMeaning } from '../../../../domain/words/status';
import type { PageContext, Shown } from '../../frame/page';
import { sum } from '../../frame/sum';
import { isMinuteTaker } from '../../meetings/minute-taker';
import { mayReadDraft } from '../../applications/draft-readers';
import { mayReadGroups } from '../../groups/readers';
import { reportView } from '../actions/report-view';
import { grantWords } from '../words';
import { appealView } from './appeal';
import { actionsFor, nextAction } from './actions';
import { applicationOf } from './application';
import { standingOf, type GrantData } from './data';
import { timelineView } from './events';
import { barOf, moneyOf } from './money';
import { paymentsOf } from './payments';
import { statusFor } from './whose-turn';
import { stepsOf } from './steps';

const w = grantWords.grant;
const moment = (at: string): string => instantInWords(at as Instant);
const day = (at: string): string => shortDateInWords(londonDate(at as Instant));
const dayOn = (on: string): string => shortDateInWords(on as CalendarDate);
const tag = (told: readonly [string, StatusMeaning]) => ({ words: told[0], meaning: told[1] });

const conditionTags: Readonly<Record<string, readonly [string, StatusMeaning]>> = {
  open: [grantWords.act.conditions.states.open, 'yours'],
  met: [grantWords.act.conditions.states.met, 'done'],
  waived: [grantWords.act.conditions.states.waived, 'over'],
  failed: [grantWords.act.conditions.states.failed, 'late'],
};
const checkTags: Readonly<Record<string, readonly [string, StatusMeaning]>> = {
  passed: [grantWords.act.checks.state.passed, 'done'],
  expired: [grantWords.act.checks.state.expired, 'late'],
  'to do': [grantWords.act.checks.state['to do'], 'yours'],
};

/** What every page about one grant says above its title. */
export const captionOf = ({ grant }: Pick<GrantData, 'grant'>): string =>
  [grant.reference ?? w.draft, grant.party.name, grant.pot.name].join(' · ');

/** Somebody as the page says who it was; to who is told of no person, only whose side they were of. */
const named = (person: { readonly name: string } | null, side: string): string => person?.name ?? side;

/** The checks of a grant, as tables have them. */
export const checksView = ({ grant }: Pick<GrantData, 'grant'>) =>
  grant.checks.map(({ kind, state, expiresOn, checkedOn, checkedBy }) => ({
    name: grantWords.act.checks.kinds[kind][0],
    about: grantWords.act.checks.kinds[kind][1],
    tag: tag(checkTags[state] ?? [state, 'other']),
    until: expiresOn === null ? '' : dayOn(expiresOn),
    by: checkedOn === null ? '' : grantWords.act.checks.seenBy(named(checkedBy, w.aMember), dayOn(checkedOn)),
  }));

/** The conditions of a grant, as tables have them. */
export const conditionsView = ({ grant }: Pick<GrantData, 'grant'>) =>
  grant.conditions.map(({ id, number, wording, state, dueAt, settledAt, settledBy }) => ({
    id,
    number,
    wording: wording ?? w.aCondition,
    isUnmet: state === 'open' || state === 'failed',
    tag: tag(conditionTags[state] ?? [state, 'other']),
    due: dueAt === null ? '' : moment(dueAt),
    settled: settledAt === null ? '' : grantWords.act.conditions.was(day(settledAt), named(settledBy, w.aMember)),
  }));

/** Who has still to confirm something of an application that is not decided yet. */
const waitsFor = ({ grant }: GrantData): readonly string[] =>
  ['submitted', 'checking', 'assessing'].includes(grant.stage)
    ? grant.confirmations.flatMap(({ kind, state, contact, askedAt }) => {
        if (state !== 'asked' && state !== 'denied') return [];
        return [w.waitsFor[state](contact?.name ?? w.somebody, w.confirming[kind], day(askedAt))];
      })
    : [];

/** Whose turn it is, as whoever looks reads it: what is for the officer is for the one who owns the grant. */
function whoHasIt({ grant: { next, owner } }: GrantData, { asker }: PageContext): string {
  if (next.of !== 'officer' || owner === null) return w.who[next.of];
  return owner.id === asker.personId ? w.who.you : owner.name;
}

/** The grant's own page: where it is, who has it, what is next by when; then its money, checks, application and timeline. */
export function showGrant(data: GrantData, context: PageContext): Shown {
  const { grant, events } = data;
  const offered = actionsFor(data, context);
  const primary = nextAction(data, offered);
  const others = offered.filter((one) => one !== primary);
  const isDecided = grant.money !== null;
  const payments = paymentsOf(grant);
  return {
    template: 'grants/grant.njk',
    title: grant.reference === null ? grant.party.name : `${grant.reference} ${grant.party.name}`,
    grant: {
      id: grant.id,
      group: grant.party.name,
      partyId: grant.party.id,
      reference: grant.reference ?? w.draft,
      pot: grant.pot.name,
      owner: readings[data.found.closeness].people ? w.owner(grant.owner?.name ?? w.nobody) : undefined,
      // Whoever checks, decides and pays has to see that another organisation is paid.
      host: grant.host === null ? undefined : w.host(grant.host.name),
      isDecided,
      isInside: data.around !== undefined,
      hasPurchases: grant.award?.drawnDownByPurchases === true,
      mayReadGroup: mayReadGroups(context.asker),
      unread: grant.unreadMessages ?? 0,
    },
    tagNow: statusFor(data, context),
    next: {
      ...grant.next,
      who: whoHasIt(data, context),
      by: grant.next.by === null ? undefined : moment(grant.next.by),
    },
    waits: waitsFor(data),
    primary,
    appeal: appealView(data, context),
    // What one person may not decide alone, the panel decides: whoever takes its minutes is led there.
    meetings: primary?.command === 'decide' && primary.why !== undefined && isMinuteTaker(context.asker),
    can: others.filter(({ why }) => why === undefined),
    cannot: byReason(others),
    steps: stepsOf(data),
    money: moneyOf(data),
    picture: barOf(data),
    payments: payments.payments,
    noPayments: payments.none,
    conditions: conditionsView(data),
    checks: checksView(data),
    questions: grant.questions.map((one) => ({
      question: one.question,
      asked: w.askedBy(named(one.askedBy, w.aMember), moment(one.askedAt)),
      answer: one.answer,
      answered: one.answeredAt === null ? '' : w.answeredBy(named(one.answeredBy, w.theGroup), moment(one.answeredAt)),
    })),
    decisions: grant.decisions.map((one) => ({
      line: w.decided(
        w.outcomes[one.outcome](sum(one.amountPence ?? 0)),
        one.recordedBy?.name,
        one.counted,
        moment(one.decidedAt),
      ),
    })),
    // Staff read it on a page of its own, where they accept it.
    report: data.around === undefined ? reportView(data) : undefined,
    application: applicationOf(data),
    draftHref:
      data.found.sharedAt !== null && mayReadDraft(context.asker, standingOf(data).scope)
        ? `/applications/${grant.id}/feedback`
        : undefined,
    events: timelineView(events),
  };
}

/** What is not possible, a reason once: many things often want the same role. */
function byReason(actions: readonly { readonly words: string; readonly why?: string | undefined }[]) {
  const names = new Map<string, string[]>();
  for (const { words: name, why } of actions) if (why !== undefined) names.set(why, [...(names.get(why) ?? []), name]);
  return [...names].map(([why, of]) => ({ why, names: of }));
}

import type { Published, PublishedPot } from '../../../../db/queries/pots/published';
import {
  compareInstants,
  instantInWords,
  londonDate,
  shortDateInWords,
  subtractPeriod,
  type Period,
} from '../../../domain/calendar/calendar';
import { formatPounds } from '../../../domain/money/money';
import { periodInWords } from '../../../domain/policy/period-in-words';
import type { Policy } from '../../../domain/policy/policy';
import { checkWords, organisationWords } from '../frame/policy-words';
import { whenInWords } from '../frame/when';
import { potAddress } from '../../pot-address';
import { publicWords as w } from './words';

/** Whether a pot takes applications now, will soon, or does not. */
export type Taking = 'open' | 'coming' | 'closed';

/** Whether a pot takes applications. */
export function takingOf({ state, policy, closesAt, coming }: PublishedPot): Taking {
  if (state !== 'open') return 'closed';
  if (policy.intake === 'rolling' || closesAt !== null) return 'open';
  return coming.length === 0 ? 'closed' : 'coming';
}

/** Until when, or from when, a pot takes applications. */
function datesOf(pot: PublishedPot, { now }: Pick<Published, 'now'>): string {
  const taking = takingOf(pot);
  if (taking === 'closed') return w.organisation.isClosed;
  const [next] = pot.coming;
  if (taking === 'coming' && next !== undefined)
    return [
      w.organisation.opens(whenInWords(next.opensAt, now)),
      w.organisation.closes(whenInWords(next.closesAt, now)),
    ].join(' ');
  return pot.closesAt === null || pot.policy.intake === 'rolling'
    ? w.organisation.anyTime
    : w.organisation.closes(whenInWords(pot.closesAt, now));
}

/** An organisation's pots: open, coming, closed. */
export function organisationView(published: Published) {
  const lines = published.pots.map((pot) => ({
    taking: takingOf(pot),
    name: pot.name,
    href: potAddress(published.slug, pot.id),
    upTo: w.organisation.upTo(formatPounds(pot.policy.ceilingPence)),
    dates: datesOf(pot, published),
  }));
  const parts = (['open', 'coming', 'closed'] as const).map((taking) => ({
    title: w.organisation[taking],
    pots: lines.filter((one) => one.taking === taking),
  }));
  return {
    parts: parts.filter(({ pots }) => pots.length > 0),
    reach: reachOf(published),
    privacy: privacyAddress(published.slug),
  };
}

/** How one reaches an organisation. */
export const reachOf = ({ name, contact }: Published) => ({ name, ...contact });

/** Where an organisation says what it does with what people tell it. */
export const privacyAddress = (slug: string): string => `/o/${slug}/privacy`;

/** What is said before the deadline of a draft that is shown, and until when to show it for that. */
function draftLines({ policy, closesAt }: PublishedPot, { now }: Pick<Published, 'now'>): readonly string[] {
  const within = policy.draftFeedback?.commentWithin;
  if (within === undefined) return [];
  const showBy = closesAt === null || policy.intake === 'rolling' ? undefined : subtractPeriod(closesAt, within);
  return [
    w.pot.draft(periodInWords(within)),
    ...(showBy === undefined || compareInstants(showBy, now) <= 0 ? [] : [w.pot.draftBy(whenInWords(showBy, now))]),
  ];
}

/** Where anybody finds the dates of a round as a calendar file. */
const calendarOf = (roundId: string): string => `/calendar/rounds/${roundId}.ics`;

/** The dates to put into one's own calendar: of the round that is open, and of those that come. */
function roundsOf(pot: PublishedPot) {
  if (pot.state !== 'open') return { open: undefined, coming: [] };
  return {
    open: takingOf(pot) === 'open' && pot.roundId !== null ? calendarOf(pot.roundId) : undefined,
    coming: pot.coming.map(({ id, opensAt, closesAt }, place) => ({
      // What the box above says already is not said again.
      dates:
        place === 0 && takingOf(pot) === 'coming'
          ? undefined
          : w.pot.comesAgain(instantInWords(opensAt), instantInWords(closesAt)),
      words: w.pot.calendarComing(shortDateInWords(londonDate(opensAt)), shortDateInWords(londonDate(closesAt))),
      href: calendarOf(id),
    })),
  };
}

const isAtOnce = (period: Period) => !/[1-9]/.test(period);

/** When the money comes, whole or in parts. */
function paidWhen({ instalments }: Policy): string {
  const [first] = instalments;
  if (instalments.length === 1 && first !== undefined) {
    return isAtOnce(first.dueAfter) ? w.pot.paidAtOnce : w.pot.paid(periodInWords(first.dueAfter));
  }
  const parts = instalments.map(({ sharePercent, dueAfter }) =>
    isAtOnce(dueAfter) ? w.pot.partAtOnce(sharePercent) : w.pot.part(sharePercent, periodInWords(dueAfter)),
  );
  return w.pot.parts(parts.join(', '));
}

/** All that a group has to know before it begins. */
export function potView(published: Published, pot: PublishedPot) {
  const { policy } = pot;
  const { decision, eligibility, report } = policy;
  const decideBy = pot.decideBy ?? (takingOf(pot) === 'coming' ? pot.coming[0]?.decideBy : undefined);
  return {
    caption: w.pot.from(published.name, pot.funder),
    taking: takingOf(pot),
    dates: datesOf(pot, published),
    rounds: roundsOf(pot),
    purpose: policy.purpose,
    most: w.pot.most(formatPounds(policy.ceilingPence)),
    parts: [
      {
        title: w.pot.howMuch,
        lines: [w.pot.cap(formatPounds(policy.groupCapPence), periodInWords(policy.groupCapPeriod))],
      },
      {
        title: w.pot.who,
        lines: [
          ...eligibility.organisationTypes.map((type) => organisationWords[type]),
          ...(eligibility.areas === undefined ? [] : [w.pot.areas(eligibility.areas.join(', '))]),
          ...(eligibility.maxIncomePence === undefined ? [] : [w.pot.income(formatPounds(eligibility.maxIncomePence))]),
        ],
      },
      { title: w.pot.ask, lines: [...w.pot.asked, ...policy.questions.map(({ label }) => label)] },
      {
        title: w.pot.need,
        lead: policy.checks.length === 0 ? undefined : w.pot.needLead,
        lines: [...policy.checks.map(({ kind }) => checkWords[kind]), w.pot.needContacts, w.pot.needAccount],
      },
      {
        title: w.pot.dates,
        lines: [
          ...(policy.allowCostsBeforeDecision ? [] : [w.pot.before]),
          decideBy === undefined
            ? w.pot.decide(periodInWords(policy.decideWithin))
            : w.pot.decideBy(whenInWords(decideBy, published.now)),
          paidWhen(policy),
        ],
      },
      ...(policy.draftFeedback === undefined ? [] : [{ title: w.pot.draftTitle, lines: draftLines(pot, published) }]),
      {
        title: w.pot.end,
        lines: [
          w.pot.endText(periodInWords(report.dueAfter), w.pot.endAfter[report.from]),
          policy.keepLeftoversUpToPence === 0
            ? w.pot.keepNothing
            : w.pot.keep(formatPounds(policy.keepLeftoversUpToPence)),
        ],
      },
      {
        title: w.pot.how,
        lines: [
          w.pot.panel(decision.quorum),
          ...(decision.delegatedUpToPence === 0 ? [] : [w.pot.alone(formatPounds(decision.delegatedUpToPence))]),
          w.pot.appeal(periodInWords(policy.appealWithin)),
        ],
      },
    ],
    reach: reachOf(published),
    privacy: privacyAddress(published.slug),
    helpText: w.pot.helpText(published.name),
    help: policy.help,
  };
}

import { londonDate, shortDateInWords, type Instant } from '../../../../domain/calendar/calendar';
import type { DecisionOutcome } from '../../../../domain/decision/decision';
import type { GrantStage } from '../../../../domain/lives/grant-life';
import type { PaymentState } from '../../../../domain/money/payment-states';
import { grantWords } from '../words';

/** A step of a grant's life: behind it, where it is, still to come, or where it ended. */
export interface Step {
  readonly words: string;
  readonly state: 'done' | 'now' | 'coming' | 'stopped';
  readonly on: string;
}

/** What a step line is drawn from: a grant and what happened to it. */
export interface Lived {
  readonly grant: {
    readonly stage: GrantStage;
    readonly submittedAt: string | null;
    readonly decisions: readonly { readonly outcome: DecisionOutcome; readonly decidedAt: string }[];
    readonly award: { readonly acceptedAt: string | null } | null;
    readonly payments: readonly { readonly state: PaymentState; readonly settledOn: string | null }[];
    readonly report: {
      readonly state: string;
      readonly submittedAt: string | null;
      readonly acceptedAt: string | null;
    } | null;
  };
  readonly events: readonly { readonly type: string; readonly at: string }[];
}

const order = ['applied', 'checked', 'decided', 'accepted', 'paid', 'reported'] as const;
type StepName = (typeof order)[number];

/** The first step that is not behind a grant, by its stage. */
const reached: Readonly<Record<string, number>> = {
  draft: 0,
  submitted: 1,
  checking: 1,
  assessing: 2,
  offered: 3,
  active: 4,
  closing: 6,
  closed: 6,
  terminated: 6,
};

/** Where a grant that was ended stopped, where its stage alone says so. */
const stoppedAt: Readonly<Record<string, StepName>> = {
  expired: 'applied',
  ineligible: 'checked',
  not_yet: 'decided',
  refused: 'decided',
  declined: 'accepted',
  lapsed: 'accepted',
};

/** Where a grant that was ended stopped: a group may withdraw, and a manager end it, at more than one step. Undefined where nothing was left to come. */
function stepThatEnded({ grant, events }: Lived): StepName | undefined {
  const { stage, decisions, payments, report } = grant;
  if (stage === 'withdrawn') {
    if (decisions.at(-1)?.outcome.startsWith('award') === true) return 'accepted';
    return events.some(({ type }) => type === 'passed_to_panel') ? 'decided' : 'checked';
  }
  if (stage === 'terminated') {
    if (report?.state === 'accepted') return undefined;
    return payments.length > 0 && payments.every(({ state }) => state === 'settled') ? 'reported' : 'paid';
  }
  return stoppedAt[stage];
}

const day = (at: string | null | undefined): string => (at == null ? '' : shortDateInWords(londonDate(at as Instant)));

/** The step line of a grant's life: applied, checked, decided, accepted, paid, reported. */
export function stepsOf({ grant, events }: Lived): readonly Step[] {
  const isPaid =
    grant.payments.some(({ state }) => state === 'settled') &&
    grant.payments.every(({ state }) => state === 'settled' || state === 'cancelled');
  const stopped = stepThatEnded({ grant, events });
  const here =
    stopped === undefined
      ? (reached[grant.stage] ?? 0) + (grant.stage === 'active' && isPaid ? 1 : 0)
      : order.indexOf(stopped);
  const paidOn = grant.payments
    .flatMap(({ settledOn }) => settledOn ?? [])
    .toSorted()
    .at(-1);
  const dates: Readonly<Record<StepName, string>> = {
    applied: day(grant.submittedAt),
    checked: day(events.find(({ type }) => type === 'passed_to_panel')?.at),
    decided: day(grant.decisions.at(-1)?.decidedAt),
    accepted: day(grant.award?.acceptedAt),
    paid: paidOn === undefined ? '' : shortDateInWords(paidOn as `${number}-${number}-${number}`),
    reported: day(grant.report?.acceptedAt ?? grant.report?.submittedAt),
  };
  return order.map((name, place) => ({
    words: grantWords.steps[name],
    state: place < here ? 'done' : place > here ? 'coming' : stopped === undefined ? 'now' : 'stopped',
    // What is not over has no day yet, though a part of it may: an appeal was decided once, a first part was paid.
    on: place < here || (place === here && stopped === 'decided') ? dates[name] : '',
  }));
}

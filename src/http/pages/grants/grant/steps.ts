import { londonDate, shortDateInWords, type Instant } from '../../../../domain/calendar';
import type { GrantData } from './data';
import { grantWords } from '../words';

/** A step of a grant's life: behind it, where it is, still to come, or where it ended. */
export interface Step {
  readonly words: string;
  readonly state: 'done' | 'now' | 'coming' | 'stopped';
  readonly on: string;
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
};

/** Where a grant that was ended stopped. */
const stoppedAt: Readonly<Record<string, StepName>> = {
  expired: 'applied',
  ineligible: 'checked',
  withdrawn: 'decided',
  not_yet: 'decided',
  refused: 'decided',
  declined: 'accepted',
  lapsed: 'accepted',
  terminated: 'paid',
};

const day = (at: string | null | undefined): string => (at == null ? '' : shortDateInWords(londonDate(at as Instant)));

/** The step line of a grant's life: applied, checked, decided, accepted, paid, reported. */
export function stepsOf({ grant, events }: Pick<GrantData, 'grant' | 'events'>): readonly Step[] {
  const stopped = stoppedAt[grant.stage];
  const isPaid =
    grant.payments.some(({ state }) => state === 'settled') &&
    grant.payments.every(({ state }) => state === 'settled' || state === 'cancelled');
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
    on: place <= here ? dates[name] : '',
  }));
}

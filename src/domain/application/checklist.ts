/** Which checks an application needs before its award, and which the group has already passed. */
import type { ApplicationContent } from './application';
import { addToDate, type CalendarDate, type Period } from '../calendar/calendar';
import type { CheckKind, Policy } from '../policy/policy';

/** A check that the group passed, for this application or an earlier one. */
export interface PassedCheck {
  readonly kind: CheckKind;
  readonly passedOn: CalendarDate;
  /** The last day on which it counts, as recorded when it was passed. */
  readonly expiresOn: CalendarDate;
}

/** What an officer recorded of a check, passed or not. */
export interface RecordedCheck extends PassedCheck {
  readonly passed: boolean;
}

/** The checks that were passed and that no later look has found wanting, of all that were recorded, in that order. */
export function stillPassed(recorded: readonly RecordedCheck[]): readonly PassedCheck[] {
  return recorded.filter(
    ({ kind, passed }, place) =>
      passed && !recorded.some((other, later) => later > place && other.kind === kind && !other.passed),
  );
}

/** Where one check of an application stands. */
export interface ChecklistItem {
  readonly kind: CheckKind;
  /** `expired` was passed once and must be passed again; `to do` never was. */
  readonly state: 'passed' | 'expired' | 'to do';
  /** The last day on which a passed check counts. */
  readonly expiresOn?: CalendarDate;
}

/** The last day on which a check that is passed on a day counts, by the policy's period for its kind. */
export function checkExpiresOn(passedOn: CalendarDate, validFor: Period): CalendarDate {
  return addToDate(passedOn, validFor);
}

/** A check counts until the earlier of what was recorded and what this pot allows: another pot may be less strict. */
function countsUntil(check: PassedCheck, validFor: Period): CalendarDate {
  const byPolicy = checkExpiresOn(check.passedOn, validFor);
  return byPolicy < check.expiresOn ? byPolicy : check.expiresOn;
}

/** The checks that the policy wants of this application, in its order, and how each stands on a day. */
export function checklist(
  { checks }: Pick<Policy, 'checks'>,
  { childrenOrAdultsAtRisk }: Pick<ApplicationContent, 'childrenOrAdultsAtRisk'>,
  passed: readonly PassedCheck[],
  on: CalendarDate,
): readonly ChecklistItem[] {
  return checks
    .filter(({ onlyIf }) => onlyIf === undefined || childrenOrAdultsAtRisk)
    .map(({ kind, validFor }): ChecklistItem => {
      const expiresOn = passed
        .filter((check) => check.kind === kind && check.passedOn <= on)
        .map((check) => countsUntil(check, validFor))
        .toSorted()
        .at(-1);
      if (expiresOn === undefined) return { kind, state: 'to do' };
      return { kind, state: expiresOn >= on ? 'passed' : 'expired', expiresOn };
    });
}

/** The checks that still keep the application from an award. */
export function checksMissing(items: readonly ChecklistItem[]): readonly CheckKind[] {
  return items.filter(({ state }) => state !== 'passed').map(({ kind }) => kind);
}

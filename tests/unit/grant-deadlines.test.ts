import * as fc from 'fast-check';

import { addPeriod, compareInstants, instant, type Instant } from '../../src/domain/calendar/calendar';
import type { Deadline } from '../../src/domain/calendar/deadlines';
import {
  closingDeadline,
  conditionAwaitsLook,
  conditionDeadline,
  instalmentDeadline,
  offerDeadline,
  readingDeadline,
  refundDeadline,
  reportDeadline,
} from '../../src/domain/award/grant-deadlines';
import { aPolicy } from '../builders/policy';

const now = instant('2026-11-02T10:00:00Z');
const at = (day: string): Instant => instant(`${day}T17:00:00Z`);
const told = ({ steps }: Deadline) => steps.map((step) => [step.command, step.at]);

describe('the offer', () => {
  it('is reminded of by the policy, then runs out', () => {
    expect(told(offerDeadline(at('2026-11-30'), aPolicy(), now))).toEqual([
      ['remindOffer', at('2026-11-16')],
      ['remindOffer', at('2026-11-27')],
      ['lapseOffer', at('2026-11-30')],
    ]);
  });

  it('is not reminded of before it was made', () => {
    expect(told(offerDeadline(at('2026-11-04'), aPolicy(), now))).toEqual([['lapseOffer', at('2026-11-04')]]);
  });
});

test('a condition fails on its date, unless something that came for it waits to be looked at', () => {
  expect(conditionAwaitsLook(null, at('2026-11-20'))).toBeUndefined();
  expect(conditionAwaitsLook(at('2026-11-19'), at('2026-11-20'))).toBe(at('2026-11-27'));
});

describe('the report', () => {
  const policy = aPolicy({ report: { remindBefore: ['P14D', 'P3D'], remindAfter: ['P7D'] } });

  it('is asked for by its first reminder', () => {
    expect(told(reportDeadline(at('2026-12-31'), policy, false, now))).toEqual([
      ['reportFallsDue', at('2026-12-17')],
      ['remindReport', at('2026-12-28')],
      ['reportOverdue', at('2026-12-31')],
      ['remindReport', at('2027-01-07')],
    ]);
  });

  it('is asked for on the day where no reminder comes before it, and then is overdue', () => {
    const steps = told(reportDeadline(at('2026-11-03'), policy, false, now));
    expect(steps.slice(0, 2)).toEqual([
      ['reportFallsDue', at('2026-11-03')],
      ['reportOverdue', at('2026-11-03')],
    ]);
  });

  it('is not asked for twice when its date is moved', () => {
    expect(told(reportDeadline(at('2026-12-31'), policy, true, now)).map(([command]) => command)).toEqual([
      'remindReport',
      'remindReport',
      'reportOverdue',
      'remindReport',
    ]);
  });

  it('is asked for exactly once, and before anything else, whatever the periods', () => {
    const periods = fc.uniqueArray(
      fc.integer({ min: 1, max: 400 }).map((days) => `P${days}D`),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(periods, periods, fc.integer({ min: 1, max: 400 }), (remindBefore, remindAfter, days) => {
        const { steps } = reportDeadline(
          addPeriod(now, `P${days}D`),
          aPolicy({ report: { remindBefore, remindAfter } }),
          false,
          now,
        );
        expect(steps[0]?.command).toBe('reportFallsDue');
        expect(steps.filter(({ command }) => command === 'reportFallsDue')).toHaveLength(1);
        expect(steps.filter(({ command }) => command === 'reportOverdue')).toHaveLength(1);
        expect(steps.every((step, place) => place === 0 || compareInstants(steps[place - 1]!.at, step.at) <= 0)).toBe(
          true,
        );
      }),
    );
  });
});

describe('the other dates of a grant', () => {
  it('are found by their names', () => {
    const due = at('2026-12-01');
    const names = [
      offerDeadline(due, aPolicy(), now),
      reportDeadline(due, aPolicy(), false, now),
      readingDeadline(due, now),
      refundDeadline(due, { refundWithin: 'P28D' }, now),
      closingDeadline(due),
    ].map(({ name }) => name);
    expect(names).toEqual(['offer', 'report', 'reading', 'refund', 'close']);
  });

  it('tell one thing at one instant', () => {
    const due = at('2026-12-01');
    expect(conditionDeadline('a', due, now)).toMatchObject({ name: 'condition', about: 'a', at: due });
    expect(told(conditionDeadline('a', due, now))).toEqual([['failCondition', due]]);
    expect(instalmentDeadline('b', due, now)).toMatchObject({ name: 'instalment', about: 'b', at: due });
    expect(told(instalmentDeadline('b', due, now))).toEqual([['payInstalment', due]]);
    expect(told(readingDeadline(due, now))).toEqual([['chaseReading', due]]);
    expect(told(closingDeadline(due))).toEqual([['closeGrant', due]]);
  });

  it('remind of money that is due back on the day, and once more', () => {
    expect(told(refundDeadline(at('2026-12-01'), { refundWithin: 'P28D' }, now))).toEqual([
      ['remindRefund', at('2026-12-01')],
      ['remindRefund', at('2026-12-29')],
    ]);
  });
});

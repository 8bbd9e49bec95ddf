import * as fc from 'fast-check';

import { pence } from '../../src/domain/money/money';
import {
  type AgreedPlan,
  answerRefusal,
  isAskedAbout,
  leftover,
  type ReportContent,
  reportRefusals,
  totalSpent,
} from '../../src/domain/award/report';

const agreed: AgreedPlan = {
  activities: [
    { description: 'Train mentors', output: 'mentors trained', target: 12, unit: 'mentors' },
    { description: 'Recruit volunteers', output: 'volunteers recruited', target: 20, unit: 'volunteers' },
  ],
  budget: [
    { description: 'Trainer', costPence: pence(150_000), askedPence: pence(150_000), otherPence: pence(0) },
    { description: 'Hall', costPence: pence(50_000), askedPence: pence(0), otherPence: pence(50_000) },
  ],
};

const content: ReportContent = {
  outputs: [
    { activity: 0, target: 12, achieved: 12 },
    { activity: 1, target: 20, achieved: 18, comment: 'Two moved away.' },
  ],
  whatChanged: 'Men leaving prison had somebody to call.',
  spent: [{ line: 0, spentPence: pence(140_000) }],
  whatContinues: 'The mentors meet monthly.',
  lessons: 'Start recruiting earlier.',
};

const summary = (change: Partial<ReportContent>) =>
  reportRefusals({ ...content, ...change }, agreed, pence(150_000)).map(({ code, field, detail }) => {
    expect(detail).not.toContain('unknown'); // what a sentence says in place of a fact that it was not given
    return `${code} ${field ?? ''}`;
  });

describe('a report', () => {
  it('is taken when each activity and each line is told once', () => {
    expect(summary({})).toEqual([]);
    expect(summary({ spent: [...content.spent, { line: 1, spentPence: pence(0) }] })).toEqual([]);
  });

  const [mentors, volunteers] = content.outputs;
  if (!mentors || !volunteers) throw new Error('the good report is incomplete');
  const cases: readonly (readonly [string, Partial<ReportContent>, readonly string[]])[] = [
    ['an activity left out', { outputs: [mentors] }, ['OUTPUT_NOT_REPORTED /outputs']],
    ['an activity twice', { outputs: [mentors, volunteers, mentors] }, ['OUTPUT_REPORTED_TWICE /outputs/2/activity']],
    [
      'an activity that was not planned',
      { outputs: [mentors, volunteers, { ...mentors, activity: 2 }] },
      ['OUTPUT_UNKNOWN /outputs/2/activity'],
    ],
    [
      'another target than agreed',
      { outputs: [{ ...mentors, target: 10 }, volunteers] },
      ['OUTPUT_TARGET_DIFFERS /outputs/0/target'],
    ],
    [
      'fewer than none',
      { outputs: [{ ...mentors, achieved: -1 }, volunteers] },
      ['ACHIEVED_NEGATIVE /outputs/0/achieved'],
    ],
    [
      'half a mentor',
      { outputs: [{ ...mentors, achieved: 1.5 }, volunteers] },
      ['ACHIEVED_NEGATIVE /outputs/0/achieved'],
    ],
    [
      'fewer, and not why',
      { outputs: [mentors, { activity: 1, target: 20, achieved: 18, comment: ' ' }] },
      ['COMMENT_MISSING /outputs/1/comment'],
    ],
    [
      'fewer, and not a word about it',
      { outputs: [mentors, { activity: 1, target: 20, achieved: 18 }] },
      ['COMMENT_MISSING /outputs/1/comment'],
    ],
    ['nothing changed', { whatChanged: '' }, ['WHAT_CHANGED_MISSING /whatChanged']],
    ['a line left out', { spent: [] }, ['SPENDING_NOT_REPORTED /spent']],
    ['a line twice', { spent: [...content.spent, ...content.spent] }, ['SPENDING_REPORTED_TWICE /spent/1/line']],
    [
      'no such line',
      { spent: [...content.spent, { line: 2, spentPence: pence(1) }] },
      ['SPENDING_LINE_UNKNOWN /spent/1/line'],
    ],
    ['spent backwards', { spent: [{ line: 0, spentPence: pence(-1) }] }, ['SPENDING_NEGATIVE /spent/0/spentPence']],
    [
      'a penny more than was paid',
      {
        spent: [
          { line: 0, spentPence: pence(150_000) },
          { line: 1, spentPence: pence(1) },
        ],
      },
      ['SPENT_MORE_THAN_PAID /spent'],
    ],
    [
      'more than a number holds',
      { spent: [0, 1].map((line) => ({ line, spentPence: pence(Number.MAX_SAFE_INTEGER) })) },
      ['SPENT_MORE_THAN_PAID /spent'],
    ],
    [
      'no future, no lessons',
      { whatContinues: '', lessons: '' },
      ['WHAT_CONTINUES_MISSING /whatContinues', 'LESSONS_MISSING /lessons'],
    ],
  ];

  it.each(cases)('is refused for %s', (_, change, expected) => {
    expect(summary(change)).toEqual(expected);
  });

  it('is taken when nobody was reached and all was spent, with a word about it', () => {
    expect(
      summary({
        outputs: [{ activity: 0, target: 12, achieved: 0, comment: 'The hall burned down.' }, volunteers],
        spent: [{ line: 0, spentPence: pence(150_000) }],
      }),
    ).toEqual([]);
  });

  it('names the line that was left out, of several that the grant pays for', () => {
    const paysForBoth = {
      ...agreed,
      budget: agreed.budget.map((line) => ({ ...line, askedPence: line.costPence, otherPence: pence(0) })),
    };
    expect(reportRefusals(content, paysForBoth, pence(200_000))).toMatchObject([
      { code: 'SPENDING_NOT_REPORTED', facts: { line: 1 } },
    ]);
  });

  it('names what was agreed and what was paid, where a report says otherwise', () => {
    const other = {
      outputs: [{ ...mentors, target: 10 }, volunteers],
      spent: [{ line: 0, spentPence: pence(150_001) }],
    };
    expect(reportRefusals({ ...content, ...other }, agreed, pence(150_000))).toMatchObject([
      { code: 'OUTPUT_TARGET_DIFFERS', facts: { target: 12 } },
      { code: 'SPENT_MORE_THAN_PAID', facts: { spentPence: 150_001, paidPence: 150_000 } },
    ]);
  });

  it('names the activity that was left out', () => {
    const refusals = reportRefusals({ ...content, outputs: [mentors] }, agreed, pence(150_000));
    expect(refusals).toMatchObject([{ code: 'OUTPUT_NOT_REPORTED', facts: { activity: 1 } }]);
  });

  it('adds up what was spent', () => {
    expect(totalSpent(content.spent)).toBe(140_000);
  });
});

describe('what is left over', () => {
  const grant = { paidPence: pence(200_000), keepUpToPence: pence(5_000), isDrawnDown: false };

  it('is kept up to £50, and asked back from a penny more', () => {
    expect(leftover({ ...grant, spentPence: pence(195_000) })).toEqual({ refundDuePence: 0, keptPence: 5_000 });
    expect(leftover({ ...grant, spentPence: pence(194_999) })).toEqual({ refundDuePence: 5_001, keptPence: 0 });
  });

  it('is nothing where providers were paid for what was bought', () => {
    const bought = { ...grant, paidPence: pence(10_500), spentPence: pence(0), isDrawnDown: true };
    expect(leftover(bought)).toEqual({ refundDuePence: 0, keptPence: 0 });
  });

  it('cannot be less than nothing', () => {
    expect(() => leftover({ ...grant, spentPence: pence(200_001) })).toThrow(RangeError);
  });

  it('and what was spent are what was paid, to the penny', () => {
    const sums = fc.tuple(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 0, max: 200_000 }));
    fc.assert(
      fc.property(sums, fc.integer({ min: 0, max: 10_000 }), (two, keep) => {
        const [spent, paid] = [Math.min(...two), Math.max(...two)];
        const rest = leftover({
          paidPence: pence(paid),
          spentPence: pence(spent),
          keepUpToPence: pence(keep),
          isDrawnDown: false,
        });
        expect(spent + rest.keptPence + rest.refundDuePence).toBe(paid);
        expect(rest.keptPence).toBeLessThanOrEqual(keep);
        expect(Math.min(rest.keptPence, rest.refundDuePence)).toBe(0);
      }),
    );
  });
});

describe('a question about a report', () => {
  it('wants an answer, or a report that is no longer as it was', () => {
    const answered = (change: Partial<ReportContent>) => answerRefusal({ ...content, ...change }, content)?.code;
    expect(answered({})).toBe('REPORT_QUESTION_UNANSWERED');
    expect(answered({ answer: '  ' })).toBe('REPORT_QUESTION_UNANSWERED');
    expect(answered({ answer: 'All of them came.' })).toBeUndefined();
    expect(answered({ spent: [{ line: 0, spentPence: pence(130_000) }] })).toBeUndefined();
    expect(answered({ lessons: 'Start earlier.' })).toBeUndefined();
    expect(answered({ outputs: content.outputs.map((one) => ({ ...one, comment: 'As planned.' })) })).toBeUndefined();
  });

  it('that nobody asked is not answered', () => {
    expect(answerRefusal(content, undefined)).toBeUndefined();
    expect(answerRefusal({ ...content, answer: 'Yes.' }, undefined)).toMatchObject({
      code: 'REPORT_NOTHING_ASKED',
      field: '/answer',
    });
  });

  it('is open until the report is sent again, also when its date has passed', () => {
    const open = (state: string, wasSubmitted: boolean) => isAskedAbout({ state, wasSubmitted });
    expect(open('queried', true)).toBe(true);
    expect(open('overdue', true)).toBe(true);
    expect(open('overdue', false)).toBe(false);
    expect(open('submitted', true)).toBe(false);
  });
});

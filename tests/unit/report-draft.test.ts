import * as fc from 'fast-check';

import { pence } from '../../src/domain/money/money';
import type { AgreedPlan, ReportContent } from '../../src/domain/award/report';
import { completedReport, draftOf } from '../../src/domain/award/report-draft';

const agreed: AgreedPlan = {
  activities: [
    { description: 'Meetings', output: 'held', target: 2, unit: 'meetings' },
    { description: 'Visits', output: 'made', target: 10, unit: 'visits' },
  ],
  budget: [
    { description: 'Speakers', costPence: pence(50_000), askedPence: pence(50_000), otherPence: pence(0) },
    { description: 'Tea', costPence: pence(1_000), askedPence: pence(0), otherPence: pence(1_000) },
    { description: 'Travel', costPence: pence(20_000), askedPence: pence(20_000), otherPence: pence(0) },
  ],
};
const paid = pence(70_000);
const told = (draft: Parameters<typeof completedReport>[0]) =>
  completedReport(draft, agreed, paid).refusals.map(({ code, field }) => [code, field]);

test('what is missing is named, each at its place in the plan', () => {
  expect(told({})).toEqual([
    ['OUTPUT_NOT_REPORTED', '/outputs/0/achieved'],
    ['OUTPUT_NOT_REPORTED', '/outputs/1/achieved'],
    ['WHAT_CHANGED_MISSING', '/whatChanged'],
    ['SPENDING_NOT_REPORTED', '/spent/0'],
    ['SPENDING_NOT_REPORTED', '/spent/2'],
    ['WHAT_CONTINUES_MISSING', '/whatContinues'],
    ['LESSONS_MISSING', '/lessons'],
  ]);
});

test('what is wrong is said at its place in the plan, though what comes before it is missing', () => {
  const words = { whatChanged: 'Much.', whatContinues: 'All.', lessons: 'Begin earlier.' };
  expect(told({ ...words, outputs: { 1: { achieved: 7 } }, spent: { 2: -1 } })).toEqual([
    ['COMMENT_MISSING', '/outputs/1/comment'],
    ['OUTPUT_NOT_REPORTED', '/outputs/0/achieved'],
    ['SPENDING_NEGATIVE', '/spent/2'],
    ['SPENDING_NOT_REPORTED', '/spent/0'],
  ]);
  expect(
    told({ ...words, outputs: { 0: { achieved: 2 }, 1: { achieved: 10 } }, spent: { 0: 60_000, 2: 20_000 } }),
  ).toEqual([['SPENT_MORE_THAN_PAID', '/spent']]);
});

test('a report that was handed in is the draft that it was', () => {
  const content: fc.Arbitrary<ReportContent> = fc.record({
    outputs: fc.record({ achieved: fc.nat(20), comment: fc.string() }).map(({ achieved, comment }) => [
      { activity: 0, target: 2, achieved, comment },
      { activity: 1, target: 10, achieved: 10 },
    ]),
    whatChanged: fc.string(),
    spent: fc.nat(70_000).map((amount) => [
      { line: 0, spentPence: pence(amount) },
      { line: 2, spentPence: pence(0) },
    ]),
    whatContinues: fc.string(),
    lessons: fc.string(),
  });
  fc.assert(
    fc.property(content, (report) => {
      expect(completedReport(draftOf(report), agreed, paid).content).toEqual(report);
    }),
  );
});

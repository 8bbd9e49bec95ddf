import type { TimelineEvent } from '../../db/queries/grants/timeline';
import { timelineView } from '../../src/http/pages/grants/grant/events';

/** What is said with an event, besides its name and its words. */
function said(after: TimelineEvent['after']): string | undefined {
  const event: TimelineEvent = {
    id: '1',
    type: 'offer_accepted',
    at: '2026-11-23T12:00:00.000Z',
    actor: null,
    subjectType: 'grant',
    subjectId: '2',
    before: {},
    after,
    text: null,
    audience: 'staff',
  };
  return timelineView([event])[0]?.facts;
}

test.each([
  ['how many have accepted, of how many', { needed: 2, acceptances: 1 }, '1 of 2 have accepted'],
  [
    'what was decided',
    { outcome: 'award_less', amountPence: 60_000, counted: 1 },
    'Decision: an award of less; Amount: £600',
  ],
  ['that the panel said no', { outcome: 'refuse', counted: 4 }, 'Decision: no'],
  ['what came of a check', { kind: 'governing_document', passed: true }, 'What: Governing document; Result: passed'],
  [
    'what came of a report, and no sum that is none',
    { reportState: 'accepted', spentPence: 90_000, givenBackPence: 0, refundDuePence: 10_000, keptPence: 0 },
    'Spent: £900; Refund due: £100',
  ],
  ['nothing of versions', { version: 3 }, ''],
  ['what a payment waits for', { blockedBy: ['bank details'] }, 'Waits for: bank details'],
])('an event says %s, in words of people', (_name, after, facts) => {
  expect(said(after)).toBe(facts);
});

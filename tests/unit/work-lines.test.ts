import type { WorkItem } from '../../db/queries/work/kinds';
import type { Instant } from '../../src/domain/calendar/calendar';
import { aboutOf, dueTag } from '../../src/http/pages/work/pages';

const now = '2026-11-23T12:00:00.000Z' as Instant;
const due = (dueAt: string, promised = true) => ({ dueAt: dueAt as Instant, promised, now });

test.each([
  ['what is one’s own and promised for later', due('2026-11-26T17:00:00.000Z'), true, 'In 3 days', 'yours'],
  ['what is one’s own and promised for today', due('2026-11-23T17:00:00.000Z'), true, 'Today', 'yours'],
  ['what is one’s own and only waits', due('2026-11-20T17:00:00.000Z', false), true, 'For 3 days', 'yours'],
  ['a colleague’s for later', due('2026-11-26T17:00:00.000Z'), false, 'In 3 days', 'other'],
  ['a colleague’s for today', due('2026-11-23T17:00:00.000Z'), false, 'Today', 'other'],
  ['what is late, whosever it is', due('2026-11-20T17:00:00.000Z'), false, '3 days late', 'late'],
])('%s has the colour of whose it is', (_what, item, isOnes, words, meaning) => {
  expect(dueTag(item, isOnes)).toEqual({ words, meaning });
});

const named = (name: string) => ({ id: '0197a000-0000-7000-8000-000000000000', name });
const meeting: Omit<WorkItem, 'dueAt' | 'promised' | 'now'> = {
  id: '0197a000-0000-7000-8000-000000000000',
  what: 'read_pack',
  subject: { type: 'meeting', id: '0197a000-0000-7000-8000-000000000000' },
  reference: null,
  grantId: null,
  party: null,
  pot: named('Small grants'),
  place: 'The hall',
  owner: null,
};

test('two meetings at one hour are told apart by their pot and place', () => {
  expect(aboutOf(meeting)).toBe('Small grants · The hall');
  expect(aboutOf({ ...meeting, place: null })).toBe('Small grants · online');
  const grant = { ...meeting, what: 'check', subject: { ...meeting.subject, type: 'grant' }, place: null } as const;
  expect(aboutOf({ ...grant, reference: 'CRO-2026-0042', party: named('F.W.P. Hibiscus') })).toBe(
    'CRO-2026-0042 · F.W.P. Hibiscus',
  );
});

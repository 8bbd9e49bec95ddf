import type { EarlierApplication, MeetingPack, PackItem } from '../../db/queries/meetings/meeting-pack';
import { itemView, minuteView } from '../../src/http/pages/meetings/views';
import { aPolicy } from '../builders/policy';

const earlier: EarlierApplication = {
  id: '1',
  reference: 'CRO-2026-0001',
  potName: 'Small grants',
  stage: 'refused',
  submittedAt: '2026-03-02T12:00:00.000Z',
  askedPence: 100_000,
  awardedPence: null,
  reportState: null,
};

const item = (of: readonly EarlierApplication[]) =>
  ({
    id: '2',
    party: { id: '3', name: 'F.W.P. Hibiscus' },
    content: { startsOn: '2027-01-06', endsOn: '2027-06-30' },
    criteria: [],
    checks: [],
    questions: [],
    scores: [],
    cappingAwards: [],
    helper: null,
    decision: null,
    toldAt: '2026-11-23T12:00:00.000Z',
    askedPence: 193_500,
    earlier: of,
  }) as unknown as PackItem;

const pack = (state: string, items: readonly PackItem[] = []) =>
  ({
    id: '4',
    state,
    policy: aPolicy(),
    pot: { name: 'Small grants' },
    startsAt: '2026-11-23T18:00:00.000Z',
    attendance: [],
    interests: [],
    chair: null,
    place: null,
    nextMeetingOn: null,
    items,
  }) as unknown as MeetingPack;

test('what a group asked for before says when it was sent, and that there is more where there may be', () => {
  const few = itemView(item([earlier]), 1, pack('planned'));
  expect(few.history.map(({ words }) => words)).toEqual([
    'CRO-2026-0001, Small grants: asked £1,000, refused; sent on 2 Mar 2026',
  ]);
  expect(few.historyCut).toBeUndefined();
  expect(few.facts).toContainEqual({ words: 'When', value: '6 January 2027 to 30 June 2027' });
  const many = itemView(item(Array.from({ length: 8 }, () => earlier)), 1, pack('planned'));
  expect(many.historyCut).toBe('No more than the last 8 are listed here.');
});

test('answers stand in the order of the form, however they are kept', () => {
  const text = { required: false, kind: 'text' } as const;
  const policy = aPolicy({
    questions: [
      { ...text, key: 'why_now', label: 'Why now?' },
      { ...text, key: 'ward', label: 'Which ward?' },
      { ...text, key: 'last', label: 'Anything else?' },
    ],
  });
  const asked = { ...pack('planned'), policy };
  const answers = { ward: 'Addiscombe', why_now: 'The hall closes.' };
  const one = item([]);
  expect(itemView({ ...one, content: { ...one.content!, answers } }, 1, asked).answers).toEqual([
    { question: 'Why now?', answer: 'The hall closes.' },
    { question: 'Which ward?', answer: 'Addiscombe' },
  ]);
});

test.each([
  ['begun', 'Not decided yet.'],
  ['held', 'Not decided; it waits for the next meeting.'],
])('an item that is not decided in a meeting that is %s: %s', (state, said) => {
  expect(minuteView(pack(state, [item([])])).undecided).toBe(said);
});

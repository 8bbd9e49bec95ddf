import type { TimelineEvent } from '../../db/queries/grants/timeline';
import { timelineView } from '../../src/http/pages/group/timeline';

const ben = { id: 'ben', name: 'Ben Whitlock' };
const ama = { id: 'ama', name: 'Ama Osei' };
const happened = (type: string, actor: TimelineEvent['actor'], after: object = {}): TimelineEvent => ({
  id: type,
  type,
  at: '2026-11-23T10:00:00.000Z',
  actor,
  subjectType: 'grant',
  subjectId: 'grant',
  before: {},
  after: { ...after },
  text: null,
  audience: 'everyone',
});
const lines = (...events: readonly TimelineEvent[]) => timelineView({ owner: ama }, events).map(({ line }) => line);

test('papers that one person looks at one after the other are one line, which says which', () => {
  const looked = (actor: TimelineEvent['actor'], kind: string) => happened('check_recorded', actor, { kind });
  expect(
    lines(
      looked(ben, 'accounts'),
      happened('passed_to_panel', ben),
      looked(ben, 'recent_bank_statement'),
      happened('never_told_to_groups', ben),
      looked(ben, 'accounts'),
      looked(ben, 'accounts'),
      looked(ama, 'accounts'),
    ),
  ).toEqual([
    'We looked at a paper: your last yearly accounts – Ben Whitlock',
    'It went to the panel – Ben Whitlock',
    'We looked at papers: a bank statement of the last three months; your last yearly accounts – Ben Whitlock',
    'We looked at a paper: your last yearly accounts – Ama Osei',
  ]);
});

test('who looks after it now is named, and not who gave it to them', () => {
  expect(
    lines(happened('owner_changed', ben, { ownerId: 'ama' }), happened('owner_changed', ama, { ownerId: 'ben' })),
  ).toEqual(['Ama Osei looks after it now', 'It was given to somebody else to look after']);
});

test('a decision says what was decided, and the sum', () => {
  const decided = (outcome: string, amountPence: number | null = null) =>
    happened('decision_made', ben, { outcome, amountPence });
  expect(
    lines(
      decided('award', 100_000),
      decided('award_less', 60_000),
      decided('award_with_conditions', 100_000),
      decided('not_yet'),
      decided('refuse'),
    ),
  ).toEqual([
    'It was decided: we can offer you £1,000 – Ben Whitlock',
    'It was decided: we can offer you £600, a part of what you asked for – Ben Whitlock',
    'It was decided: we can offer you £1,000, with conditions – Ben Whitlock',
    'It was decided: not yet – Ben Whitlock',
    'It was decided: not this time – Ben Whitlock',
  ]);
});

test('a decision of the panel is the panel’s, whoever wrote the minute', () => {
  const decided = happened('decision_made', ben, { outcome: 'refuse', amountPence: null, meetingId: 'meeting' });
  expect(lines(decided)).toEqual(['It was decided: not this time – the panel']);
});

test('an answer to what somebody was asked to confirm says who, and what they said', () => {
  const answered = (kind?: string, answer?: string) => happened('confirmation_answered', null, { kind, answer });
  expect(
    lines(
      answered('second_contact', 'denied'),
      answered('host', 'confirmed'),
      answered('application', 'confirmed'),
      answered(),
    ),
  ).toEqual([
    'Your second contact said that this is not right',
    'The organisation that receives the money for you said yes',
    'Your group said that what we wrote down is right',
    'Somebody answered what we asked them to confirm',
  ]);
});

test('a part that falls due says what we wait for, and again when that is there', () => {
  const due = (blockedBy?: readonly string[]) =>
    happened('instalment_fell_due', null, { amountPence: 100_000, ...(blockedBy && { blockedBy }) });
  expect(lines(due(), due(['conditions', 'bank_details']), due(['bank_details']))).toEqual([
    'A payment of £1,000 fell due',
    'A payment of £1,000 fell due. We can pay it once what we need is done, and we have the bank details',
    'A payment of £1,000 fell due. We can pay it once we have the bank details',
  ]);
});

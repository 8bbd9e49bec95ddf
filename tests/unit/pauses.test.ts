import * as fc from 'fast-check';

import { endOfDay, instant, londonDate, millisecondsUntil, type Instant } from '../../src/domain/calendar/calendar';
import { deadline, type Deadline } from '../../src/domain/calendar/deadlines';
import { answered, asked, clockShows, released } from '../../src/domain/award/pauses';

const MINUTE = 60_000;
const START = Date.parse('2026-10-20T09:30:00.000Z');
const minute = (count: number): Instant => instant(new Date(START + count * MINUTE).toISOString());

/** What a grant's row holds of its clocks, moved as the commands move it. */
interface Row {
  readonly deadlines: readonly Deadline[];
  readonly heldSince: Instant | null;
  readonly pausedSince: Instant | null;
  readonly questions: number;
}

type Move = 'ask' | 'answer' | 'hold' | 'release';

function move(row: Row, what: Move, at: Instant): Row {
  switch (what) {
    case 'ask':
      return { ...row, pausedSince: asked(row, at), questions: row.questions + 1 };
    case 'answer':
      if (row.questions !== 1) return { ...row, questions: Math.max(0, row.questions - 1) };
      return { ...row, ...answered(row.deadlines, row, at), questions: 0 };
    case 'hold':
      return row.heldSince === null ? { ...row, heldSince: at } : row;
    case 'release':
      return {
        ...row,
        ...released(row.deadlines, { ...row, questionOpen: row.questions > 0 }, at),
        heldSince: null,
      };
  }
}

const armed = (at: Instant): readonly Deadline[] => [
  deadline('check', at, { then: 'chaseCheck' }, minute(0)),
  deadline('answer', at, { then: 'chaseAnswer' }, minute(0)),
];
const running = (at: Instant): Row => ({ deadlines: armed(at), heldSince: null, pausedSince: null, questions: 0 });

const dueAt = (row: Row, name: string): Instant => row.deadlines.find((one) => one.name === name)!.at;

/** Lives of at most a dozen moves at rising instants, with all that is open closed at the end. */
const histories = fc
  .array(fc.tuple(fc.constantFrom<Move>('ask', 'answer', 'hold', 'release'), fc.integer({ min: 1, max: 4_000 })), {
    maxLength: 12,
  })
  .map((moves): readonly { what: Move; at: number }[] => {
    let now = 0;
    const timed = moves.map(([what, later]) => ({ what, at: (now += later) }));
    return [
      ...timed,
      ...Array.from({ length: 12 }, () => ({ what: 'answer' as const, at: (now += 7) })),
      { what: 'release', at: (now += 11) },
    ];
  });

/** How many minutes each clock stood still, counted minute by minute. */
function stoodStill(history: readonly { what: Move; at: number }[]): { check: number; answer: number } {
  let held = false;
  let questions = 0;
  let last = 0;
  const still = { check: 0, answer: 0 };
  for (const { what, at } of history) {
    if (held || questions > 0) still.check += at - last;
    if (held) still.answer += at - last;
    last = at;
    if (what === 'ask') questions += 1;
    if (what === 'answer') questions = Math.max(0, questions - 1);
    if (what === 'hold') held = true;
    if (what === 'release') held = false;
  }
  return still;
}

const live = (row: Row, history: readonly { what: Move; at: number }[]): Row =>
  history.reduce((before, { what, at }) => move(before, what, minute(at)), row);

describe('clocks that stand still', () => {
  it('moves an exact deadline by just as long as its clock stood still, however questions and holds overlap', () => {
    fc.assert(
      fc.property(histories, (history) => {
        // Half a minute past: moved by whole minutes it never falls on 5pm, from where it would go on as a whole day.
        const at = minute(100_003.5);
        const after = live(running(at), history);
        const still = stoodStill(history);
        expect(millisecondsUntil(at, dueAt(after, 'check'))).toBe(still.check * MINUTE);
        expect(millisecondsUntil(at, dueAt(after, 'answer'))).toBe(still.answer * MINUTE);
        expect(after.pausedSince).toBeNull();
      }),
    );
  });

  it('keeps a deadline at 5pm there, never earlier than what was lost, and rounds once for what overlaps', () => {
    const at = endOfDay('2026-12-18');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.boolean(),
        (first, second, third, questionFirst) => {
          const times = [0, first, first + second, first + second + third];
          const order: Move[] = questionFirst
            ? ['ask', 'hold', 'answer', 'release']
            : ['hold', 'ask', 'release', 'answer'];
          const after = dueAt(
            live(
              running(at),
              order.map((what, index) => ({ what, at: times[index]! })),
            ),
            'check',
          );
          const lost = (times[3]! - times[0]!) * MINUTE;
          expect(after).toBe(endOfDay(londonDate(after)));
          expect(millisecondsUntil(at, after)).toBeGreaterThanOrEqual(lost);
          expect(millisecondsUntil(at, after)).toBeLessThan(lost + 24 * 60 * MINUTE);
        },
      ),
    );
  });

  it('leaves a question that was answered during a hold for the release to count', () => {
    const asking = move(running(minute(1_000)), 'ask', minute(10));
    const held = move(asking, 'hold', minute(20));
    const after = move(held, 'answer', minute(30));
    expect(dueAt(after, 'check')).toBe(minute(1_000));
    expect(after.pausedSince).toBe(minute(10));
    expect(dueAt(move(after, 'release', minute(40)), 'check')).toBe(minute(1_030));
  });

  it('leaves a question that is open at the release for the answer to count, from the hold on', () => {
    const held = move(move(running(minute(1_000)), 'hold', minute(10)), 'ask', minute(20));
    const after = move(held, 'release', minute(30));
    expect(after.pausedSince).toBe(minute(10));
    expect(dueAt(after, 'check')).toBe(minute(1_000));
    expect(dueAt(after, 'answer')).toBe(minute(1_020));
    expect(dueAt(move(after, 'answer', minute(40)), 'check')).toBe(minute(1_030));
  });

  it('counts what is set while a clock stands still from where it stands', () => {
    const still = { heldSince: minute(20), pausedSince: minute(10) };
    expect(clockShows('decision', still, minute(50))).toBe(minute(10));
    expect(clockShows('answer', still, minute(50))).toBe(minute(20));
    expect(clockShows('decision', { heldSince: null, pausedSince: null }, minute(50))).toBe(minute(50));
    const answering = deadline('answer', minute(120), { then: 'chaseAnswer' }, minute(20)); // 100 minutes from where it stands
    expect(released([answering], { ...still, questionOpen: true }, minute(70)).deadlines[0]?.at).toBe(minute(170)); // and from the release
  });

  it('keeps every deadline, once, where a question is open at the release', () => {
    const row = running(minute(1_000));
    const { deadlines } = released(
      row.deadlines,
      { heldSince: minute(0), pausedSince: null, questionOpen: true },
      minute(7),
    );
    expect(deadlines.map(({ name, at }) => [name, at])).toEqual([
      ['answer', minute(1_007)],
      ['check', minute(1_000)],
    ]);
  });

  it('changes nothing when no clock stands still', () => {
    const row = running(minute(1_000));
    expect(answered(row.deadlines, row, minute(5))).toEqual({ deadlines: row.deadlines, pausedSince: null });
    expect(released(row.deadlines, { ...row, questionOpen: false }, minute(5))).toEqual({
      deadlines: row.deadlines,
      pausedSince: null,
    });
  });
});

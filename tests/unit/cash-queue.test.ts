import * as fc from 'fast-check';

import type { Instant } from '../../src/domain/calendar/calendar';
import { compareQueued, coverQueue, type QueuedPayment } from '../../src/domain/money/cash-queue';
import { pence } from '../../src/domain/money/money';

const payment = (paymentId: string, pounds: number, change: Partial<QueuedPayment> = {}): QueuedPayment => ({
  paymentId,
  amountPence: pence(pounds * 100),
  dueAt: '2026-12-01T17:00:00.000Z',
  scheduledAt: '2026-11-10T09:00:00.000Z',
  sequence: 1,
  heldBack: false,
  ...change,
});

const later: Instant = '2026-11-11T09:00:00.000Z';

describe('the queue for cash', () => {
  it('pays £65 that was promised first from £66, and lets £40 wait until more arrives', () => {
    const queue = [payment('forty', 40, { scheduledAt: later }), payment('sixty-five', 65)];
    expect(coverQueue(pence(6_600), queue)).toEqual(['sixty-five']);
    expect(coverQueue(pence(100 + 1_000_000), queue.slice(0, 1))).toEqual(['forty']);
  });

  it('goes by due date, then by when it was scheduled, then by sequence', () => {
    const queue = [
      payment('fourth', 1, { dueAt: '2026-12-02T17:00:00.000Z', scheduledAt: '2026-11-01T09:00:00.000Z' }),
      payment('third', 1, { scheduledAt: later }),
      payment('second', 1, { sequence: 2 }),
      payment('first', 1),
    ];
    expect(coverQueue(pence(10_000), queue)).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('lets nothing overtake, however small', () => {
    const queue = [payment('large', 2_000), payment('small', 1, { sequence: 2 })];
    expect(coverQueue(pence(199_999), queue)).toEqual([]);
  });

  it('passes over what is on hold, which holds nobody up', () => {
    const queue = [payment('on hold', 2_000, { heldBack: true }), payment('small', 1, { sequence: 2 })];
    expect(coverQueue(pence(100), queue)).toEqual(['small']);
  });

  it('covers to the last penny', () => {
    expect(coverQueue(pence(4_000), [payment('forty', 40)])).toEqual(['forty']);
    expect(coverQueue(pence(3_999), [payment('forty', 40)])).toEqual([]);
  });
});

describe('any queue', () => {
  const anyQueue = fc.uniqueArray(
    fc.record({
      paymentId: fc.uuid(),
      amountPence: fc.integer({ min: 1, max: 200_000 }).map(pence),
      dueAt: fc.constantFrom<Instant>(
        '2026-12-01T17:00:00.000Z',
        '2026-12-02T17:00:00.000Z',
        '2026-12-03T17:00:00.000Z',
      ),
      scheduledAt: fc.constantFrom<Instant>('2026-11-10T09:00:00.000Z', later),
      sequence: fc.nat(1_000_000),
      heldBack: fc.boolean(),
    }),
    { selector: ({ sequence }) => sequence, maxLength: 20 },
  );
  const anyBank = fc.integer({ min: 0, max: 1_000_000 }).map(pence);

  it('never spends more than there is, and is a beginning of the line of those not on hold', () => {
    fc.assert(
      fc.property(anyBank, anyQueue, (bank, queue) => {
        const line = queue.filter(({ heldBack }) => !heldBack).toSorted(compareQueued);
        const covered = coverQueue(bank, queue);
        expect(covered).toEqual(line.slice(0, covered.length).map(({ paymentId }) => paymentId));
        const spent = line.slice(0, covered.length).reduce((sum, { amountPence }) => sum + amountPence, 0);
        expect(spent).toBeLessThanOrEqual(bank);
        const next = line[covered.length];
        if (next !== undefined) expect(spent + next.amountPence).toBeGreaterThan(bank);
      }),
    );
  });

  it('does not depend on the order in which it was read, and more cash never covers less', () => {
    fc.assert(
      fc.property(anyBank, anyBank, anyQueue, (bank, more, queue) => {
        const covered = coverQueue(bank, queue);
        expect(coverQueue(bank, queue.toReversed())).toEqual(covered);
        expect(coverQueue(pence(bank + more), queue).slice(0, covered.length)).toEqual(covered);
      }),
    );
  });
});

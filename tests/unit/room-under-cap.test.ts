import { pence } from '../../src/domain/money/money';
import { aPolicy } from '../builders/policy';
import { roomUnderCap } from '../../src/http/pages/frame/room-under-cap';

const policy = aPolicy({ ceilingPence: pence(200_000), groupCapPence: pence(200_000), groupCapPeriod: 'P12M' });
const now = '2026-12-01T10:00:00.000Z';
const had = (amountPence: number, decidedOn: `${number}-${number}-${number}`, cameBackPence = 0) =>
  roomUnderCap({ name: 'Hibiscus', awards: [{ decidedOn, amountPence, cameBackPence }] }, policy, now);

test('a group that had all that it can get is told so, and until when', () => {
  expect(had(200_000, '2026-11-23')).toEqual({
    atMostPence: 0,
    told: 'Hibiscus was awarded £2,000 of the £2,000 that one group can get in 12 months. Nothing is left of it now. It can get more from 23 November 2027.',
  });
});

test('a group that had a part is told what is left, and from when more', () => {
  expect(had(150_000, '2026-11-23')).toEqual({
    atMostPence: 50_000,
    told: 'Hibiscus was awarded £1,500 of the £2,000 that one group can get in 12 months. It can ask for £500 now, and for more from 23 November 2027.',
  });
});

test('what came back, and what was decided longer ago, leaves room; who had nothing is told nothing', () => {
  expect(had(200_000, '2026-11-23', 50_000).atMostPence).toBe(50_000);
  expect(had(200_000, '2025-11-23')).toEqual({ atMostPence: 200_000, told: undefined });
  expect(roomUnderCap({ name: 'Hibiscus', awards: [] }, policy, now)).toEqual({
    atMostPence: 200_000,
    told: undefined,
  });
});

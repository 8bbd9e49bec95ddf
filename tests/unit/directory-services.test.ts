import { countTold, isStale } from '../../src/domain/purchases/services';
import { instant } from '../../src/domain/calendar/calendar';

test('what is said of a service is stale after three months, and not on the day itself', () => {
  const confirmed = instant('2026-08-10T09:00:00.000Z');
  expect(isStale(confirmed, instant('2026-08-10T09:00:00.000Z'))).toBe(false);
  expect(isStale(confirmed, instant('2026-11-09T09:00:00.000Z'))).toBe(false);
  expect(isStale(confirmed, instant('2026-11-12T09:00:00.000Z'))).toBe(true);
});

test('fewer than five are not told', () => {
  expect([0, 1, 4, 5, 6, 120].map(countTold)).toEqual([null, null, null, 5, 6, 120]);
});

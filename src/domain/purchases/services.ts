/** What a court worker looks for on behalf of a client, and how the directory speaks of it. */
import { addPeriod, compareInstants, type Instant } from '../calendar/calendar';

/** The kinds of need that services are looked up by. Further kinds go before `other`. */
export const needKinds = [
  'counselling',
  'family_support',
  'domestic_abuse',
  'mental_health',
  'drugs_and_alcohol',
  'housing',
  'debt_and_benefits',
  'training_and_work',
  'childcare',
  'travel',
  'food_and_clothing',
  'other',
] as const;
export type NeedKind = (typeof needKinds)[number];

/** After so long nobody knows any more whether what the directory says of a service is still so. */
const staleAfter = 'P3M';

/** Whether what is said of a service should be confirmed anew. */
export function isStale(confirmedAt: Instant, now: Instant): boolean {
  return compareInstants(addPeriod(confirmedAt, staleAfter), now) < 0;
}

/** Counts under this are not told: about so few people, a number says who. */
const leastCountTold = 5;

/** A count as it may be told: null for one that is too small. */
export function countTold(count: number): number | null {
  return count < leastCountTold ? null : count;
}

import type { Instant } from '../calendar/calendar';

/** Who is to do what comes next. */
export type ExpectedOf = 'group' | 'host' | 'officer' | 'panel' | 'treasurer' | 'manager' | 'nobody';

/** What comes next. */
export interface Expected {
  /** A short command: `Accept the offer`. */
  readonly what: string;
  readonly of: ExpectedOf;
  /** When it is due (UTC); null where nothing says so. */
  readonly by: Instant | null;
  /** Where the grant is, in a sentence or two. */
  readonly why: string;
}

import { compareInstants, dateInWords, type Instant, instantInWords, londonDate } from '../calendar/calendar';
import type { Reader, StatusName } from '../words/status';
import type { ExpectedOf } from './expected';
import type { GrantStanding } from './standing';

/** A sentence in the words of each reader. */
export type Words = Readonly<Record<Reader, string>>;

/** What a row of the table says of a grant: its status, what comes next, of whom, by when (UTC), and why. */
export interface Row {
  readonly status: StatusName;
  readonly what: string;
  readonly of: ExpectedOf;
  readonly by?: Instant | null | undefined;
  readonly why: Words;
}

/** The same sentence for every reader. */
export const both = (words: string): Words => ({ group: words, staff: words });
/** ` Answer by 5pm on 3 May 2027.`; nothing where there is no such instant. */
export const until = (at: Instant | null | undefined, before: string): string =>
  at == null ? '' : ` ${before} ${instantInWords(at)}.`;
/** The day of an instant in London, as a sentence says it: `3 September 2027`. */
export const onDay = (at: Instant): string => dateInWords(londonDate(at));
/** A reason after a colon; nothing where none was given. */
export const because = (reason: string | null): string => (reason === null ? '' : `: ${reason}`);

/** What somebody wrote, with a full stop where they left it out: another sentence follows it. */
export const ended = (text: string): string => (/[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/** The soonest deadline of a name, whatever it is about. */
export const due = (grant: GrantStanding, name: string): Instant | undefined =>
  grant.deadlines
    .filter((deadline) => deadline.name === name)
    .map(({ at }) => at)
    .toSorted(compareInstants)[0];

/** A row of a grant of which nothing more is expected. */
export const over = (status: StatusName, why: Words): Row => ({ status, what: 'Nothing more', of: 'nobody', why });

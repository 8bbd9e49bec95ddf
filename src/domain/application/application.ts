/** What a group tells a pot when it asks for a grant. */
import type { CalendarDate } from '../calendar/calendar';
import type { Pence } from '../money/money';
import type { OrganisationType } from '../policy/policy';

/** Something that the group will do, with what can be counted at the end: 2 (target) workshops (unit) held (output). */
export interface Activity {
  readonly description: string;
  readonly output: string;
  readonly target: number;
  readonly unit: string;
}

/** One line of the budget: what it costs is what the pot is asked for and what other money pays. */
export interface BudgetLine {
  readonly description: string;
  readonly costPence: Pence;
  readonly askedPence: Pence;
  readonly otherPence: Pence;
}

/** Somebody whom the fund can reach about the application. */
export interface Contact {
  readonly name: string;
  readonly email: string;
  readonly phone?: string;
  readonly role?: string;
}

/** An application as it is submitted. It holds personal data: it is kept beside the record, never in events or histories. */
export interface ApplicationContent {
  /** All that is asked for: the sum of what the budget lines ask for. */
  readonly askedPence: Pence;
  readonly purpose: string;
  readonly activities: readonly Activity[];
  readonly peopleHelped: number;
  /** Where, as the pot's policy names its areas. */
  readonly area: string;
  readonly postcode?: string;
  readonly startsOn: CalendarDate;
  readonly endsOn: CalendarDate;
  readonly budget: readonly BudgetLine[];
  /** Noted, and never added to cash. */
  readonly giftsInKind?: string;
  /** Exactly two different people. */
  readonly contacts: readonly Contact[];
  readonly organisationType: OrganisationType;
  readonly organisationIncomePence?: Pence;
  /** Whether the work involves children or adults at risk, so that a safeguarding policy is wanted. */
  readonly childrenOrAdultsAtRisk: boolean;
  /** By the key of the policy's question. */
  readonly answers: Readonly<Record<string, string>>;
  /** The keys of the policy's declarations that are confirmed. */
  readonly declarations: readonly string[];
}

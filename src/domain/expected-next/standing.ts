import type { ReportState } from '../award/report';
import type { CalendarDate, Instant } from '../calendar/calendar';
import type { Deadline } from '../calendar/deadlines';
import type { GrantStage } from '../lives/grant-life';
import type { Pence } from '../money/money';
import type { PaymentState } from '../money/payment-states';

/** Where a payment stands, as far as words need it. */
export interface PaymentStanding {
  readonly state: PaymentState;
  readonly amountPence: Pence;
  readonly dueAt: Instant;
  /** Its place in the pot's queue, from 1, while it waits for cash; null on hold. */
  readonly line: number | null;
  /** The day on which the funder's money that covers it is expected; null while it does not wait, or no such money is expected. */
  readonly expectedOn: CalendarDate | null;
  readonly settledOn: CalendarDate | null;
  /** The name of the payment run that it is in. */
  readonly runName: string | null;
  /** Whether it came back, and whom it pays has given no new bank details since. */
  readonly wantsDetails?: boolean | undefined;
}

/** How a grant stands, as far as words need it. */
export interface GrantStanding {
  readonly stage: GrantStage;
  readonly now: Instant;
  readonly deadlines: readonly Deadline[];
  /** Since when it is at this stage. */
  readonly since: Instant;
  /** The reason that was given for this stage, where there is one that the reader may see. */
  readonly reason: string | null;
  readonly submittedAt: Instant | null;
  readonly heldSince: Instant | null;
  readonly pausedSince: Instant | null;
  readonly questionOpen: boolean;
  readonly askedPence: Pence | null;
  readonly ownerName: string | null;
  readonly funderName: string;
  /** When the round that is open takes no more applications; null in a pot that takes them at any time, or while none is open. */
  readonly closesAt: Instant | null;
  /** By when an officer comments on a draft that its group shares; null where nobody waits for that. */
  readonly feedbackBy?: Instant | null | undefined;
  /** When the panel next meets. */
  readonly meetsAt: Instant | null;
  /** Whether the group asked that a refusal is looked at again. */
  readonly appealed?: boolean | undefined;
  readonly award: {
    readonly awardedPence: Pence;
    readonly needsNewBudget: boolean;
    readonly accepted: number;
    readonly signatories: number;
    /** False where bank details are still wanted; budgets that are drawn down by purchases want none. */
    readonly hasBankDetails: boolean;
    /** Who receives the money for a group without a bank account: the details are theirs to give. */
    readonly host?: string | undefined;
  } | null;
  readonly conditions: readonly {
    /** Null for who is not told what it says. */
    readonly wording: string | null;
    readonly state: 'open' | 'met' | 'waived' | 'failed';
    readonly dueAt: Instant | null;
    /** Since when what the group sent waits to be looked at; null where nothing does. */
    readonly evidenceAt?: Instant | null | undefined;
  }[];
  /** In the order in which they fall due. */
  readonly payments: readonly PaymentStanding[];
  readonly report: {
    readonly state: ReportState;
    readonly dueAt: Instant | null;
  } | null;
  readonly refund: { readonly amountPence: Pence; readonly dueAt: Instant } | null;
}

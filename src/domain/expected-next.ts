/**
 * What is expected next of a grant, of whom and by when, in the words of the page: for its group, or for those who run the pot.
 * One table, by the stage; while a grant is active, the first of its rows that applies.
 */
import {
  type CalendarDate,
  compareInstants,
  type Instant,
  instantInWords,
  londonDate,
  millisecondsUntil,
  shortDateInWords,
} from './calendar';
import type { Deadline } from './deadlines';
import type { GrantStage } from './lives/grant-life';
import { formatPounds, type Pence, sumPence } from './money';
import { statusTold, type Reader, type Status, type StatusName } from './status';

/** Who is to do what comes next. */
export type ExpectedOf = 'group' | 'officer' | 'panel' | 'treasurer' | 'manager' | 'nobody';

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

/** Where a payment stands, as far as words need it. */
export interface PaymentStanding {
  readonly state:
    | 'scheduled'
    | 'waiting_for_cash'
    | 'ready'
    | 'in_run'
    | 'authorised'
    | 'sent'
    | 'settled'
    | 'returned'
    | 'unknown'
    | 'cancelled';
  readonly amountPence: Pence;
  readonly dueAt: Instant;
  /** Its place in the pot's queue, from 1, while it waits for cash; null on hold. */
  readonly line: number | null;
  /** The day on which the funder's money that covers it is expected; null while it does not wait, or no such money is expected. */
  readonly expectedOn: CalendarDate | null;
  readonly settledOn: CalendarDate | null;
  /** The name of the payment run that it is in. */
  readonly runName: string | null;
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
    readonly wording: string;
    readonly state: 'open' | 'met' | 'waived' | 'failed';
    readonly dueAt: Instant | null;
  }[];
  /** In the order in which they fall due. */
  readonly payments: readonly PaymentStanding[];
  readonly report: {
    readonly state: 'not_due' | 'due' | 'overdue' | 'submitted' | 'queried' | 'accepted' | 'waived';
    readonly dueAt: Instant | null;
  } | null;
  readonly refund: { readonly amountPence: Pence; readonly dueAt: Instant } | null;
}

/** A sentence in the words of each reader. */
type Words = Readonly<Record<Reader, string>>;

interface Row {
  readonly status: StatusName;
  readonly what: string;
  readonly of: ExpectedOf;
  readonly by?: Instant | null | undefined;
  readonly why: Words;
}

const both = (words: string): Words => ({ group: words, staff: words });
const until = (at: Instant | null | undefined, before: string): string =>
  at == null ? '' : ` ${before} ${instantInWords(at)}.`;
const onDay = (at: Instant): string => shortDateInWords(londonDate(at));
const because = (reason: string | null): string => (reason === null ? '' : `: ${reason}`);

const ordinalRules = new Intl.PluralRules('en-GB', { type: 'ordinal' });
const ordinalEndings: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> = { one: 'st', two: 'nd', few: 'rd' };

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(number: number): string {
  return `${String(number)}${ordinalEndings[ordinalRules.select(number)] ?? 'th'}`;
}

/** What comes next for a grant, in the words of whoever reads. */
export function expectedNext(grant: GrantStanding, reader: Reader): Expected {
  const { what, of, by = null, why } = rowFor(grant);
  return { what, of, by, why: why[reader].trim() };
}

/** Where a grant is, in a few words for whoever reads: of the same row as what comes next. */
export const statusOf = (grant: GrantStanding, reader: Reader): Status => statusTold(rowFor(grant).status, reader);

/** Why a payment waits for cash: the funder's money that it waits for, when that is expected, and its place in the queue. Null for one that does not wait. */
export function whyItWaits(payment: PaymentStanding, funderName: string, reader: Reader): string | null {
  if (payment.state !== 'waiting_for_cash') return null;
  const expected =
    payment.expectedOn === null ? 'with no date yet' : `expected ${shortDateInWords(payment.expectedOn)}`;
  const place = payment.line === null ? '' : `; ${ordinal(payment.line)} in line`;
  const from = reader === 'group' ? 'our funder' : funderName;
  return `${formatPounds(payment.amountPence)} waits for money from ${from}, ${expected}${place}`;
}

function rowFor(grant: GrantStanding): Row {
  if (grant.heldSince !== null) {
    const who = grant.ownerName ?? 'Somebody';
    return {
      status: 'on_hold',
      what: 'Look into the hold',
      of: 'manager',
      why: {
        group: `We have paused this grant. ${who} will be in touch.`,
        staff: `On hold since ${onDay(grant.heldSince)}. Payments and dates stand still.`,
      },
    };
  }
  return atStage[grant.stage](grant);
}

/** The soonest deadline of a name, whatever it is about. */
const due = (grant: GrantStanding, name: string): Instant | undefined =>
  grant.deadlines
    .filter((deadline) => deadline.name === name)
    .map(({ at }) => at)
    .toSorted(compareInstants)[0];

const over = (status: StatusName, why: Words): Row => ({ status, what: 'Nothing more', of: 'nobody', why });

const waitsForAnswer = (grant: GrantStanding): Row => {
  const by = due(grant, 'answer');
  const paused = grant.pausedSince === null ? '' : `; our clock has stood still since ${onDay(grant.pausedSince)}`;
  return {
    status: 'question_open',
    what: 'Answer our question',
    of: 'group',
    by,
    why: { group: `We have asked you a question.${until(by, 'Answer by')}`, staff: `Waiting for the group${paused}.` },
  };
};

const toCheck = (grant: GrantStanding, status: 'submitted' | 'checking'): Row => {
  const by = due(grant, 'check');
  const sent = grant.submittedAt === null ? '' : `Sent on ${onDay(grant.submittedAt)}.`;
  return {
    status,
    what: 'Check the application',
    of: 'officer',
    by,
    why: { group: `${sent}${until(by, 'We check it by')}`, staff: 'To check.' },
  };
};

const atStage: Readonly<Record<GrantStage, (grant: GrantStanding) => Row>> = {
  draft: (grant) => {
    const by = grant.closesAt ?? due(grant, 'draft');
    if (grant.feedbackBy != null) {
      return {
        status: 'draft',
        what: 'Comment on the draft',
        of: 'officer',
        by: grant.feedbackBy,
        why: {
          group: `Not sent yet. We read your draft, and comment on it by ${instantInWords(grant.feedbackBy)}.${until(by, 'Send it by')}`,
          staff: 'Shared with us before it is sent.',
        },
      };
    }
    return {
      status: 'draft',
      what: 'Send the application',
      of: 'group',
      by,
      why: both(`Not sent yet.${until(by, 'Send it by')}`),
    };
  },
  submitted: (grant) => (grant.questionOpen ? waitsForAnswer(grant) : toCheck(grant, 'submitted')),
  checking: (grant) => (grant.questionOpen ? waitsForAnswer(grant) : toCheck(grant, 'checking')),
  assessing: (grant) => {
    if (grant.questionOpen) return waitsForAnswer(grant);
    const meets = grant.meetsAt === null ? '.' : `, which meets at ${instantInWords(grant.meetsAt)}.`;
    return {
      status: 'with_panel',
      what: 'Decide',
      of: 'panel',
      by: due(grant, 'decision'),
      why: { group: `With the panel${meets}`, staff: `With the panel${meets}` },
    };
  },
  not_yet: ({ reason }) => ({
    status: 'not_yet',
    what: 'Apply again, with our help',
    of: 'group',
    why: { group: `Not yet: we will help you. ${reason ?? ''}`, staff: `Not yet${because(reason)}` },
  }),
  refused: (grant) => {
    const by = due(grant, 'appeal');
    return {
      status: 'refused',
      what: 'Nothing more',
      of: 'nobody',
      by,
      why: {
        group: `Not this time. ${grant.reason ?? ''}${until(by, 'You can ask us to look again until')}`,
        staff: `Refused${because(grant.reason)}`,
      },
    };
  },
  ineligible: ({ reason }) =>
    over('ineligible', { group: `We cannot fund this${because(reason)}`, staff: `Ineligible${because(reason)}` }),
  withdrawn: ({ since }) =>
    over('withdrawn', { group: `You withdrew it on ${onDay(since)}.`, staff: `Withdrawn on ${onDay(since)}.` }),
  expired: ({ since }) =>
    over('expired', both(`The draft was not touched for too long, and ended on ${onDay(since)}.`)),
  declined: ({ since }) =>
    over('declined', { group: `You said no on ${onDay(since)}.`, staff: `Declined on ${onDay(since)}.` }),
  lapsed: ({ since }) => over('lapsed', both(`The offer ran out on ${onDay(since)}.`)),
  offered: atOffer,
  active: (grant) =>
    activeRows.map((row) => row(grant)).find((row) => row !== undefined) ?? over('running', both('Running.')),
  closing: (grant) =>
    refundDue(grant) ?? {
      status: 'closing',
      what: 'Close the grant',
      of: 'nobody',
      by: due(grant, 'close'),
      why: both('All is settled; it closes by itself.'),
    },
  closed: () => over('closed', both('Finished.')),
  terminated: (grant) =>
    refundDue(grant) ?? over('terminated', both(`Ended on ${onDay(grant.since)}${because(grant.reason)}`)),
};

function atOffer(grant: GrantStanding): Row {
  const by = due(grant, 'offer');
  const { award, askedPence } = grant;
  if (award === null) return over('offered', both('Offered.'));
  const sum = formatPounds(award.awardedPence);
  if (award.needsNewBudget) {
    const of = askedPence === null ? '' : ` of the ${formatPounds(askedPence)} that you asked for`;
    return {
      status: 'offered_less',
      what: 'Agree budget and targets',
      of: 'group',
      by,
      why: {
        group: `We can offer you ${sum}${of}. First agree what changes.${until(by, 'Accept by')}`,
        staff: 'Offered less; the new budget is due.',
      },
    };
  }
  const signed =
    award.accepted === 0 ? '' : ` ${String(award.accepted)} of ${String(award.signatories)} have accepted.`;
  return {
    status: 'offered',
    what: 'Accept the offer',
    of: 'group',
    by,
    why: {
      group: `We can offer you ${sum}.${signed}${until(by, 'Accept by')}`,
      staff: `Offered ${sum}.${signed}${until(by, 'The answer is due by')}`,
    },
  };
}

function refundDue({ refund }: GrantStanding): Row | undefined {
  if (refund === null) return undefined;
  const sum = formatPounds(refund.amountPence);
  return {
    status: 'refund_due',
    what: `Return ${sum}`,
    of: 'group',
    by: refund.dueAt,
    why: {
      group: `Please return ${sum} by ${instantInWords(refund.dueAt)}.`,
      staff: `Refund of ${sum} due by ${instantInWords(refund.dueAt)}.`,
    },
  };
}

const inState = (grant: GrantStanding, ...states: readonly PaymentStanding['state'][]): readonly PaymentStanding[] =>
  grant.payments.filter(({ state }) => states.includes(state));

const together = (payments: readonly PaymentStanding[]): string =>
  formatPounds(sumPence(payments.map(({ amountPence }) => amountPence)));

/** What an active grant may wait for; the first that applies comes next. */
const activeRows: readonly ((grant: GrantStanding) => Row | undefined)[] = [
  (grant) => {
    if (grant.award?.hasBankDetails !== false) return undefined;
    return {
      status: 'details_wanted',
      what: 'Give bank details',
      of: grant.award.host === undefined ? 'group' : 'officer',
      why:
        grant.award.host === undefined
          ? { group: 'We need your bank details to pay you.', staff: 'Bank details are wanted.' }
          : {
              group: `We need the bank details of ${grant.award.host}, which receives the money for you.`,
              staff: `Bank details of ${grant.award.host} are wanted.`,
            },
    };
  },
  (grant) => {
    const failed = grant.conditions.find(({ state }) => state === 'failed');
    if (failed === undefined) return undefined;
    return {
      status: 'condition_failed',
      what: 'Decide about a condition that was not met',
      of: 'manager',
      why: {
        group: `We cannot pay yet, because this was not done in time: ${failed.wording}`,
        staff: `A condition was not met in time: ${failed.wording}`,
      },
    };
  },
  (grant) => {
    const open = grant.conditions.find(({ state }) => state === 'open');
    if (open === undefined) return undefined;
    return {
      status: 'condition_open',
      what: 'Meet the condition',
      of: 'group',
      by: open.dueAt,
      why: {
        group: `Before we can pay: ${open.wording.replace(/[.\s]+$/, '')}.${until(open.dueAt, 'We need this by')}`,
        staff: `Condition open: ${open.wording}`,
      },
    };
  },
  (grant) => {
    const returned = inState(grant, 'returned');
    if (returned.length === 0) return undefined;
    return {
      status: 'payment_returned',
      what: 'Pay again',
      of: 'treasurer',
      why: {
        group: `Your bank sent ${together(returned)} back. Check your bank details.`,
        staff: `${together(returned)} was returned by the bank.`,
      },
    };
  },
  (grant) => {
    const unknown = inState(grant, 'unknown');
    if (unknown.length === 0) return undefined;
    return {
      status: 'payment_unknown',
      what: 'Look at the bank statement',
      of: 'treasurer',
      why: {
        group: `We are asking the bank what became of ${together(unknown)}.`,
        staff: `What became of ${together(unknown)} is unknown: look at the statement.`,
      },
    };
  },
  (grant) => {
    const ready = inState(grant, 'ready');
    // Where another waits for cash, that is said: it is what people ask about.
    if (ready.length === 0 || inState(grant, 'waiting_for_cash').length > 0) return undefined;
    return {
      status: 'payment_ready',
      what: 'Put it into a payment run',
      of: 'treasurer',
      by: ready[0]?.dueAt,
      why: { group: `${together(ready)} is being paid.`, staff: `${together(ready)} is due and covered by cash.` },
    };
  },
  (grant) =>
    grant.report?.state === 'due' || grant.report?.state === 'overdue' ? reportWanted(grant, grant.report) : undefined,
  (grant) => {
    if (grant.report?.state !== 'queried') return undefined;
    const by = grant.report.dueAt;
    return {
      status: 'report_queried',
      what: 'Answer the question about the report',
      of: 'group',
      by,
      why: {
        group: `One question about your report.${until(by, 'Answer by')}`,
        staff: 'Waiting for the group to answer about its report.',
      },
    };
  },
  (grant) => {
    if (grant.report?.state !== 'submitted') return undefined;
    const by = due(grant, 'reading');
    return {
      status: 'report_submitted',
      what: 'Read the report',
      of: 'officer',
      by,
      why: { group: `Thank you for your report.${until(by, 'We read it by')}`, staff: 'The report is to be read.' },
    };
  },
  (grant) => {
    const [first] = inState(grant, 'waiting_for_cash');
    if (first === undefined) return undefined;
    const why = (reader: Reader) => `${whyItWaits(first, grant.funderName, reader) ?? ''}.`;
    return {
      status: 'waiting_for_cash',
      what: 'Wait for money from the funder',
      of: 'nobody',
      why: { group: why('group'), staff: why('staff') },
    };
  },
  (grant) => {
    const under = inState(grant, 'in_run', 'authorised', 'sent');
    const [first] = under;
    if (first === undefined) return undefined;
    const run = first.runName === null ? '' : ` ${first.runName}`;
    const what =
      first.state === 'in_run'
        ? 'Authorise the payment run'
        : first.state === 'authorised'
          ? 'Send the payment run'
          : 'Record what the bank did';
    return {
      status: 'on_its_way',
      what,
      of: 'treasurer',
      why: {
        group: `${together(under)} is on its way.`,
        staff:
          first.state === 'sent'
            ? `${together(under)} was sent, in payment run${run}.`
            : `${together(under)} is in payment run${run}.`,
      },
    };
  },
  (grant) => {
    const [first] = inState(grant, 'scheduled');
    if (first === undefined) return undefined;
    return {
      status: 'payment_planned',
      what: `Pay ${formatPounds(first.amountPence)}`,
      of: 'nobody',
      by: first.dueAt,
      why: both(`${formatPounds(first.amountPence)} falls due on ${onDay(first.dueAt)}.`),
    };
  },
  (grant) => (grant.report?.state === 'not_due' ? reportWanted(grant, grant.report) : undefined),
  (grant) => refundDue(grant),
];

function reportWanted(grant: GrantStanding, { dueAt }: NonNullable<GrantStanding['report']>): Row {
  const paid = inState(grant, 'settled').at(-1);
  const isLate = dueAt !== null && compareInstants(dueAt, grant.now) < 0;
  const paidWords =
    paid?.settledOn == null ? '' : `${formatPounds(paid.amountPence)} paid on ${shortDateInWords(paid.settledOn)}. `;
  if (isLate) {
    return {
      status: 'report_overdue',
      what: 'Send the report',
      of: 'group',
      by: dueAt,
      why: {
        group: `Tell us how it went. It was due on ${onDay(dueAt)}. Need more time? Ask.`,
        staff: `The report is ${lateness(dueAt, grant.now)} late.`,
      },
    };
  }
  return {
    status: grant.report?.state === 'due' ? 'report_due' : paid === undefined ? 'running' : 'paid',
    what: 'Send the report',
    of: 'group',
    by: dueAt,
    why: {
      group: `${paidWords}Tell us how it went${dueAt === null ? ' when the work is done.' : ` by ${instantInWords(dueAt)}.`}`,
      staff: `${paidWords}${dueAt === null ? 'The report has no date yet.' : `The report is due by ${instantInWords(dueAt)}.`}`,
    },
  };
}

const day = 24 * 60 * 60 * 1000;

function lateness(dueAt: Instant, now: Instant): string {
  const days = Math.floor(millisecondsUntil(dueAt, now) / day);
  if (days === 0) return 'less than a day';
  return days === 1 ? '1 day' : `${String(days)} days`;
}

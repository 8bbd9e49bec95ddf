/**
 * Where a grant is, in two or three words and one colour, for its group and for those who run the pot. The sentence that belongs to it, and
 * what comes next, are told by `expectedNext`.
 */
import type { GrantStage } from '../lives/grant-life';

/** A colour's one meaning: yours to do, with someone else, done, late or stopped, over. */
export const statusMeanings = ['yours', 'other', 'done', 'late', 'over'] as const;
export type StatusMeaning = (typeof statusMeanings)[number];

/** Who reads: the group its own grant, or those who run the pot. */
export type Reader = 'group' | 'staff';

/** A status as one reader has it. */
export interface Status {
  readonly name: StatusName;
  readonly words: string;
  readonly meaning: StatusMeaning;
}

type Told = readonly [words: string, meaning: StatusMeaning];

const both = (words: string, meaning: StatusMeaning) => ({
  group: [words, meaning] as Told,
  staff: [words, meaning] as Told,
});

/** Every status, as each reader has it. */
const statuses = {
  draft: { group: ['Not sent yet', 'yours'], staff: ['Not sent yet', 'other'] },
  submitted: { group: ['Sent', 'other'], staff: ['To check', 'yours'] },
  checking: { group: ['Being checked', 'other'], staff: ['Being checked', 'yours'] },
  question_open: { group: ['We have a question', 'yours'], staff: ['Waiting for the group', 'other'] },
  with_panel: both('With the panel', 'other'),
  ineligible: { group: ['We cannot fund this', 'over'], staff: ['Ineligible', 'over'] },
  not_yet: { group: ['Not yet', 'yours'], staff: ['Not yet', 'over'] },
  refused: { group: ['Not this time', 'over'], staff: ['Refused', 'over'] },
  offered: { group: ['We can offer you a grant', 'yours'], staff: ['Offered', 'other'] },
  offered_less: { group: ['We can offer you part of it', 'yours'], staff: ['Offered less', 'other'] },
  host_details_wanted: { group: ['Waiting for bank details', 'other'], staff: ['Bank details wanted', 'other'] },
  details_wanted: { group: ['Bank details needed', 'yours'], staff: ['Bank details wanted', 'other'] },
  condition_open: { group: ['Something to do before we pay', 'yours'], staff: ['Condition open', 'other'] },
  condition_shown: { group: ['We look at what you sent', 'other'], staff: ['Look at what came', 'yours'] },
  condition_failed: { group: ['Not done in time', 'late'], staff: ['Condition not met', 'late'] },
  waiting_for_cash: { group: ['Waiting for our funder', 'other'], staff: ['Waiting for cash', 'other'] },
  payment_ready: { group: ['Being paid', 'other'], staff: ['Ready to pay', 'yours'] },
  payment_in_run: { group: ['Being paid', 'other'], staff: ['In a payment run', 'other'] },
  on_its_way: { group: ['On its way', 'other'], staff: ['With the bank', 'other'] },
  payment_planned: both('Payment planned', 'other'),
  payment_returned: { group: ['Payment came back', 'yours'], staff: ['Payment returned', 'late'] },
  payment_to_repeat: { group: ['Being paid again', 'other'], staff: ['Payment returned', 'late'] },
  payment_unknown: { group: ['Asking the bank', 'other'], staff: ['Payment unknown', 'late'] },
  paid: both('Paid', 'done'),
  report_due: { group: ['Tell us how it went', 'yours'], staff: ['Report due', 'other'] },
  report_overdue: { group: ['Report is late', 'late'], staff: ['Report is late', 'late'] },
  report_submitted: { group: ['Report sent', 'other'], staff: ['Report to read', 'yours'] },
  report_queried: { group: ['A question about your report', 'yours'], staff: ['Waiting for the group', 'other'] },
  running: both('Running', 'other'),
  refund_due: { group: ['Money to return', 'yours'], staff: ['Refund due', 'other'] },
  on_hold: both('On hold', 'late'),
  closing: { group: ['Closing', 'other'], staff: ['Closing', 'other'] },
  closed: both('Finished', 'done'),
  declined: { group: ['You said no', 'over'], staff: ['Declined', 'over'] },
  lapsed: both('The offer ran out', 'over'),
  withdrawn: { group: ['You withdrew it', 'over'], staff: ['Withdrawn', 'over'] },
  expired: both('Draft given up', 'over'),
  terminated: both('Ended early', 'late'),
} as const satisfies Record<string, Readonly<Record<Reader, Told>>>;

/** What a grant's status is called in the record and the API. */
export type StatusName = keyof typeof statuses;

/** The names of all statuses. */
export const statusNames = Object.keys(statuses) as [StatusName, ...StatusName[]];

/** A status in the words of whoever reads. */
export function statusTold(name: StatusName, reader: Reader): Status {
  const [words, meaning] = statuses[name][reader];
  return { name, words, meaning };
}

/** What the stage alone says; a grant's page knows more. */
const ofStage: Readonly<Record<GrantStage, StatusName>> = {
  draft: 'draft',
  submitted: 'submitted',
  checking: 'checking',
  assessing: 'with_panel',
  not_yet: 'not_yet',
  refused: 'refused',
  withdrawn: 'withdrawn',
  ineligible: 'ineligible',
  expired: 'expired',
  offered: 'offered',
  active: 'running',
  closing: 'closing',
  closed: 'closed',
  declined: 'declined',
  lapsed: 'lapsed',
  terminated: 'terminated',
};

/** The status as far as the stage says it: for long lists, whose lines hold no payments and no reports. */
export const statusOfStage = (stage: GrantStage, onHold: boolean, reader: Reader): Status =>
  statusTold(onHold ? 'on_hold' : ofStage[stage], reader);

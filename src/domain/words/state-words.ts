/** What each state is called in a sentence: it follows "it is". One table for all subjects, as refusals say it. */
import type { FundState, MeetingState, PartyState, PersonState, PotState } from '../lives/clockless-lives';
import type { GrantStage } from '../lives/grant-life';
import type { PaymentRunState } from '../lives/payment-run-life';
import type { PurchaseState } from '../lives/purchase-life';
import type { RoundState } from '../lives/round-life';
import type { PaymentState } from '../money/payment-states';

type ConditionState = 'open' | 'met' | 'waived' | 'failed';

type State =
  | GrantStage
  | PurchaseState
  | PaymentRunState
  | RoundState
  | FundState
  | PotState
  | MeetingState
  | PartyState
  | PersonState
  | PaymentState
  | ConditionState
  | 'absent';

const words: Readonly<Record<State, string>> = {
  absent: 'not there yet',
  // Applications and grants
  draft: 'still a draft',
  submitted: 'sent, and waits to be checked',
  checking: 'being checked',
  assessing: 'with the panel',
  not_yet: 'not ready for a grant yet',
  refused: 'refused',
  withdrawn: 'withdrawn',
  ineligible: 'not something that this pot can fund',
  expired: 'a draft that was given up',
  offered: 'offered, and waits for the group’s answer',
  active: 'running',
  closing: 'coming to its end',
  closed: 'closed',
  declined: 'declined',
  lapsed: 'an offer that ran out',
  terminated: 'ended early',
  // Purchases
  requested: 'waiting for somebody to agree to it',
  authorised: 'authorised',
  ordered: 'ordered',
  accepted: 'accepted by the provider',
  delivered: 'delivered',
  not_delivered: 'not delivered',
  invoiced: 'invoiced',
  matched: 'waiting to be paid',
  disputed: 'in dispute',
  paid: 'paid',
  cancelled: 'cancelled',
  // Payments, and the runs that they are in
  building: 'still being put together',
  awaiting_authorisation: 'waiting to be authorised',
  exported: 'in the bank’s file',
  sent: 'with the bank',
  reconciled: 'settled with the bank statement',
  scheduled: 'planned for later',
  waiting_for_cash: 'waiting for cash',
  ready: 'ready to be paid',
  in_run: 'in a payment run already',
  settled: 'paid',
  returned: 'sent back by the bank',
  unknown: 'not found on the bank statement yet',
  // Conditions
  open: 'open',
  met: 'met already',
  waived: 'no longer asked for',
  failed: 'past its date',
  // Rounds, meetings, people and groups
  deciding: 'being decided',
  decided: 'decided',
  planned: 'still to come',
  held: 'over',
  called_off: 'called off',
  known: 'there already',
  left: 'somebody who has left',
};

const byName: Readonly<Record<string, string>> = words;

/** A state as a sentence has it after "it is": `with the panel`. One that has no words here is said as it is. */
export const stateInWords = (state: string): string => byName[state] ?? state.replaceAll('_', ' ');

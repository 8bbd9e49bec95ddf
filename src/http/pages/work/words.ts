import type { WorkKind } from '../../../../db/queries/work';

const what: Readonly<Record<WorkKind, string>> = {
  comment_on_draft: 'Comment on a draft',
  check: 'Check the application',
  go_on_with_answer: 'Read the answer',
  decide: 'Decide',
  offer_runs_out: 'The offer runs out',
  read_report: 'Read the report',
  report_overdue: 'The report is late',
  payment_waits_for_cash: 'A payment waits for cash',
  payment_to_run: 'Put a payment into a run',
  payment_returned: 'The bank sent a payment back',
  payment_unknown: 'Look for a payment on the statement',
  authorise_run: 'Authorise the payment run',
  record_outcomes: 'Say what the bank did',
  authorise_purchase: 'Authorise a purchase',
  match_invoice: 'Match the invoice',
  settle_dispute: 'Settle a dispute',
  look_at_evidence: 'Look at what came for a condition',
  check_condition: 'Look at a condition',
  read_message: 'Read the message',
};

/** The texts of what waits for staff. */
export const workWords = {
  title: 'My work',
  what,
  mine: 'Mine',
  everybody: 'Everybody’s',
  whose: 'Whose work',
  nothing: 'Nothing waits.',
  waiting: (count: number, most: number) =>
    count >= most
      ? `More than ${String(most)} things wait.`
      : count === 1
        ? 'One thing waits.'
        : `${String(count)} things wait.`,
  late: (count: number) => (count === 1 ? 'One of them is late.' : `${String(count)} of them are late.`),
  when: 'When',
  about: 'About',
  todo: 'What to do',
  owner: 'Looked after by',
  nobody: 'Nobody yet',
  lateBy: (days: number) => (days === 0 ? 'Hours late' : days === 1 ? 'A day late' : `${String(days)} days late`),
  today: 'Today',
  inDays: (days: number) => (days === 1 ? 'Tomorrow' : `In ${String(days)} days`),
  more: 'What can wait longer',
  pot: 'Pot',
  anyPot: 'All pots',
  show: 'Show',
} as const;

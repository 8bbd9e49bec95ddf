import type { WorkKind } from '../../../../db/queries/work/kinds';
import type { FirstStep } from '../../../domain/organisation/first-steps';

const what: Readonly<Record<WorkKind, string>> = {
  look_into_hold: 'Look at why it is on hold',
  comment_on_draft: 'Comment on a draft',
  check: 'Check the application',
  go_on_with_answer: 'Read the answer',
  decide: 'Decide',
  decide_appeal: 'Decide on the appeal',
  offer_runs_out: 'The offer runs out',
  read_report: 'Read the report',
  report_overdue: 'The report is late',
  payment_waits_for_cash: 'A payment waits for cash',
  payment_to_run: 'Put a payment into a run',
  payment_returned: 'The bank sent a payment back',
  payment_unknown: 'Look for a payment on the statement',
  authorise_run: 'Authorise the payment run',
  export_run: 'Get the bank’s file of the run',
  mark_run_sent: 'Say that the run is with the bank',
  record_outcomes: 'Say what the bank did',
  authorise_purchase: 'Authorise a purchase',
  match_invoice: 'Match the invoice',
  settle_dispute: 'Settle a dispute',
  look_at_evidence: 'Look at what came for a condition',
  check_condition: 'Look at a condition',
  decide_condition: 'Decide about a condition that was not met',
  refund_due: 'Look for the money that comes back',
  read_message: 'Read the message',
  read_pack: 'Read the applications for the meeting',
};

const steps: Readonly<Record<FirstStep, string>> = {
  secondFactor: 'Set up how you show that it is you',
  look: 'Say how your organisation looks',
  manager: 'Add a fund manager',
  people: 'Give the other roles',
  funder: 'Add the funder',
  fund: 'Open a fund',
  pot: 'Open a pot',
  rules: 'Set the pot’s rules and publish them',
  instalment: 'Say when the money comes',
  meeting: 'Plan a meeting of the panel',
};

const hints: Readonly<Record<FirstStep, string>> = {
  secondFactor: 'Keep your recovery codes somewhere safe. You can add a passkey as well.',
  look: 'Your name, a colour and a logo. Groups see them on every page and letter.',
  manager:
    'Somebody else than you: nobody gives a role to themselves. A fund manager opens funds and pots, and can give roles to you too.',
  people: 'Different people ask, decide, pay and agree to pay. One person can hold several roles.',
  funder: 'Whoever pays the money in.',
  fund: 'The money of one funder, and by when it must be spent.',
  pot: 'The part of the fund that is given out. Groups see it at once.',
  rules: 'Who can apply, for how much, what you ask, and who decides. Read them, change what is wrong, and publish.',
  instalment: 'A payment needs money in the bank. Note what is expected, and record it when it has come.',
  meeting: 'The panel decides there. You can plan it now and move on.',
};

/** The texts of what waits for staff. */
export const workWords = {
  title: 'My work',
  what,
  mine: 'Mine',
  everybody: 'Everybody’s',
  whose: 'Whose work',
  nothing: 'Nothing waits.',
  nothingMine:
    'What you have to do comes here by itself, with its date. Look at everybody’s work to see what others do.',
  firstSteps: {
    title: 'What to do first',
    lead: 'Your organisation is new. Once these are done, groups can apply and you can pay them.',
    progress: (done: number, all: number) => `${String(done)} of ${String(all)} are done.`,
    steps,
    hints,
    missing: (roles: string) => `Still nobody: ${roles}.`,
    or: ' or ',
    whoDoes: (who: string) => `This is for a ${who}.`,
    done: 'Done',
    waits: 'Not yet',
    yours: 'To do',
    others: 'For somebody else',
  },
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
  panel: 'The panel',
  online: 'online',
  nothingForPanel: 'Nothing waits for you. Once a meeting is planned, you find here what to read for it.',
  packs: (count: number) => (count === 1 ? 'One meeting to read for.' : `${String(count)} meetings to read for.`),
  interests: 'Tell us of any interest in an application before the meeting. You can do so beside each application.',
  allMeetings: 'All meetings',
  lateBy: (days: number) =>
    days >= 28 ? `${String(Math.floor(days / 7))} weeks late` : days === 1 ? 'A day late' : `${String(days)} days late`,
  waits: (days: number) =>
    days >= 28
      ? `For ${String(Math.floor(days / 7))} weeks`
      : days > 1
        ? `For ${String(days)} days`
        : days === 1
          ? 'Since yesterday'
          : 'Since today',
  today: 'Today',
  at: (day: string, time: string) => `${day}, ${time}`,
  inDays: (days: number) => (days === 1 ? 'Tomorrow' : `In ${String(days)} days`),
  more: 'What can wait longer',
  pot: 'Pot',
  potAndPlace: 'Pot, and where',
  anyPot: 'All pots',
  show: 'Show',
} as const;

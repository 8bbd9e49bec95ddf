import { formatPounds } from '../money/money';
import type { Reader } from '../words/status';
import { inState, together } from './payments';
import { refundDue } from './refund-due';
import { reportWanted } from './report-wanted';
import { because, both, due, onDay, type Row, until } from './row';
import type { GrantStanding } from './standing';
import { whyItWaits } from './why-it-waits';

/** What must be met besides, where bank details are wanted first: each is said, since nothing is paid before both. */
function conditionsToo({ conditions }: GrantStanding): string {
  const unmet = conditions.filter(({ state }) => state === 'open' || state === 'failed').length;
  if (unmet === 0) return '';
  return unmet === 1
    ? ' A condition is still to be met, too.'
    : ` ${String(unmet)} conditions are still to be met, too.`;
}

/** What an active grant may wait for; the first that applies comes next. */
export const activeRows: readonly ((grant: GrantStanding) => Row | undefined)[] = [
  (grant) => {
    if (grant.award?.hasBankDetails !== false) return undefined;
    return {
      status: grant.award.host === undefined ? 'details_wanted' : 'host_details_wanted',
      what: 'Give bank details',
      of: grant.award.host === undefined ? 'group' : 'host',
      why:
        grant.award.host === undefined
          ? {
              group: 'We need your bank details to pay you.',
              staff: `Nothing can be paid before the group has given its bank details.${conditionsToo(grant)}`,
            }
          : {
              group: `We need the bank details of ${grant.award.host}, which receives the money for you. We have asked for them there.`,
              staff: `Nothing can be paid before ${grant.award.host}, which receives the money, has given its bank details. Whoever acts for it gives them once signed in; if nobody does, add somebody under People, as applicant of it.${conditionsToo(grant)}`,
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
        group: `We cannot pay yet, because this was not done in time${because(failed.wording)}`,
        staff: `A condition was not met in time${because(failed.wording)}`,
      },
    };
  },
  (grant) => {
    const open = grant.conditions.filter(({ state }) => state === 'open');
    // The group's turn comes first, where something else is still open.
    if (open.length === 0 || !open.every(({ evidenceAt }) => evidenceAt != null)) return undefined;
    return {
      status: 'condition_shown',
      what: 'Look at what came for a condition',
      of: 'officer',
      why: {
        group: 'Thank you. We look at what you sent.',
        staff: 'The group has sent what should show that a condition is met.',
      },
    };
  },
  (grant) => {
    const open = grant.conditions.find(({ state, evidenceAt }) => state === 'open' && evidenceAt == null);
    if (open === undefined) return undefined;
    return {
      status: 'condition_open',
      what: 'Meet the condition',
      of: 'group',
      by: open.dueAt,
      why: {
        group: `Before we can pay${because(open.wording)}`.replace(
          /[.\s]*$/,
          `.${until(open.dueAt, 'We need this by')}`,
        ),
        staff: `Condition open${because(open.wording)}`,
      },
    };
  },
  (grant) => {
    const returned = inState(grant, 'returned').filter(({ wantsDetails }) => wantsDetails === true);
    if (returned.length === 0 || grant.award?.host !== undefined) return undefined;
    return {
      status: 'payment_returned',
      what: 'Check the bank details',
      of: 'group',
      why: {
        group: `Your bank sent ${together(returned)} back. Check your bank details.`,
        staff: `${together(returned)} was returned by the bank. It can be paid again once the group has given new bank details.`,
      },
    };
  },
  (grant) => {
    const returned = inState(grant, 'returned');
    if (returned.length === 0) return undefined;
    return {
      status: 'payment_to_repeat',
      what: 'Pay again',
      of: 'treasurer',
      why: {
        group: `The bank sent ${together(returned)} back. We pay it again.`,
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
      why: {
        group: `Thank you for your report.${until(by, 'We read it by')}`,
        staff: 'The group has sent its report.',
      },
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
    const run = first.runName === null ? 'a payment run' : `the payment run “${first.runName}”`;
    const what =
      first.state === 'in_run'
        ? 'Have the payment run authorised'
        : first.state === 'authorised'
          ? 'Send the payment run'
          : 'Record what the bank did';
    const isSent = first.state === 'sent';
    return {
      status: isSent ? 'on_its_way' : 'payment_in_run',
      what,
      of: 'treasurer',
      why: {
        // Until the bank has it, nothing is on its way: a run can still be given up.
        group: `${together(under)} is ${isSent ? 'on its way' : 'being paid'}.`,
        staff: isSent ? `${together(under)} was sent, in ${run}.` : `${together(under)} is in ${run}.`,
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

import { compareInstants, dateInWords, type Instant, instantInWords, millisecondsUntil } from '../calendar/calendar';
import { formatPounds } from '../money/money';
import { inState } from './payments';
import { onDay, type Row } from './row';
import type { GrantStanding } from './standing';

/** What is expected of a group whose report is still to come. */
export function reportWanted(grant: GrantStanding, { dueAt }: NonNullable<GrantStanding['report']>): Row {
  const paid = inState(grant, 'settled').at(-1);
  const isLate = dueAt !== null && compareInstants(dueAt, grant.now) < 0;
  const paidWords =
    paid?.settledOn == null ? '' : `${formatPounds(paid.amountPence)} paid on ${dateInWords(paid.settledOn)}. `;
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

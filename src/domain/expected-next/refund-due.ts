import { instantInWords } from '../calendar/calendar';
import { formatPounds } from '../money/money';
import type { Row } from './row';
import type { GrantStanding } from './standing';

/** What is expected of a group that owes money back; undefined where it owes none. */
export function refundDue({ refund }: GrantStanding): Row | undefined {
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

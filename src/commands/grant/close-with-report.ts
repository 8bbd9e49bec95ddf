import type { CompiledQuery } from 'kysely';
import { addPence, type Pence } from '../../domain/money/money';
import type { Change } from '../apply/change';
import { mailTo, type GrantContext } from './grant-context';
import type { EndedPayments } from './end-payments';
import { askForRefund } from './refunds';
import { updateAward } from './write-award';

/** How the end of a grant was settled. */
interface Settled {
  /** Who is told. */
  readonly group: readonly string[];
  readonly ended: EndedPayments;
  /** To be returned by the group; nothing if zero. */
  readonly refundDuePence: Pence;
  readonly keptPence: Pence;
  readonly report: CompiledQuery;
  readonly event: Change['event'];
}

/** The report is dealt with: the grant closes, or first waits for money that is to come back. */
export function closeWithReport(c: GrantContext, settled: Settled): Change {
  const { group, ended, refundDuePence, keptPence } = settled;
  const refund = refundDuePence > 0 ? askForRefund(c, refundDuePence, undefined, c.at) : undefined;
  const sums = { givenBackPence: ended.notPaidPence, refundDuePence, keptPence };
  return {
    to: refund === undefined ? 'closed' : 'closing',
    deadlines: refund === undefined ? [] : [refund.deadline],
    transfers: [...ended.transfers, ...(refund?.transfers ?? [])],
    writes: [
      ...ended.writes,
      settled.report,
      updateAward(c, {
        came_back_pence: addPence(ended.award.cameBackPence, ended.notPaidPence),
        ...(refund === undefined ? { ended_at: c.at } : {}),
      }),
      ...(refund?.writes ?? []),
    ],
    event: { ...settled.event, after: { ...settled.event?.after, ...sums } },
    result: sums,
    mails:
      refund === undefined
        ? mailTo(group, 'grant-closed', sums)
        : mailTo(group, 'refund-asked', { ...sums, dueAt: refund.dueAt }),
  };
}

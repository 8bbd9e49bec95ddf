import { ZERO } from '../../domain/money/money';
import { refuse } from '../../domain/refusals/refusal';
import { isRefusal } from '../apply/change';
import { defineCommand } from '../apply/definition';
import { closeWithReport } from './close-with-report';
import { dutyRefusal } from './duty-refusal';
import { endPayments } from './end-payments';
import { actorOf, type WithReason } from './grant-context';
import { groupOf } from './people-to-tell';
import { readReport } from './read-report';
import { updateReport } from './write-report';

/** Why no report is asked for any more. */
export type WaiveReportBody = WithReason;

/**
 * The grant closes without a report. What was never paid can be awarded again at once; what was paid counts as used, since nobody
 * has said otherwise: a manager who wants it back ends the grant instead.
 * @refusal REPORT_HANDED_IN, SAME_PERSON, CONNECTED_PERSON, PURCHASES_OPEN, PAYMENT_UNDER_WAY
 */
export const waiveReport = defineCommand<WaiveReportBody, 'grant'>('grant', 'waiveReport', async (c) => {
  const [report, kept, ended, group] = await Promise.all([
    readReport(c),
    dutyRefusal(c, 'accepted report'),
    endPayments(c, 'underspend'),
    groupOf(c),
  ]);
  if (report.state === 'submitted') return refuse('REPORT_HANDED_IN');
  if (kept !== undefined) return kept;
  if (isRefusal(ended)) return ended;
  const change = closeWithReport(c, {
    group,
    ended,
    refundDuePence: ZERO,
    keptPence: ZERO,
    report: updateReport(c, { state: 'waived' }),
    event: { before: { reportState: report.state }, after: { reportState: 'waived' }, text: c.body.reason },
  });
  return { ...change, duties: [{ duty: 'accepted report', personId: actorOf(c) }] };
});

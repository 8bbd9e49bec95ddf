import { pence } from '../../domain/money/money';
import { refuse } from '../../domain/refusals/refusal';
import { leftover } from '../../domain/award/report';
import { isRefusal } from '../apply/change';
import { defineCommand } from '../apply/definition';
import { closeWithReport } from './close-with-report';
import { dutyRefusal } from './duty-refusal';
import { endPayments } from './end-payments';
import { actorOf, policyOf, type EmptyBody } from './grant-context';
import { groupOf } from './people-to-tell';
import { readReport } from './read-report';
import { updateReport } from './write-report';

/** Nothing but who accepts it, which is whoever sends it. */
export type AcceptReportBody = EmptyBody;

/**
 * The report is accepted. What was never paid can be awarded again at once; what was paid and not used is kept if it is little, and
 * asked back if not.
 * @refusal SAME_PERSON, CONNECTED_PERSON, REPORT_NOT_HANDED_IN, PURCHASES_OPEN, PAYMENT_UNDER_WAY
 */
export const acceptReport = defineCommand<AcceptReportBody, 'grant'>('grant', 'acceptReport', async (c) => {
  const personId = actorOf(c);
  const [report, kept, ended, group] = await Promise.all([
    readReport(c),
    dutyRefusal(c, 'accepted report'),
    endPayments(c, 'underspend'),
    groupOf(c),
  ]);
  if (report.state !== 'submitted') return refuse('REPORT_NOT_HANDED_IN', { facts: { state: report.state } });
  if (kept !== undefined) return kept;
  if (isRefusal(ended)) return ended;

  const { award } = ended;
  const paidPence = award.holds('spent');
  const spentPence = pence(report.spentPence ?? 0);
  const { refundDuePence, keptPence } = leftover({
    paidPence,
    spentPence,
    keepUpToPence: policyOf(c).keepLeftoversUpToPence,
    isDrawnDown: award.isDrawnDown,
  });
  const change = closeWithReport(c, {
    group,
    ended,
    refundDuePence,
    keptPence,
    report: updateReport(c, { state: 'accepted', accepted_at: c.at, accepted_by: personId, kept_pence: keptPence }),
    event: { before: { reportState: report.state }, after: { reportState: 'accepted', spentPence } },
  });
  return { ...change, duties: [{ duty: 'accepted report', personId }] };
});

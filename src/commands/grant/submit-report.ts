import { jsonb } from '../../../db/json';
import { addPeriod } from '../../domain/calendar/calendar';
import { arm, disarm } from '../../domain/calendar/deadlines';
import { readingDeadline } from '../../domain/award/grant-deadlines';
import { pence } from '../../domain/money/money';
import { refuse, together } from '../../domain/refusals/refusal';
import {
  answerRefusal,
  isAskedAbout,
  nothingKept,
  reportRefusals,
  totalSpent,
  type ReportContent,
} from '../../domain/award/report';
import { defineCommand } from '../apply/definition';
import { actorOf, countedFrom, mailTo, policyOf, type GrantContext } from './grant-context';
import { readAward } from './read-award';
import { readContent } from './read-content';
import { readReport } from './read-report';
import { updateReport } from './write-report';

/** The report, as the group writes it. */
export type SubmitReportBody = ReportContent;

/**
 * The group hands in its report, before it is due, late, or again after a question; of a budget that was drawn down by purchases the
 * budget holder does. @refusal NOT_YOURS_TO_DO, REPORT_HANDED_IN, REPORT_NOTHING_ASKED, REPORT_QUESTION_UNANSWERED, and what keeps a report from
 * being handed in
 */
export const submitReport = defineCommand<SubmitReportBody, 'grant'>('grant', 'submitReport', async (c) => {
  const { tx, tenantId, subjectId, body } = c;
  const personId = actorOf(c);
  const [award, report, agreed] = await Promise.all([readAward(c), readReport(c), readContent(c)]);
  const needed = award.isDrawnDown ? 'budget_holder' : 'applicant';
  if (!c.roles.some(({ name }) => name === needed)) {
    return refuse('NOT_YOURS_TO_DO', { facts: { command: 'submitReport', needs: [needed] } });
  }
  if (report.state === 'submitted') return refuse('REPORT_HANDED_IN');
  const asked = isAskedAbout(report) ? await contentBefore(c) : undefined;
  const unanswered = answerRefusal(body, asked);
  const wrong = together([
    ...(unanswered === undefined ? [] : [unanswered]),
    ...reportRefusals(body, agreed, award.holds('spent')),
  ]);
  if (wrong !== undefined) return wrong;

  const spentPence = pence(totalSpent(body.spent));
  const from = countedFrom(c, 'reading');
  const readBy = addPeriod(from, policyOf(c).report.readWithin);
  return {
    deadlines: arm(disarm(c.deadlines, 'report'), readingDeadline(readBy, from)),
    writes: [
      updateReport(c, { state: 'submitted', submitted_at: c.at, submitted_by: personId, spent_pence: spentPence }),
      tx
        .insertInto('report_content')
        .values({ tenant_id: tenantId, grant_id: subjectId, content: jsonb(body) })
        .onConflict((row) => row.columns(['tenant_id', 'grant_id']).doUpdateSet({ content: jsonb(body) }))
        .compile(),
      // What is handed in is kept as the report; a question about it is answered from there.
      tx.deleteFrom('report_draft').where('tenant_id', '=', tenantId).where('grant_id', '=', subjectId).compile(),
    ],
    duties: [{ duty: 'wrote report', personId }],
    event: { before: { reportState: report.state }, after: { reportState: 'submitted', spentPence } },
    mails: mailTo([c.row.owner_id], 'report-handed-in', { readBy }),
  };
});

/** What was handed in before, and is asked about; empty where its words were erased. */
async function contentBefore({ tx, tenantId, subjectId }: GrantContext): Promise<ReportContent> {
  const before = await tx
    .selectFrom('report_content')
    .select('content')
    .where('tenant_id', '=', tenantId)
    .where('grant_id', '=', subjectId)
    .executeTakeFirst();
  return (before?.content as ReportContent | undefined) ?? nothingKept;
}

import { addPeriod } from '../../domain/calendar/calendar';
import { arm, disarm } from '../../domain/calendar/deadlines';
import { reportDeadline } from '../../domain/award/grant-deadlines';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { countedFrom, mailTo, policyOf } from './grant-context';
import { groupOf } from './people-to-tell';
import { readReport } from './read-report';
import { updateReport } from './write-report';

/** What the officer wants to know. */
export interface QueryReportBody {
  readonly question: string;
}

/** An officer asks about the report; the group hands it in again, by a date of its own. @refusal REPORT_NOT_HANDED_IN */
export const queryReport = defineCommand<QueryReportBody, 'grant'>('grant', 'queryReport', async (c) => {
  const { question } = c.body;
  const report = await readReport(c);
  if (report.state !== 'submitted') return refuse('REPORT_NOT_HANDED_IN', { facts: { state: report.state } });
  const policy = policyOf(c);
  const from = countedFrom(c, 'report');
  const dueAt = addPeriod(from, policy.report.answerWithin);
  return {
    deadlines: arm(disarm(c.deadlines, 'reading'), reportDeadline(dueAt, policy, true, from)),
    writes: [updateReport(c, { state: 'queried', due_at: dueAt })],
    event: { before: { reportState: 'submitted' }, after: { reportState: 'queried', dueAt }, text: question },
    mails: mailTo(await groupOf(c), 'report-question', { dueAt }),
  };
});

import { addPeriod } from '../../domain/calendar/calendar';
import { arm } from '../../domain/calendar/deadlines';
import { reportDeadline } from '../../domain/award/grant-deadlines';
import { defineCommand } from '../apply/definition';
import { countedFrom, policyOf, type EmptyBody } from './grant-context';
import { readReport } from './read-report';
import { updateReport } from './write-report';

/** The last payment is made. Where the policy counts the report from it, the report gets its date now, unless it has one. */
export const noteLastPayment = defineCommand<EmptyBody, 'grant'>('grant', 'noteLastPayment', async (c) => {
  const policy = policyOf(c);
  const report = await readReport(c);
  if (policy.report.from !== 'last payment' || report.state !== 'not_due' || report.dueAt !== null) return {};
  const from = countedFrom(c, 'report');
  const dueAt = addPeriod(from, policy.report.dueAfter);
  return {
    deadlines: arm(c.deadlines, reportDeadline(dueAt, policy, false, from)),
    writes: [updateReport(c, { due_at: dueAt })],
    event: { after: { reportDueAt: dueAt } },
  };
});

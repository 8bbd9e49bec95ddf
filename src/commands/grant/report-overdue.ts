import { defineCommand } from '../apply/definition';
import { mailTo, type EmptyBody } from './grant-context';
import { groupOf } from './people-to-tell';
import { readReport } from './read-report';
import { updateReport } from './write-report';

/** The day of the report has passed: group and owner are told. */
export const reportOverdue = defineCommand<EmptyBody, 'grant'>('grant', 'reportOverdue', async (c) => {
  const { dueAt } = await readReport(c);
  return {
    writes: [updateReport(c, { state: 'overdue' })],
    event: { after: { reportState: 'overdue', dueAt } },
    mails: mailTo([...(await groupOf(c)), c.row.owner_id], 'report-overdue', { dueAt }),
  };
});

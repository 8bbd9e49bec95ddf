import { defineCommand } from '../apply/definition';
import { mailTo, type EmptyBody } from './grant-context';
import { groupOf } from './people-to-tell';
import { readReport } from './read-report';
import { updateReport } from './write-report';

/** The group is asked for its report. */
export const reportFallsDue = defineCommand<EmptyBody, 'grant'>('grant', 'reportFallsDue', async (c) => {
  const { dueAt } = await readReport(c);
  return {
    writes: [updateReport(c, { state: 'due' })],
    event: { after: { reportState: 'due', dueAt } },
    mails: mailTo(await groupOf(c), 'report-wanted', { dueAt }),
  };
});

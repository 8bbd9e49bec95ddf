import { defineCommand } from '../apply/definition';
import { mailTo, type EmptyBody } from './grant-context';
import { groupOf } from './people-to-tell';
import { readReport } from './read-report';

/** Reminds the group of its report, before it is due or after. */
export const remindReport = defineCommand<EmptyBody, 'grant'>('grant', 'remindReport', async (c) => {
  const { state, dueAt } = await readReport(c);
  return {
    mails: mailTo(await groupOf(c), state === 'overdue' ? 'report-still-wanted' : 'report-due-soon', { dueAt }),
  };
});

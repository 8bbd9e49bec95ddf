import { defineCommand } from '../apply/definition';
import { mailTo, type EmptyBody } from './grant-context';

/** A report that was handed in has not been read in time: the owner is told. */
export const chaseReading = defineCommand<EmptyBody, 'grant'>('grant', 'chaseReading', async (c) => ({
  event: { audience: 'staff' },
  mails: mailTo([c.row.owner_id], 'report-to-read'),
}));

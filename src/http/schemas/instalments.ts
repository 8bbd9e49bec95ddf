import { z } from 'zod';
import type { RecordInstalmentBody } from '../../commands/funds/record-instalment';
import { day, id } from './fields';

/** Body of `recordInstalment`. */
export const recordInstalmentBody: z.ZodType<RecordInstalmentBody> = z.strictObject({
  instalmentId: id,
  receivedOn: day.describe('The day on the bank statement.'),
});

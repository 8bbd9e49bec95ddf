import { z } from 'zod';
import type { AuthoriseRunBody } from '../../commands/payments/authorise-run';
import type { BuildRunBody } from '../../commands/payments/build-run';
import type { CancelRunBody } from '../../commands/payments/cancel-run';
import type { DropPaymentBody } from '../../commands/payments/drop-payment';
import type { ExportRunBody } from '../../commands/payments/export-run';
import type { MarkSentBody } from '../../commands/payments/mark-sent';
import type { OvertakeQueueBody } from '../../commands/payments/overtake-queue';
import type { PayAgainBody } from '../../commands/payments/pay-again';
import type { ReassignRunBody } from '../../commands/payments/reassign-run';
import type { RecordOutcomesBody } from '../../commands/payments/record-outcomes';
import type { RequestAuthorisationBody } from '../../commands/payments/request-authorisation';
import { day, id, name, nothing, words } from './fields';

/** More payments than any run of a pot has; with an outcome each they still fit into one request. */
const atMostPayments = 5_000;

/** Body of `buildRun`. */
export const buildRunBody: z.ZodType<BuildRunBody> = z.strictObject({
  potId: id,
  name,
  paymentIds: z
    .array(id)
    .min(1)
    .max(atMostPayments)
    .optional()
    .describe('By default all payments of the pot that are ready and can be paid now.'),
});

/** Body of `dropPayment`. */
export const dropPaymentBody: z.ZodType<DropPaymentBody> = z.strictObject({ paymentId: id, reason: words });

/** Body of `requestAuthorisation`. */
export const requestAuthorisationBody: z.ZodType<RequestAuthorisationBody> = nothing;

/** Body of `authoriseRun`. */
export const authoriseRunBody: z.ZodType<AuthoriseRunBody> = z.strictObject({
  seenHash: z
    .string()
    .regex(/^[\w-]{43}$/)
    .describe('As the run showed it: a digest of its payments, sums and bank accounts.'),
});

/** Body of `exportRun`. */
export const exportRunBody: z.ZodType<ExportRunBody> = nothing;

/** Body of `markSent`. */
export const markSentBody: z.ZodType<MarkSentBody> = nothing;

/** Body of `recordOutcomes`. */
export const recordOutcomesBody: z.ZodType<RecordOutcomesBody> = z.strictObject({
  outcomes: z
    .array(
      z.strictObject({
        paymentId: id,
        outcome: z.enum(['settled', 'returned', 'unknown']),
        on: day.describe('The day on the bank statement.'),
      }),
    )
    .min(1)
    .max(atMostPayments),
});

/** Body of `cancelRun`. */
export const cancelRunBody: z.ZodType<CancelRunBody> = z.strictObject({ reason: words });

/** Body of `reassignRun`. */
export const reassignRunBody: z.ZodType<ReassignRunBody> = z.strictObject({ ownerId: id, reason: words });

/** Body of `payAgain`. */
export const payAgainBody: z.ZodType<PayAgainBody> = z.strictObject({ paymentId: id });

/** Body of `overtakeQueue`. */
export const overtakeQueueBody: z.ZodType<OvertakeQueueBody> = z.strictObject({ paymentId: id, reason: words });

import { z } from 'zod';
import type { AcceptOfferBody } from '../../commands/grant/accept-offer';
import type { AcceptReportBody } from '../../commands/grant/accept-report';
import type { AgreeBudgetBody } from '../../commands/grant/agree-budget';
import type { ConfirmPaperAcceptanceBody } from '../../commands/grant/confirm-paper-acceptance';
import type { DeclineOfferBody } from '../../commands/grant/decline-offer';
import type { ExtendDateBody } from '../../commands/grant/extend-date';
import type { HoldBody } from '../../commands/grant/hold';
import type { InviteSignatoryBody } from '../../commands/grant/invite-signatory';
import type { MeetConditionBody } from '../../commands/grant/meet-condition';
import { movableDates } from '../../commands/grant/movable-dates';
import type { QueryReportBody } from '../../commands/grant/query-report';
import type { ReassignBody } from '../../commands/grant/reassign';
import type { RecordPaperAcceptanceBody } from '../../commands/grant/record-paper-acceptance';
import type { RecordRefundBody } from '../../commands/grant/record-refund';
import type { ReleaseBody } from '../../commands/grant/release';
import type { SubmitReportBody } from '../../commands/grant/submit-report';
import type { TerminateBody } from '../../commands/grant/terminate';
import type { WaiveConditionBody } from '../../commands/grant/waive-condition';
import type { WaiveReportBody } from '../../commands/grant/waive-report';
import type { WriteOffRefundBody } from '../../commands/grant/write-off-refund';
import { pence } from '../../domain/money/money';
import type { ReportDraft } from '../../domain/award/report-draft';
import { day, id, moment, name, nothing, penceOrZero, penceOverZero, words } from './fields';

/** A reason that goes on the record. */
const withReason = z.strictObject({ reason: words });

/** A count or sum as it was typed; whether it can be one is said by the rules, in words that help. */
const typedCount = z.int();
const typedPence = z.int().transform(pence);

/** More lines than any plan or budget of a micro-grant has. */
const atMostLines = 50;

const activity = z.strictObject({
  description: z.string().max(20_000),
  output: z.string().max(500).describe('What can be counted at the end, such as workshops held.'),
  target: typedCount,
  unit: z.string().max(500),
});

const budgetLine = z.strictObject({
  description: z.string().max(500),
  costPence: typedPence,
  askedPence: typedPence,
  otherPence: typedPence,
});

/** Body of `agreeBudget`. */
export const agreeBudgetBody: z.ZodType<AgreeBudgetBody> = z.strictObject({
  activities: z.array(activity).max(atMostLines),
  budget: z.array(budgetLine).max(atMostLines),
  peopleHelped: typedCount.optional(),
});

/** Body of `acceptOffer`. */
export const acceptOfferBody = z.strictObject({
  agreementHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('The fingerprint of the agreement that you read, as `getAgreement` gives it.'),
  signature: z
    .string()
    .max(200)
    .describe(
      'Your own name as it is known here, typed as your signature. Case, accents and a middle name do not matter.',
    ),
}) satisfies z.ZodType<AcceptOfferBody>;

/** Body of `recordPaperAcceptance`. */
export const recordPaperAcceptanceBody: z.ZodType<RecordPaperAcceptanceBody> = z.strictObject({
  agreementHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('The fingerprint that stands at the end of the paper, as `getAgreement` gives it.'),
  fileId: id.describe('The scan: a file of the grant for the purpose `agreement`.'),
  signatoryIds: z.array(id).min(1).max(10).describe('Whose names signed it: members of the group’s committee.'),
  signedOn: day,
});

/** Body of `confirmPaperAcceptance`. */
export const confirmPaperAcceptanceBody: z.ZodType<ConfirmPaperAcceptanceBody> = z.strictObject({
  paperAcceptanceId: id.describe('What was recorded, as `getPaperAcceptance` gives it.'),
  isAsRecorded: z
    .boolean()
    .optional()
    .describe('That you have looked at the scan, and it shows what was recorded; asked for.'),
});

/** Body of `inviteSignatory`. */
export const inviteSignatoryBody: z.ZodType<InviteSignatoryBody> = z.strictObject({
  name,
  email: z.email().max(254),
  position: name.optional(),
  unrelated: z
    .boolean()
    .optional()
    .describe('That they are neither related to whoever invites them nor live with them; asked for.'),
});

/** Body of `declineOffer`. */
export const declineOfferBody: z.ZodType<DeclineOfferBody> = withReason;

/** Body of `meetCondition`. */
export const meetConditionBody: z.ZodType<MeetConditionBody> = z.strictObject({ conditionId: id });

/** Body of `waiveCondition`. */
export const waiveConditionBody: z.ZodType<WaiveConditionBody> = z.strictObject({ conditionId: id, reason: words });

/** Body of `submitReport`. */
export const submitReportBody: z.ZodType<SubmitReportBody> = z.strictObject({
  outputs: z
    .array(
      z.strictObject({
        activity: z.int().min(0).describe('The place of the activity in the plan that was agreed, from 0.'),
        target: typedCount,
        achieved: typedCount,
        comment: z.string().max(4_000).exactOptional(),
      }),
    )
    .max(atMostLines),
  whatChanged: z.string().max(10_000),
  spent: z
    .array(
      z.strictObject({
        line: z.int().min(0).describe('The place of the line in the budget that was agreed, from 0.'),
        spentPence: typedPence,
      }),
    )
    .max(atMostLines),
  whatContinues: z.string().max(10_000),
  lessons: z.string().max(10_000),
  answer: z.string().max(10_000).optional().describe('To the question about what was handed in before.'),
});

/** A place in the plan or the budget that was agreed, from 0. */
const place = z.string().regex(/^\d{1,2}$/);

/** What a report holds while it is being written. Only its shape is asked: anything may be missing, and wrong, until it is handed in. */
export const reportDraftBody: z.ZodType<ReportDraft> = z
  .strictObject({
    outputs: z.record(place, z.strictObject({ achieved: typedCount, comment: z.string().max(4_000) }).partial()),
    whatChanged: z.string().max(10_000),
    spent: z.record(place, z.int()),
    whatContinues: z.string().max(10_000),
    lessons: z.string().max(10_000),
    answer: z.string().max(10_000).describe('To the question about what was handed in before.'),
  })
  .partial();

/** Body of `queryReport`. */
export const queryReportBody: z.ZodType<QueryReportBody> = z.strictObject({ question: words });

/** Body of `acceptReport`. */
export const acceptReportBody: z.ZodType<AcceptReportBody> = nothing;

/** Body of `waiveReport`. */
export const waiveReportBody: z.ZodType<WaiveReportBody> = withReason;

/** Body of `recordRefund`. */
export const recordRefundBody: z.ZodType<RecordRefundBody> = z.strictObject({
  amountPence: penceOverZero,
  receivedOn: day,
});

/** Body of `writeOffRefund`. */
export const writeOffRefundBody: z.ZodType<WriteOffRefundBody> = withReason;

/** Body of `terminate`. */
export const terminateBody: z.ZodType<TerminateBody> = z.strictObject({
  reason: words,
  refundPence: penceOrZero.optional(),
});

/** Body of `extendDate`. */
export const extendDateBody: z.ZodType<ExtendDateBody> = z.strictObject({
  which: z.enum(movableDates),
  about: id.optional().describe('The condition, where it is about one.'),
  to: moment,
  reason: words,
});

/** Body of `reassign`. */
export const reassignBody: z.ZodType<ReassignBody> = z.strictObject({ ownerId: id });

/** Body of `hold`. */
export const holdBody: z.ZodType<HoldBody> = withReason;

/** Body of `release`. */
export const releaseBody: z.ZodType<ReleaseBody> = z.strictObject({ reason: words.optional() });

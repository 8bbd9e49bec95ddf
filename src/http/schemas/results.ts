import { z } from 'zod';
import type { CommandName } from '../../domain/lives';
import { at, id, on, sum } from './reads/common';
import { ids } from './reads/examples';

/** What a command answers with besides where its subject then stands, and an example of it. */
export interface CommandResult {
  readonly schema: z.ZodObject;
  readonly example: Readonly<Record<string, unknown>>;
}

const resultOf = <Shape extends z.ZodRawShape>(shape: Shape, example: z.input<z.ZodObject<Shape>>): CommandResult => ({
  schema: z.strictObject(shape),
  example,
});

const count = z.int();
const connection = resultOf({ connectionId: id }, { connectionId: ids.event });
const bankDetails = resultOf({ bankAccountId: id, version: z.int() }, { bankAccountId: ids.event, version: 1 });
const wording = resultOf({ wordingVersion: z.int() }, { wordingVersion: 2 });
const closing = resultOf(
  { givenBackPence: sum, refundDuePence: sum, keptPence: sum },
  { givenBackPence: 0, refundDuePence: 6_500, keptPence: 0 },
);

/** Commands whose answer says more than where their subject then stands: ids of what they made, references, dates and sums. */
export const results: Readonly<Partial<Record<CommandName, CommandResult>>> = {
  expectInstalment: resultOf({ instalmentId: id }, { instalmentId: ids.event }),
  recordInstalment: resultOf(
    { becameReady: count.describe('How many payments had waited for it.') },
    { becameReady: 1 },
  ),
  setRefundAccount: resultOf({ version: z.int() }, { version: 1 }),
  publishPolicy: resultOf(
    { policyVersion: z.int(), applicationsAffected: count, grantsUnaffected: count },
    { policyVersion: 2, applicationsAffected: 4, grantsUnaffected: 6 },
  ),
  rewordLetter: wording,
  restoreLetter: wording,

  connectPersons: connection,
  connectToParty: connection,
  grantRole: resultOf({ roleId: id }, { roleId: ids.event }),
  issueToken: resultOf({ tokenId: id }, { tokenId: ids.event }),
  leave: resultOf(
    { paymentRuns: count, grants: count, purchases: count, rounds: count, pots: count, funds: count },
    { paymentRuns: 0, grants: 3, purchases: 0, rounds: 1, pots: 1, funds: 0 },
  ),
  giveProviderBankDetails: bankDetails,

  addService: resultOf({ serviceId: id }, { serviceId: ids.event }),

  submitApplication: resultOf(
    { reference: z.string(), submittedAt: at },
    { reference: 'CRO-2026-0042', submittedAt: '2026-10-14T16:05:00.000Z' },
  ),
  recordCheck: resultOf(
    { expiresOn: on.nullable().describe('Null for one that was not passed.') },
    { expiresOn: '2029-10-20' },
  ),
  askQuestion: resultOf(
    { questionId: id, answerBy: at },
    { questionId: ids.event, answerBy: '2026-11-03T17:00:00.000Z' },
  ),
  decide: resultOf(
    {
      decisionId: id,
      amountPence: sum.optional().describe('Of an award.'),
      acceptBy: at.optional().describe('Of an award.'),
      appealBy: at.optional().describe('Of a refusal that may be appealed.'),
    },
    { decisionId: ids.event, amountPence: 200_000, acceptBy: '2026-12-01T17:00:00.000Z' },
  ),

  nameHost: resultOf({ hostId: id, confirmationId: id }, { hostId: ids.provider, confirmationId: ids.event }),
  sendMessage: resultOf({ messageId: id }, { messageId: ids.event }),
  addNote: resultOf({ noteId: id }, { noteId: ids.event }),

  shareDraft: resultOf(
    { feedbackBy: at.describe('By when an officer comments on it.') },
    { feedbackBy: '2026-11-10T17:00:00.000Z' },
  ),
  commentOnDraft: resultOf({ commentIds: z.array(id) }, { commentIds: [ids.event] }),
  inviteSignatory: resultOf({ personId: id }, { personId: ids.event }),
  recordPaperAcceptance: resultOf({ paperAcceptanceId: id }, { paperAcceptanceId: ids.event }),
  confirmPaperAcceptance: resultOf({ acceptances: count, needed: count }, { acceptances: 2, needed: 2 }),
  acceptOffer: resultOf({ acceptances: count, needed: count }, { acceptances: 1, needed: 2 }),
  giveBankDetails: bankDetails,
  acceptReport: closing,
  waiveReport: closing,
  recordRefund: resultOf(
    { refundId: id, amountPence: sum, stillDuePence: sum },
    { refundId: ids.event, amountPence: 6_500, stillDuePence: 0 },
  ),
  terminate: resultOf(
    { givenBackPence: sum, refundDuePence: sum },
    { givenBackPence: 100_000, refundDuePence: 50_000 },
  ),

  requestPurchase: resultOf({ withinOwnLimit: z.boolean() }, { withinOwnLimit: false }),
  matchInvoice: resultOf({ paymentId: id, dueAt: at }, { paymentId: ids.payment, dueAt: '2026-12-01T17:00:00.000Z' }),

  buildRun: resultOf(
    {
      payments: count,
      totalPence: sum,
      leftOut: z.array(id).describe('Ready payments that are on hold or have no bank details.'),
    },
    { payments: 5, totalPence: 993_400, leftOut: [] },
  ),
  recordOutcomes: resultOf(
    { becameReady: count.describe('How many waiting payments what came back now covers.') },
    { becameReady: 0 },
  ),
};

/** What is told to whoever asked this once, and kept nowhere. */
export const disclosures: Readonly<Partial<Record<CommandName, CommandResult>>> = {
  issueToken: resultOf(
    { token: z.string().optional().describe('Told this once: an answer that is given again does not have it.') },
    { token: 'gp_0uqY5aYvN8q2Jm7o3cWZ5t4b6R1xKfLd' },
  ),
};

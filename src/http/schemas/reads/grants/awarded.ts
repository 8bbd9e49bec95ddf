import { z } from 'zod';
import { reportStates } from '../../../../domain/award/report';
import { paymentStates } from '../../../../domain/money/payment-states';
import { at, id, named, on, personTold, sum, wordsTold } from '../common';

/** What was awarded, and what became of it. */
export const award = z.strictObject({
  awardedPence: sum,
  decidedOn: on,
  offeredAt: at,
  needsNewBudget: z.boolean(),
  signatoriesNeeded: z.int(),
  acceptedAt: at.nullable(),
  cameBackPence: sum,
  endedAt: at.nullable(),
  drawnDownByPurchases: z.boolean(),
  bankAccount: z
    .strictObject({ version: z.int(), accountName: z.string(), lastDigits: z.string() })
    .nullable()
    .meta({ description: 'For the group itself and for staff; null for the panel and for a funder.' }),
});

/** Who of the group signed the offer. */
export const acceptance = z.strictObject({ person: personTold, acceptedAt: at });

/** What the group has to do before it is paid, or by a day. */
export const condition = z.strictObject({
  id,
  number: z.int(),
  wording: wordsTold,
  state: z.enum(['open', 'met', 'waived', 'failed']),
  dueAt: at.nullable(),
  evidenceAt: at.nullable().meta({ description: 'Since when what the group sent waits to be looked at.' }),
  settledAt: at.nullable(),
  settledBy: personTold,
});

/** One payment of a grant: an instalment, or a purchase from it. `why` says what it waits for. */
export const paymentOfGrant = z
  .strictObject({
    id,
    number: z.int(),
    cause: z.enum(['grant', 'purchase']),
    purchaseId: id.nullable(),
    payee: named,
    amountPence: sum,
    dueAt: at,
    state: z.enum(paymentStates),
    attempt: z.int(),
    run: named.nullable().meta({ description: 'The payment run that it is in; always null for a funder.' }),
    settledOn: on.nullable(),
    line: z.int().nullable(),
    expectedOn: on.nullable(),
    why: z.string().nullable(),
  })
  .meta({ id: 'PaymentOfGrant' });

/** The report on a grant. */
export const report = z.strictObject({
  state: z.enum(reportStates),
  dueAt: at.nullable(),
  submittedAt: at.nullable(),
  submittedBy: personTold,
  acceptedAt: at.nullable(),
  acceptedBy: personTold,
  spentPence: sum.nullable(),
  keptPence: sum.nullable(),
  content: z
    .strictObject({
      outputs: z.array(
        z.strictObject({
          activity: z.int(),
          target: z.number(),
          achieved: z.number(),
          comment: z.string().optional().meta({ description: 'Absent for a funder.' }),
        }),
      ),
      whatChanged: z.string(),
      spent: z.array(z.strictObject({ line: z.int(), spentPence: sum })),
      whatContinues: wordsTold,
      lessons: wordsTold,
      answer: z
        .string()
        .optional()
        .meta({ description: 'To the question about what was handed in before; absent for a funder.' }),
    })
    .nullable(),
});

/** Money that comes back. */
export const refund = z.strictObject({
  id,
  amountPence: sum,
  state: z.enum(['due', 'received', 'written_off']),
  dueAt: at,
  receivedOn: on.nullable(),
});

/** A grant's money. Awarded = paid + promised + left + came back unpaid; what was paid may be due back, returned or written off. */
export const money = z
  .strictObject({
    awardedPence: sum,
    paidPence: sum,
    promisedPence: sum,
    leftPence: sum,
    refundDuePence: sum,
    refundedPence: sum,
    writtenOffPence: sum,
    waitingForCashPence: sum,
    cameBackPence: sum,
  })
  .meta({ id: 'GrantMoney' });

/** Where money that was not used is paid back to. */
export const refundAccountAnswer = z
  .strictObject({
    account: z.strictObject({ accountName: z.string(), sortCode: z.string(), accountNumber: z.string() }).nullable(),
  })
  .meta({ id: 'RefundAccount' });

import { z } from 'zod';
import { checkKinds, decisionRules, organisationTypes, questionKinds, type Policy } from '../../domain/policy/policy';
import { penceOrZero } from './fields';

/** An ISO 8601 period; whether it can be counted is asked by the policy's own rules, which say why not. */
const period = z.string().min(1).max(20).meta({ example: 'P28D' });

const key = z.string().max(40);

const text = z.string().max(4_000);

/** A pot's policy: its shape. What it says is checked by `policyRefusals`, all at once, when the command is applied. */
export const policy: z.ZodType<Policy> = z.strictObject({
  purpose: z.string().max(1_000).exactOptional(),
  help: z
    .strictObject({
      name: z.string().max(200),
      telephone: z.string().max(40).exactOptional(),
      email: z.string().max(254).exactOptional(),
    })
    .exactOptional(),
  ceilingPence: penceOrZero,
  groupCapPence: penceOrZero,
  groupCapPeriod: period,
  allowCostsBeforeDecision: z.boolean(),
  intake: z.enum(['rolling', 'window']),
  eligibility: z.strictObject({
    organisationTypes: z.array(z.enum(organisationTypes)),
    maxIncomePence: penceOrZero.exactOptional(),
    areas: z.array(z.string().max(200)).exactOptional(),
    declarations: z.array(z.strictObject({ key, text })),
  }),
  questions: z.array(
    z.strictObject({
      key,
      label: z.string().max(500),
      required: z.boolean(),
      kind: z.enum(questionKinds),
      maxWords: z.int().exactOptional(),
      choices: z.array(z.string().max(200)).exactOptional(),
    }),
  ),
  checks: z.array(
    z.strictObject({
      kind: z.enum(checkKinds),
      validFor: period,
      onlyIf: z.literal('children or adults at risk').exactOptional(),
    }),
  ),
  criteria: z
    .array(
      z.strictObject({
        key,
        label: z.string().max(100),
        asks: z.string().max(300).exactOptional(),
        topScore: z.int(),
      }),
    )
    .max(12)
    .exactOptional(),
  decision: z.strictObject({
    by: z.literal('panel'),
    quorum: z.int(),
    rule: z.enum(decisionRules),
    delegatedUpToPence: penceOrZero,
  }),
  secondContact: z.enum(['required', 'not asked']).exactOptional(),
  draftFeedback: z.strictObject({ commentWithin: period }).exactOptional(),
  checkWithin: period,
  answerWithin: period,
  decideWithin: period,
  offer: z.strictObject({ validFor: period, remindBefore: z.array(period), signatories: z.int() }),
  conditionsWithin: period,
  instalments: z.array(z.strictObject({ sharePercent: z.int(), dueAfter: period })),
  report: z.strictObject({
    dueAfter: period,
    from: z.enum(['acceptance', 'last payment']),
    remindBefore: z.array(period),
    remindAfter: z.array(period),
    readWithin: period,
    answerWithin: period,
  }),
  refundWithin: period,
  keepLeftoversUpToPence: penceOrZero,
  draftsExpireAfter: period,
  purchases: z.strictObject({ authoriseWithin: period, deliverWithin: period, payAfterInvoice: period }).nullable(),
  appealWithin: period,
  paymentRun: z.strictObject({ chaseAuthorisationAfter: period, chaseOutcomeAfter: period }),
});

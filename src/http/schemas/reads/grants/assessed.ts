import { z } from 'zod';
import { confirmationKinds } from '../../../../domain/application/confirmations';
import { decisionOutcomes } from '../../../../domain/decision/decision';
import { checkKinds, organisationTypes } from '../../../../domain/policy/policy';
import { at, id, on, personTold, sum, wordsTold } from '../common';

const activity = z.strictObject({
  description: z.string().optional(),
  output: z.string().optional(),
  target: z.number().optional(),
  unit: z.string().optional(),
});
const budgetLine = z.strictObject({
  description: z.string().optional().meta({ description: 'Absent for a funder.' }),
  costPence: sum.optional(),
  askedPence: sum.optional(),
  otherPence: sum.optional(),
});
const contact = z.strictObject({
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  role: z.string().optional(),
});

/** What the group wrote; in a draft anything may be missing. */
export const applicationContent = z
  .strictObject({
    askedPence: sum.optional(),
    purpose: z.string().optional(),
    activities: z.array(activity).optional(),
    peopleHelped: z.number().optional(),
    area: z.string().optional(),
    postcode: z.string().optional().meta({ description: 'Absent for a funder.' }),
    startsOn: z.string().optional(),
    endsOn: z.string().optional(),
    budget: z.array(budgetLine).optional(),
    giftsInKind: z.string().optional().meta({ description: 'Absent for a funder.' }),
    contacts: z
      .array(contact)
      .optional()
      .meta({ description: 'For the group itself and for staff; absent for the panel and for a funder.' }),
    organisationType: z.enum(organisationTypes).optional(),
    organisationIncomePence: sum.optional(),
    childrenOrAdultsAtRisk: z.boolean().optional(),
    answers: z.record(z.string(), z.string()).optional().meta({ description: 'Absent for a funder.' }),
    declarations: z.array(z.string()).optional(),
  })
  .meta({ id: 'ApplicationContent' });

/** What somebody without an account confirms. */
export const confirmation = z.strictObject({
  id,
  kind: z.enum(confirmationKinds),
  state: z.enum(['asked', 'confirmed', 'denied', 'waived']),
  askedAt: at,
  settledAt: at.nullable(),
  waivedBy: personTold,
  contact: z
    .strictObject({ name: z.string(), email: z.string() })
    .nullable()
    .meta({ description: 'For the group itself and for staff; null for the panel and for a funder.' }),
});

/** A check that the policy wants, and where it stands. */
export const check = z.strictObject({
  kind: z.enum(checkKinds),
  state: z.enum(['passed', 'expired', 'to do']),
  expiresOn: on.nullable(),
  checkedOn: on.nullable(),
  checkedBy: personTold,
});

/** A question to the group, with its answer. */
export const question = z.strictObject({
  id,
  question: wordsTold,
  askedAt: at,
  askedBy: personTold,
  answer: wordsTold,
  answeredAt: at.nullable(),
  answeredBy: personTold,
});

/** What a meeting decided. */
export const decision = z.strictObject({
  id,
  outcome: z.enum(decisionOutcomes),
  amountPence: sum.nullable(),
  decidedAt: at,
  meetingId: id.nullable(),
  recordedBy: personTold,
  counted: z.int(),
});

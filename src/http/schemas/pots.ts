import { z } from 'zod';
import type { AddBudgetBody } from '../../commands/pots/add-budget';
import type { ClosePotBody } from '../../commands/pots/close-pot';
import type { OpenPotBody } from '../../commands/pots/open-pot';
import type { PublishPolicyBody } from '../../commands/pots/publish-policy';
import { id, name, nothing, penceOverZero, words } from './fields';
import { policy } from './policy';

/** Body of `openPot`. */
export const openPotBody: z.ZodType<OpenPotBody> = z.strictObject({
  fundId: id,
  name,
  referencePrefix: z.string().regex(/^[A-Z]{2,6}$/),
  ownerId: id,
  budgetPence: penceOverZero,
  policy,
});

/** Body of `publishPolicy`. */
export const publishPolicyBody: z.ZodType<PublishPolicyBody> = z.strictObject({ policy, reason: words.optional() });

/** Body of `addBudget`. */
export const addBudgetBody: z.ZodType<AddBudgetBody> = z.strictObject({
  amountPence: penceOverZero,
  reason: words.optional(),
});

/** Body of `closePot`. */
export const closePotBody: z.ZodType<ClosePotBody> = nothing;

import { z } from 'zod';
import type { AddBudgetBody } from '../../commands/pots/add-budget';
import type { ClosePotBody } from '../../commands/pots/close-pot';
import type { OpenPotBody } from '../../commands/pots/open-pot';
import type { PublishPolicyBody } from '../../commands/pots/publish-policy';
import type { RestoreLetterBody, RewordLetterBody } from '../../commands/pots/reword-letter';
import type { TryLetterBody } from '../../commands/pots/try-letter';
import { letterNames } from '../../contracts/letters';
import { id, name, nothing, penceOverZero, words } from './fields';
import { policy } from './policy';

/** Body of `openPot`. */
export const openPotBody: z.ZodType<OpenPotBody> = z.strictObject({
  fundId: id,
  name,
  referencePrefix: z
    .string()
    .trim()
    .regex(/^[A-Za-z]{2,6}$/, 'REFERENCE_PREFIX_MALFORMED')
    .toUpperCase(),
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

const letter = z.enum(letterNames);
/** Of one line: it becomes a mail's header. */
const subject = z
  .string()
  .trim()
  .min(1)
  .max(150)
  .regex(/^[^\r\n]+$/);

/** Body of `rewordLetter`. */
export const rewordLetterBody: z.ZodType<RewordLetterBody> = z.strictObject({
  letter,
  subject,
  text: z.string().trim().min(1).max(4_000),
});

/** Body of `restoreLetter`. */
export const restoreLetterBody: z.ZodType<RestoreLetterBody> = z.strictObject({ letter });

/** Body of `tryLetter`. */
export const tryLetterBody: z.ZodType<TryLetterBody> = z.strictObject({ letter, grantId: id });

/** Body of `closePot`. */
export const closePotBody: z.ZodType<ClosePotBody> = nothing;

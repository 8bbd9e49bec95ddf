import { z } from 'zod';
import type { AskConfirmationAgainBody } from '../../commands/confirmations/ask-again';
import type { NameHostBody } from '../../commands/confirmations/name-host';
import type { RemoveHostBody } from '../../commands/confirmations/remove-host';
import type { ReplaceSecondContactBody } from '../../commands/confirmations/replace-second-contact';
import type { WaiveConfirmationBody } from '../../commands/confirmations/waive-confirmation';
import { id, name, nothing, words } from './fields';

/** Body of `waiveConfirmation`. */
export const waiveConfirmationBody: z.ZodType<WaiveConfirmationBody> = z.strictObject({
  confirmationId: id,
  reason: words,
});

/** Body of `askConfirmationAgain`. */
export const askConfirmationAgainBody: z.ZodType<AskConfirmationAgainBody> = z.strictObject({ confirmationId: id });

const shortText = z.string().trim().max(500);

/** Body of `replaceSecondContact`; what is wrong with it is said by the rules of an application. */
export const replaceSecondContactBody: z.ZodType<ReplaceSecondContactBody> = z.strictObject({
  name: shortText,
  email: shortText,
  phone: shortText.optional(),
  role: shortText.optional(),
});

/** Body of `nameHost`. */
export const nameHostBody: z.ZodType<NameHostBody> = z.strictObject({
  hostId: id.optional().describe('A host that is known already; or else give its name.'),
  hostName: name.optional(),
  contactName: name,
  contactEmail: z.email().max(254),
});

/** Body of `removeHost`. */
export const removeHostBody: z.ZodType<RemoveHostBody> = nothing;

/** Body of what whoever has a link answers. */
export interface AnswerConfirmationBody {
  readonly token: string;
  readonly answer: 'yes' | 'that is not right';
  readonly committeePosition?: string | undefined;
}

/** Body of `answerConfirmation`. */
export const answerConfirmationBody: z.ZodType<AnswerConfirmationBody> = z.strictObject({
  token: z.string().min(1).max(400),
  answer: z.enum(['yes', 'that is not right']),
  committeePosition: z
    .string()
    .max(200)
    .optional()
    .describe('What they are on the committee, of who confirms what an officer wrote down for the group.'),
});

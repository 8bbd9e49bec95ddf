import { z } from 'zod';
import type { CheckEligibilityBody } from '../../commands/announcements/check-eligibility';
import type { SubscribeBody } from '../../commands/announcements/subscribe';
import { organisationTypes } from '../../domain/policy/policy';
import { id, penceOrZero } from './fields';

/** An address for mail. */
const email = z.email().max(254).toLowerCase();

/** Body of `checkEligibility`. */
export const eligibilityBody: z.ZodType<CheckEligibilityBody> = z.strictObject({
  organisation: z.string().max(41).describe('The organisation’s name in addresses.'),
  potId: id,
  answers: z.strictObject({
    organisationType: z.enum(organisationTypes).optional(),
    organisationIncomePence: penceOrZero.optional(),
    area: z.string().max(500).optional(),
  }),
});

/** Body of `subscribe`. */
export const subscribeBody: z.ZodType<SubscribeBody> = z.strictObject({
  organisation: z.string().max(41).describe('The organisation’s name in addresses.'),
  potId: id.optional().describe('Without it, all of the organisation’s pots.'),
  email,
});

/** The body of what somebody does by a link that was mailed to them. */
export interface LinkBody {
  readonly token: string;
}

/** Body of what is done by a link. */
export const linkBody: z.ZodType<LinkBody> = z.strictObject({ token: z.string().min(1).max(400) });

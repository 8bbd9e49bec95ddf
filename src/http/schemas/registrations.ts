import { z } from 'zod';
import type { RegisterBody } from '../../commands/parties/register';
import { organisationTypes } from '../../domain/policy/policy';
import { id, name } from './fields';

/** Body of `register`. */
export const registerBody: z.ZodType<RegisterBody> = z.strictObject({
  organisation: z.string().max(41).describe('The organisation’s name in addresses.'),
  potId: id.optional().describe('The pot that the group wants to apply to.'),
  groupName: name,
  organisationType: z.enum(organisationTypes),
  personName: name,
  email: z.email().max(254),
  committeePosition: name.optional().describe('What the person is in the group’s committee, if they are of it.'),
});

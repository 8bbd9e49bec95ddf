import { z } from 'zod';
import type { AddPersonBody } from '../../commands/people/add-person';
import { tokenScopes, type TokenScope } from '../../commands/people/access-token';
import type { ConnectPersonsBody } from '../../commands/people/connect-persons';
import type { EndPersonConnectionBody } from '../../commands/people/end-person-connection';
import type { EndRoleBody } from '../../commands/people/end-role';
import type { GrantRoleBody } from '../../commands/people/grant-role';
import type { LetSignInBody } from '../../commands/people/let-sign-in';
import type { LeaveBody } from '../../commands/people/leave';
import type { ResetSecondFactorBody } from '../../commands/people/reset-second-factor';
import type { RevokeTokenBody } from '../../commands/people/revoke-token';
import { personConnectionKinds } from '../../domain/decision/connections';
import { roles } from '../../domain/lives/roles';
import { MICRO_GRANT_CEILING, pence } from '../../domain/money/money';
import { id, name, words } from './fields';

/** Where somebody's codes to sign in go. */
const address = z.string().trim().toLowerCase().max(254).meta({ format: 'email' }).pipe(z.email());

/** Body of `addPerson`. */
export const addPersonBody: z.ZodType<AddPersonBody> = z.strictObject({
  name,
  email: address,
  isSomebodyElse: z
    .boolean()
    .optional()
    .meta({ description: 'Said where PERSON_KNOWN_BY_NAME names others: none of them is this person.' }),
});

/** Body of `letSignIn`. */
export const letSignInBody: z.ZodType<LetSignInBody> = z.strictObject({ email: address });

/** Body of `connectPersons`. */
export const connectPersonsBody: z.ZodType<ConnectPersonsBody> = z.strictObject({
  otherPersonId: id,
  kind: z.enum(personConnectionKinds),
});

/** Body of `endPersonConnection`. */
export const endPersonConnectionBody: z.ZodType<EndPersonConnectionBody> = z.strictObject({ connectionId: id });

/** Body of `grantRole`. */
export const grantRoleBody: z.ZodType<GrantRoleBody> = z.strictObject({
  role: z.enum(roles),
  potId: id.optional(),
  partyId: id.optional(),
  ownLimitPence: z.int().min(0).max(MICRO_GRANT_CEILING).transform(pence).optional(),
});

/** Body of `endRole`. */
export const endRoleBody: z.ZodType<EndRoleBody> = z.strictObject({ roleId: id });

/** What is asked for when a token is issued. The token itself is made at the door. */
export interface TokenWanted {
  readonly label: string;
  readonly scopes: readonly TokenScope[];
}

/** Body of `issueToken`, as it is sent. */
export const issueTokenBody: z.ZodType<TokenWanted> = z.strictObject({
  label: name,
  scopes: z.array(z.enum(tokenScopes)).min(1).max(tokenScopes.length),
});

/** Body of `revokeToken`. */
export const revokeTokenBody: z.ZodType<RevokeTokenBody> = z.strictObject({ tokenId: id });

/** Body of `resetSecondFactor`. */
export const resetSecondFactorBody: z.ZodType<ResetSecondFactorBody> = z.strictObject({ reason: words });

/** Body of `leave`. */
export const leaveBody: z.ZodType<LeaveBody> = z.strictObject({ successorId: id.optional(), reason: words.optional() });

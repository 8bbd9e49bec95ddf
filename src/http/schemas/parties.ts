import { z } from 'zod';
import type { AddPartyBody } from '../../commands/parties/add-party';
import type { ConnectToPartyBody } from '../../commands/parties/connect-to-party';
import type { EndPartyConnectionBody } from '../../commands/parties/end-party-connection';
import { partyConnectionKinds } from '../../domain/decision/connections';
import { organisationTypes } from '../../domain/policy/policy';
import { partyKinds } from '../../domain/people/role-granting';
import { id, name } from './fields';

/** Body of `addParty`. */
export const addPartyBody: z.ZodType<AddPartyBody> = z.strictObject({
  kind: z.enum(partyKinds),
  name,
  organisationType: z.enum(organisationTypes).optional(),
});

/** Body of `connectToParty`. */
export const connectToPartyBody: z.ZodType<ConnectToPartyBody> = z.strictObject({
  personId: id.optional(),
  personName: name.optional(),
  kind: z.enum(partyConnectionKinds),
  position: name.optional(),
  signatory: z.boolean().optional(),
});

/** Body of `endPartyConnection`. */
export const endPartyConnectionBody: z.ZodType<EndPartyConnectionBody> = z.strictObject({ connectionId: id });

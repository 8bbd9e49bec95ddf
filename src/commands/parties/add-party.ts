import type { OrganisationType } from '../../domain/policy/policy';
import type { PartyKind } from '../../domain/people/role-granting';
import { defineCreation, tenantWide } from '../apply/definition';

/** A group, provider, funder, host or employer. */
export interface AddPartyBody {
  readonly kind: PartyKind;
  readonly name: string;
  readonly organisationType?: OrganisationType | undefined;
}

/** Adds a party. Two may have one name; their ids tell them apart. */
export const addParty = defineCreation<AddPartyBody, 'party'>(
  'party',
  'addParty',
  async () => tenantWide,
  async ({ body, at }) => ({
    to: 'known',
    create: { kind: body.kind, name: body.name, organisation_type: body.organisationType ?? null, created_at: at },
    event: { after: { kind: body.kind, organisationType: body.organisationType ?? null } },
  }),
);

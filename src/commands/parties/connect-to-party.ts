import { v7 as newId } from 'uuid';
import type { partyConnectionKinds } from '../../domain/connections';
import { refuse } from '../../domain/refusal';
import { defineCommand } from '../apply/definition';
import { mayDeclareForOthers } from '../people/declaring';
import { areKnown } from '../people/known-person';

/** A standing connection of a person with the party. */
export interface ConnectToPartyBody {
  readonly personId: string;
  readonly kind: (typeof partyConnectionKinds)[number];
  /** What they are there, such as treasurer. */
  readonly position?: string | undefined;
  /** Whether they may sign on the party's bank account. */
  readonly signatory?: boolean | undefined;
}

/**
 * Declares a person's connection with a party. Staff may for anybody, an applicant for people of their own group, others for
 * themselves. @refusal CONNECTION_NOT_YOURS, PERSON_UNKNOWN, CONNECTION_KNOWN_ALREADY
 */
export const connectToParty = defineCommand<ConnectToPartyBody, 'party'>('party', 'connectToParty', async (c) => {
  const { tx, tenantId, subjectId: partyId } = c;
  const { personId, kind, position, signatory } = c.body;
  const ofTheParty = c.roles.some((role) => role.name === 'applicant');
  if (!mayDeclareForOthers(c.roles) && !ofTheParty && c.actorId !== personId) return refuse('CONNECTION_NOT_YOURS');
  if (!(await areKnown(tx, tenantId, [personId]))) return refuse('PERSON_UNKNOWN', { field: '/personId' });
  const known = await tx
    .selectFrom('party_connection')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('person_id', '=', personId)
    .where('party_id', '=', partyId)
    .where('kind', '=', kind)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (known !== undefined) return refuse('CONNECTION_KNOWN_ALREADY', { facts: { connectionId: known.id } });

  const connectionId = newId();
  return {
    writes: [
      tx
        .insertInto('party_connection')
        .values({
          tenant_id: tenantId,
          id: connectionId,
          person_id: personId,
          party_id: partyId,
          kind,
          position: position ?? null,
          signatory: signatory ?? false,
          declared_at: c.at,
        })
        .compile(),
    ],
    event: { audience: 'staff', after: { connectionId, personId, kind, signatory: signatory ?? false } },
    result: { connectionId },
  };
});

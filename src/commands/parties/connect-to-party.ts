import { v7 as newId } from 'uuid';
import type { partyConnectionKinds } from '../../domain/decision/connections';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { mayDeclareForOthers } from '../people/declaring';
import { areKnown } from '../people/known-person';
import { connectedByName } from './connected-by-name';

/** A standing connection of a person with the party. */
export interface ConnectToPartyBody {
  /** Somebody who is known. */
  readonly personId?: string | undefined;
  /** In place of it, the name of somebody who is not on the list: they are put there, and cannot sign in. */
  readonly personName?: string | undefined;
  readonly kind: (typeof partyConnectionKinds)[number];
  /** What they are there, such as treasurer. */
  readonly position?: string | undefined;
  /** Whether they may sign on the party's bank account. */
  readonly signatory?: boolean | undefined;
}

/**
 * Declares a person's connection with a party. Staff may for anybody, an applicant for people of their own group, others for
 * themselves. Declared again, what is new is added to what is there: that they sign, or what they do. Whoever is connected with the
 * party by the same name is that person. @refusal PERSON_OR_NAME, CONNECTION_NOT_YOURS, PERSON_UNKNOWN, CONNECTION_KNOWN_ALREADY
 */
export const connectToParty = defineCommand<ConnectToPartyBody, 'party'>('party', 'connectToParty', async (c) => {
  const { tx, tenantId, subjectId: partyId } = c;
  const { kind, position, signatory = false } = c.body;
  const personName = c.body.personName?.trim();
  if ((c.body.personId === undefined) === (personName === undefined))
    return refuse('PERSON_OR_NAME', { field: '/personId' });
  const ofTheParty = c.roles.some((role) => role.name === 'applicant');
  if (!mayDeclareForOthers(c.roles) && !ofTheParty && c.actorId !== c.body.personId)
    return refuse('CONNECTION_NOT_YOURS');
  const known =
    personName === undefined ? c.body.personId : await connectedByName(tx, tenantId, { partyId, name: personName });
  if (known !== undefined && !(await areKnown(tx, tenantId, [known])))
    return refuse('PERSON_UNKNOWN', { field: '/personId' });
  const standing =
    known === undefined
      ? undefined
      : await tx
          .selectFrom('party_connection')
          .select(['id', 'signatory', 'position'])
          .where('tenant_id', '=', tenantId)
          .where('person_id', '=', known)
          .where('party_id', '=', partyId)
          .where('kind', '=', kind)
          .where('ended_at', 'is', null)
          .executeTakeFirst();
  const personId = known ?? newId();
  if (standing !== undefined) {
    const { id: connectionId } = standing;
    const after = { signatory: standing.signatory || signatory, position: position ?? standing.position };
    if (after.signatory === standing.signatory && after.position === standing.position)
      return refuse('CONNECTION_KNOWN_ALREADY', { facts: { connectionId } });
    return {
      writes: [
        tx
          .updateTable('party_connection')
          .set(after)
          .where('tenant_id', '=', tenantId)
          .where('id', '=', connectionId)
          .compile(),
      ],
      event: {
        audience: 'staff',
        before: { connectionId, personId, kind, signatory: standing.signatory },
        after: { connectionId, personId, kind, signatory: after.signatory },
      },
      result: { connectionId },
    };
  }

  const connectionId = newId();
  return {
    writes: [
      ...(known === undefined
        ? [
            tx
              .insertInto('person')
              .values({ tenant_id: tenantId, id: personId, name: personName ?? '', created_at: c.at })
              .compile(),
          ]
        : []),
      tx
        .insertInto('party_connection')
        .values({
          tenant_id: tenantId,
          id: connectionId,
          person_id: personId,
          party_id: partyId,
          kind,
          position: position ?? null,
          signatory,
          declared_at: c.at,
        })
        .compile(),
    ],
    event: { audience: 'staff', after: { connectionId, personId, kind, signatory } },
    result: { connectionId },
  };
});

import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';

/** Which connection with the party has ended, or was declared by mistake. */
export interface EndPartyConnectionBody {
  readonly connectionId: string;
}

/** Ends a person's connection with a party; never one's own. @refusal CONNECTION_UNKNOWN, CONNECTION_YOUR_OWN */
export const endPartyConnection = defineCommand<EndPartyConnectionBody, 'party'>(
  'party',
  'endPartyConnection',
  async ({ tx, tenantId, subjectId: partyId, body, actorId, at }) => {
    const connection = await tx
      .selectFrom('party_connection')
      .select(['person_id', 'kind'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', body.connectionId)
      .where('party_id', '=', partyId)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (connection === undefined) return refuse('CONNECTION_UNKNOWN', { field: '/connectionId' });
    if (actorId === connection.person_id) return refuse('CONNECTION_YOUR_OWN');
    const { person_id: personId, kind } = connection;
    return {
      writes: [
        tx
          .updateTable('party_connection')
          .set({ ended_at: at })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', body.connectionId)
          .compile(),
      ],
      event: { audience: 'staff', before: { connectionId: body.connectionId, personId, kind } },
    };
  },
);

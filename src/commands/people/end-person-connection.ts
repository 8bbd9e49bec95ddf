import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';

/** Which connection of the person has ended, or was declared by mistake. */
export interface EndPersonConnectionBody {
  readonly connectionId: string;
}

/** Ends a connection between two persons; never one of one's own. @refusal CONNECTION_UNKNOWN, CONNECTION_YOUR_OWN */
export const endPersonConnection = defineCommand<EndPersonConnectionBody, 'person'>(
  'person',
  'endPersonConnection',
  async ({ tx, tenantId, subjectId: personId, body, actorId, at }) => {
    const connection = await tx
      .selectFrom('person_connection')
      .select(['person_id', 'other_id', 'kind'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', body.connectionId)
      .where((eb) => eb.or([eb('person_id', '=', personId), eb('other_id', '=', personId)]))
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (connection === undefined) return refuse('CONNECTION_UNKNOWN', { field: '/connectionId' });
    if (actorId === connection.person_id || actorId === connection.other_id) return refuse('CONNECTION_YOUR_OWN');
    return {
      writes: [
        tx
          .updateTable('person_connection')
          .set({ ended_at: at })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', body.connectionId)
          .compile(),
      ],
      event: { audience: 'staff', before: { connectionId: body.connectionId, kind: connection.kind } },
    };
  },
);

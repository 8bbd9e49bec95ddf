import { v7 as newId } from 'uuid';
import type { personConnectionKinds } from '../../domain/decision/connections';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { areKnown } from './known-person';
import { mayDeclareForOthers } from './declaring';

/** A standing connection of the person with another; it holds both ways. */
export interface ConnectPersonsBody {
  readonly otherPersonId: string;
  readonly kind: (typeof personConnectionKinds)[number];
}

/** Declares a connection of two persons. @refusal CONNECTION_TO_ONESELF, CONNECTION_NOT_YOURS, PERSON_UNKNOWN, CONNECTION_KNOWN_ALREADY */
export const connectPersons = defineCommand<ConnectPersonsBody, 'person'>('person', 'connectPersons', async (c) => {
  const { tx, tenantId, subjectId: personId } = c;
  const { otherPersonId, kind } = c.body;
  if (otherPersonId === personId) return refuse('CONNECTION_TO_ONESELF', { field: '/otherPersonId' });
  if (!mayDeclareForOthers(c.roles) && c.actorId !== personId && c.actorId !== otherPersonId) {
    return refuse('CONNECTION_NOT_YOURS');
  }
  if (!(await areKnown(tx, tenantId, [otherPersonId]))) return refuse('PERSON_UNKNOWN', { field: '/otherPersonId' });
  const known = await tx
    .selectFrom('person_connection')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('ended_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb.and({ person_id: personId, other_id: otherPersonId }),
        eb.and({ person_id: otherPersonId, other_id: personId }),
      ]),
    )
    .executeTakeFirst();
  if (known !== undefined) return refuse('CONNECTION_KNOWN_ALREADY', { facts: { connectionId: known.id } });

  const connectionId = newId();
  return {
    writes: [
      tx
        .insertInto('person_connection')
        .values({
          tenant_id: tenantId,
          id: connectionId,
          person_id: personId,
          other_id: otherPersonId,
          kind,
          declared_at: c.at,
        })
        .compile(),
    ],
    event: { audience: 'staff', after: { connectionId, otherPersonId, kind } },
    result: { connectionId },
  };
});

import { sql } from 'kysely';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { areKnown } from '../people/known-person';

/** What somebody at the meeting is to the group behind one application, besides the standing connections. */
export interface DeclareInterestBody {
  readonly applicationId: string;
  readonly personId: string;
  /** `connected` leaves the room and does not count; `knows` is minuted, and the chair rules; `none` takes back what was declared by mistake. */
  readonly level: 'connected' | 'knows' | 'none';
}

/**
 * Minutes an interest in one item. Panel members declare their own, and do not take them back; whoever takes the minutes
 * declares for anybody and corrects slips. @refusal APPLICATION_NOT_OF_POT, PERSON_UNKNOWN, INTEREST_NOT_YOURS, INTEREST_NOT_LOWERED,
 * INTEREST_NOT_DECLARED, RULING_AFTER_DECISION
 */
export const declareInterest = defineCommand<DeclareInterestBody, 'meeting'>(
  'meeting',
  'declareInterest',
  async (c) => {
    const { tx, tenantId, subjectId: meetingId, row, actorId } = c;
    const { applicationId, personId, level } = c.body;
    const takesMinutes = c.roles.some((role) => role.name === 'grants_officer' || role.name === 'fund_manager');
    if (!takesMinutes && actorId !== personId) return refuse('INTEREST_NOT_YOURS', { field: '/personId' });
    if (!(await areKnown(tx, tenantId, [personId]))) return refuse('PERSON_UNKNOWN', { field: '/personId' });
    const application = await tx
      .selectFrom('application')
      .leftJoin('interest', (join) =>
        join
          .onRef('interest.tenant_id', '=', 'application.tenant_id')
          .onRef('interest.application_id', '=', 'application.id')
          .on('interest.meeting_id', '=', meetingId)
          .on('interest.person_id', '=', personId),
      )
      .select((a) => [
        'application.pot_id',
        'interest.level',
        a
          .exists(
            a
              .selectFrom('decision as d')
              .whereRef('d.tenant_id', '=', 'application.tenant_id')
              .whereRef('d.application_id', '=', 'application.id')
              .where('d.meeting_id', '=', meetingId),
          )
          .as('decided'),
      ])
      .where('application.tenant_id', '=', tenantId)
      .where('application.id', '=', applicationId)
      .executeTakeFirst();
    if (application?.pot_id !== row.pot_id) return refuse('APPLICATION_NOT_OF_POT', { field: '/applicationId' });
    const isOwn = actorId === personId;
    const isLowered = level === 'none' || (application.level === 'connected' && level === 'knows');
    if (isLowered && (isOwn || !takesMinutes)) return refuse('INTEREST_NOT_LOWERED');
    const before = { applicationId, personId, level: application.level };
    if (level === 'none') {
      if (application.level === null) return refuse('INTEREST_NOT_DECLARED', { field: '/level' });
      if (application.decided === true) return refuse('RULING_AFTER_DECISION', { field: '/applicationId' });
      return {
        writes: [
          tx
            .deleteFrom('interest')
            .where('tenant_id', '=', tenantId)
            .where('meeting_id', '=', meetingId)
            .where('application_id', '=', applicationId)
            .where('person_id', '=', personId)
            .compile(),
        ],
        event: { audience: 'staff', before, after: { applicationId, personId, level: null } },
      };
    }

    return {
      writes: [
        tx
          .insertInto('interest')
          .values({
            tenant_id: tenantId,
            meeting_id: meetingId,
            application_id: applicationId,
            person_id: personId,
            level,
          })
          .onConflict((conflict) =>
            conflict.columns(['tenant_id', 'meeting_id', 'application_id', 'person_id']).doUpdateSet({
              level,
              // What was ruled of who knows them says nothing of who is connected.
              ruling: sql<string | null>`case when interest.level = ${level} then interest.ruling end`,
            }),
          )
          .compile(),
      ],
      event: {
        audience: 'staff',
        before,
        after: { applicationId, personId, level },
      },
    };
  },
);

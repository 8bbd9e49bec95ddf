import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { panelOf } from './panel';

/** Who came, as a whole list: it replaces the one before. */
export interface RecordAttendanceBody {
  readonly chairId: string;
  readonly personIds: readonly string[];
}

/**
 * Records which panel members came and who is in the chair. Officers who attend do not decide and are not on the list.
 * @refusal NOT_ON_PANEL, CHAIR_ABSENT, ATTENDEE_COUNTED
 */
export const recordAttendance = defineCommand<RecordAttendanceBody, 'meeting'>(
  'meeting',
  'recordAttendance',
  async (c) => {
    const { tx, tenantId, subjectId: meetingId, row } = c;
    const { chairId } = c.body;
    const present = [...new Set(c.body.personIds)];
    const panel = await panelOf(tx, tenantId, row.pot_id);
    const strangers = present.filter((personId) => !panel.has(personId));
    if (strangers.length > 0) return refuse('NOT_ON_PANEL', { field: '/personIds', facts: { personIds: strangers } });
    if (!present.includes(chairId)) return refuse('CHAIR_ABSENT', { field: '/chairId' });
    const decisions = await tx
      .selectFrom('decision')
      .select('counted')
      .where('tenant_id', '=', tenantId)
      .where('meeting_id', '=', meetingId)
      .execute();
    const counted = new Set(decisions.flatMap((decision) => decision.counted));
    const missing = [...counted].filter((personId) => !present.includes(personId));
    if (missing.length > 0) return refuse('ATTENDEE_COUNTED', { field: '/personIds', facts: { personIds: missing } });

    return {
      set: { chair_id: chairId },
      writes: [
        tx
          .deleteFrom('attendance')
          .where('tenant_id', '=', tenantId)
          .where('meeting_id', '=', meetingId)
          .where('person_id', 'not in', present)
          .compile(),
        tx
          .insertInto('attendance')
          .values(present.map((personId) => ({ tenant_id: tenantId, meeting_id: meetingId, person_id: personId })))
          .onConflict((conflict) => conflict.doNothing())
          .compile(),
      ],
      event: { after: { chairId, personIds: present } },
    };
  },
);

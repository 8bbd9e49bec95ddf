import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../../db/client';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { panelOf } from '../meetings/panel';

/** Which meeting is to decide something of which pot. */
export interface MeetingOf {
  readonly tenantId: string;
  readonly meetingId: string;
  readonly potId: string;
}

/** In SQL: the ids of everybody recorded as present, of the panel or not. To be read in a statement after {@link panelPresent}'s. */
export const everybodyPresent = ({ tenantId, meetingId }: Omit<MeetingOf, 'potId'>): RawBuilder<readonly string[]> =>
  sql`array(select person_id from attendance where tenant_id = ${tenantId} and meeting_id = ${meetingId})`;

/**
 * The panel members recorded as present at a meeting that is still going on, in the order of their ids. The meeting is held as it
 * is until the decision is recorded: who came cannot change meanwhile, nor can it end.
 * @returns MEETING_UNKNOWN, MEETING_ENDED or MEETING_WITHOUT_CHAIR where it cannot decide
 */
export async function panelPresent(
  tx: Tx,
  { tenantId, meetingId, potId }: MeetingOf,
): Promise<readonly string[] | Refusal> {
  const locked = tx
    .selectFrom('meeting')
    .select(['state', 'chair_id'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', meetingId)
    .where('pot_id', '=', potId)
    .forShare()
    .executeTakeFirst();
  const present = tx
    .selectFrom('attendance')
    .select('person_id')
    .where('tenant_id', '=', tenantId)
    .where('meeting_id', '=', meetingId)
    .orderBy('person_id')
    .execute();
  const [meeting, attended, panel] = await Promise.all([locked, present, panelOf(tx, tenantId, potId)]);
  if (meeting === undefined) return refuse('MEETING_UNKNOWN', { field: '/meetingId' });
  if (meeting.state !== 'planned') return refuse('MEETING_ENDED', { field: '/meetingId' });
  if (!attended.some(({ person_id }) => person_id === meeting.chair_id)) {
    return refuse('MEETING_WITHOUT_CHAIR', { field: '/meetingId' });
  }
  return attended.map(({ person_id }) => person_id).filter((personId) => panel.has(personId));
}

import type { Deadline } from '../../domain/calendar/deadlines';
import { released } from '../../domain/award/pauses';
import type { Change } from '../apply/change';
import { standingStill, type GrantContext } from './grant-context';

/** A grant whose hold is over. */
export interface GoingOn {
  readonly deadlines: readonly Deadline[];
  readonly set: NonNullable<Change['set']>;
}

/** The hold is over: each deadline is later by as long as its clock stood still. */
export async function clocksGoOn(c: GrantContext): Promise<GoingOn> {
  const open = await c.tx
    .selectFrom('question')
    .select('id')
    .where('tenant_id', '=', c.tenantId)
    .where('application_id', '=', c.subjectId)
    .where('answered_at', 'is', null)
    .executeTakeFirst();
  const { deadlines, pausedSince } = released(
    c.deadlines,
    { ...standingStill(c), questionOpen: open !== undefined },
    c.at,
  );
  return { deadlines, set: { held_since: null, held_by: null, paused_since: pausedSince } };
}

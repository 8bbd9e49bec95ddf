import { compareInstants, instant, type Instant } from '../../domain/calendar/calendar';
import { arm } from '../../domain/calendar/deadlines';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { closing, deciding, overlapRefusal } from './round-dates';

/** A later date, in place of one that people know. */
export interface ExtendRoundBody {
  readonly which: 'closesAt' | 'decideBy';
  readonly to: Instant;
  readonly reason?: string | undefined;
}

/**
 * Moves a date of a round to a later one, and its timer with it. @refusal NEW_DATE_NOT_LATER, ROUND_CLOSED_ALREADY,
 * ROUND_DATES_OUT_OF_ORDER, ROUND_OVERLAPS
 */
export const extendRound = defineCommand<ExtendRoundBody, 'round'>('round', 'extendRound', async (c) => {
  const { row, at, deadlines, body } = c;
  const to = instant(body.to);
  const hasClosed = row.state === 'closed' || row.state === 'deciding';
  if (body.which === 'closesAt' && hasClosed) return refuse('ROUND_CLOSED_ALREADY', { field: '/which' });
  const before = (body.which === 'closesAt' ? row.closes_at : row.decide_by) as Instant;
  if (compareInstants(to, before) <= 0 || compareInstants(to, at) <= 0) {
    return refuse('NEW_DATE_NOT_LATER', { field: '/to', facts: { nowAt: before } });
  }
  const event = {
    before: { [body.which]: before },
    after: { [body.which]: to },
    ...(body.reason === undefined ? {} : { text: body.reason }),
  };
  if (body.which === 'decideBy') {
    return { set: { decide_by: to }, ...(hasClosed ? { deadlines: arm(deadlines, deciding(to, at)) } : {}), event };
  }
  if (compareInstants(to, row.decide_by as Instant) > 0) return refuse('ROUND_DATES_OUT_OF_ORDER', { field: '/to' });
  const overlap = await overlapRefusal(
    c.tx,
    { tenantId: c.tenantId, potId: row.pot_id, except: c.subjectId },
    { opensAt: row.opens_at as Instant, closesAt: to },
    '/to',
  );
  return overlap ?? { set: { closes_at: to }, deadlines: arm(deadlines, closing(to, at)), event };
});

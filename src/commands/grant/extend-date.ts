import { compareInstants, type Instant } from '../../domain/calendar/calendar';
import { arm } from '../../domain/calendar/deadlines';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { movableDate, type MovableDate } from './movable-dates';
import { mailTo, type WithReason } from './grant-context';
import { groupOf } from './people-to-tell';

/** Which date, to when, and why. */
export interface ExtendDateBody extends WithReason {
  readonly which: MovableDate;
  /** The id of the condition, where it is about one. */
  readonly about?: string | undefined;
  readonly to: Instant;
}

/**
 * Gives more time: the date moves, and with it its timer and its reminders. A condition that failed is open again, and a report that
 * was overdue is due. Dates are only made later, because people rely on them.
 * @refusal DATE_NOT_SET, CONDITION_UNKNOWN, DATE_PASSED, DATE_NOT_LATER
 */
export const extendDate = defineCommand<ExtendDateBody, 'grant'>('grant', 'extendDate', async (c) => {
  const { which, about, to, reason } = c.body;
  const date = await movableDate(c, which, about);
  if ('code' in date) return date;
  if (compareInstants(to, c.at) <= 0) return refuse('DATE_PASSED', { field: '/to' });
  const { currentAt } = date;
  if (currentAt !== null && compareInstants(to, currentAt) <= 0)
    return refuse('DATE_NOT_LATER', { field: '/to', facts: { currentAt } });

  const moved = date.movedTo(to);
  return {
    final: c.row.final,
    deadlines: arm(c.deadlines, moved),
    writes: date.writes(to),
    event: { before: { which, at: currentAt }, after: { which, about: about ?? null, at: to }, text: reason },
    mails: date.isForGroup ? mailTo(await groupOf(c), 'date-extended', { which, to }) : [],
  };
});

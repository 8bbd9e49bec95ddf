import { compareInstants, instant, type Instant } from '../../domain/calendar/calendar';
import { type WhenAndWhere, whenAndWhereRefusal } from '../../domain/decision/meeting-date';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';
import { peopleOfMeeting } from './people-of-meeting';

/** When and where the meeting is from now on, and why. */
export interface MoveMeetingBody extends WhenAndWhere {
  readonly reason: string;
}

/**
 * Moves a meeting that was not held to another day, time or place, and tells the panel and the owners of the applications that wait for it.
 * @refusal MEETING_BEGUN, MEETING_UNCHANGED, and those of `whenAndWhereRefusal`
 */
export const moveMeeting = defineCommand<MoveMeetingBody, 'meeting'>('meeting', 'moveMeeting', async (c) => {
  const { tx, tenantId, row, actorId, at } = c;
  const { online, reason } = c.body;
  if (row.chair_id !== null) return refuse('MEETING_BEGUN');
  const startsAt = instant(c.body.startsAt);
  const impossible = whenAndWhereRefusal({ ...c.body, startsAt }, at);
  if (impossible !== undefined) return impossible;
  const place = c.body.place ?? null;
  const wasAt = row.starts_at as Instant;
  if (compareInstants(startsAt, wasAt) === 0 && online === row.online && place === row.place) {
    return refuse('MEETING_UNCHANGED', { field: '/startsAt' });
  }
  const { personIds } = await peopleOfMeeting(tx, tenantId, { potId: row.pot_id, actorId });
  return {
    set: { starts_at: startsAt, online, place },
    event: { before: { startsAt: wasAt, online: row.online }, after: { startsAt, online }, text: reason },
    mails: personIds.map((to) => ({ template: 'meeting-moved', to, facts: { startsAt, wasAt, online } })),
  };
});

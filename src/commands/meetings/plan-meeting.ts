import { instant, londonDate, type Instant } from '../../domain/calendar/calendar';
import { refuse } from '../../domain/refusals/refusal';
import { defineCreation } from '../apply/definition';
import { placeInPot } from '../pots/place-in-pot';
import { panelOf } from './panel';

/** A meeting of the panel, in a room or online. */
export interface PlanMeetingBody {
  readonly potId: string;
  readonly startsAt: Instant;
  readonly online: boolean;
  /** Needed in a room; online, how to join. */
  readonly place?: string | undefined;
}

/** Plans a meeting and tells the panel. @refusal POT_UNKNOWN, POT_CLOSED, MEETING_NEEDS_PLACE, MEETING_DAY_PASSED */
export const planMeeting = defineCreation<PlanMeetingBody, 'meeting'>(
  'meeting',
  'planMeeting',
  placeInPot,
  async ({ tx, tenantId, body, at }) => {
    const { potId, online, place } = body;
    if (!online && (place === undefined || place.trim() === ''))
      return refuse('MEETING_NEEDS_PLACE', { field: '/place' });
    const startsAt = instant(body.startsAt);
    // One that began today can still be written down.
    if (londonDate(startsAt) < londonDate(at)) return refuse('MEETING_DAY_PASSED', { field: '/startsAt' });
    const panel = await panelOf(tx, tenantId, potId);
    return {
      to: 'planned',
      create: { pot_id: potId, starts_at: startsAt, online, place: place ?? null, created_at: at },
      event: { after: { potId, startsAt, online } },
      mails: [...panel].map((to) => ({ template: 'meeting-planned', to, facts: { potId, startsAt, online } })),
    };
  },
);

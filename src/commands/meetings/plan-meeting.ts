import { instant } from '../../domain/calendar/calendar';
import { type WhenAndWhere, whenAndWhereRefusal } from '../../domain/decision/meeting-date';
import { defineCreation } from '../apply/definition';
import { placeInPot } from '../pots/place-in-pot';
import { panelOf } from './panel';

/** A meeting of the panel, in a room or online. */
export interface PlanMeetingBody extends WhenAndWhere {
  readonly potId: string;
}

/** Plans a meeting and tells the panel. @refusal POT_UNKNOWN, POT_CLOSED, and those of `whenAndWhereRefusal` */
export const planMeeting = defineCreation<PlanMeetingBody, 'meeting'>(
  'meeting',
  'planMeeting',
  placeInPot,
  async ({ tx, tenantId, body, at }) => {
    const { potId, online, place } = body;
    const startsAt = instant(body.startsAt);
    const impossible = whenAndWhereRefusal({ startsAt, online, place }, at);
    if (impossible !== undefined) return impossible;
    const panel = await panelOf(tx, tenantId, potId);
    return {
      to: 'planned',
      create: { pot_id: potId, starts_at: startsAt, online, place: place ?? null, created_at: at },
      event: { after: { potId, startsAt, online } },
      mails: [...panel].map((to) => ({ template: 'meeting-planned', to, facts: { potId, startsAt, online } })),
    };
  },
);

import { instant, type Instant } from '../../domain/calendar/calendar';
import { refuse } from '../../domain/refusals/refusal';
import { defineCreation } from '../apply/definition';
import { ownerRefusal } from '../people/owner';
import { placeInPot } from '../pots/place-in-pot';
import { closing, opening, overlapRefusal, type RoundDates, roundDatesRefusal } from './round-dates';

/** A window for applications. It opens and closes by itself. */
export interface PlanRoundBody {
  readonly potId: string;
  readonly name: string;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly decideBy: Instant;
  /** Left out: whoever plans it. */
  readonly ownerId?: string | undefined;
}

/**
 * Plans a round. @refusal POT_UNKNOWN, POT_CLOSED, POT_IS_ROLLING, ROUND_DATES_OUT_OF_ORDER, ROUND_CLOSES_IN_THE_PAST, PERSON_UNKNOWN,
 * OWNER_NOT_STAFF, ROUND_OVERLAPS
 */
export const planRound = defineCreation<PlanRoundBody, 'round'>('round', 'planRound', placeInPot, async (c) => {
  const { tx, tenantId, body, at, subjectId } = c;
  const { potId, name } = body;
  const ownerId = body.ownerId ?? c.actorId;
  if (ownerId === null) throw new Error('a round is planned by somebody');
  if (c.policy?.intake !== 'window') return refuse('POT_IS_ROLLING', { field: '/potId' });
  const dates: RoundDates = {
    opensAt: instant(body.opensAt),
    closesAt: instant(body.closesAt),
    decideBy: instant(body.decideBy),
  };
  const refusal =
    roundDatesRefusal(dates, at) ??
    (await ownerRefusal(tx, { tenantId, ownerId, potId })) ??
    (await overlapRefusal(tx, { tenantId, potId, except: subjectId }, dates, '/opensAt'));
  if (refusal !== undefined) return refusal;
  const { opensAt, closesAt, decideBy } = dates;
  return {
    to: 'draft',
    create: {
      pot_id: potId,
      name,
      opens_at: opensAt,
      closes_at: closesAt,
      decide_by: decideBy,
      owner_id: ownerId,
      created_at: at,
    },
    deadlines: [opening(opensAt, at), closing(closesAt, at)],
    event: { after: { potId, ownerId, opensAt, closesAt, decideBy } },
  };
});

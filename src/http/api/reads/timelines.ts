import { readTimeline, type TimelineSubject } from '../../../../db/queries/grants/timeline';
import { partyRoles, readingRoles, staffRoles, type Role } from '../../../domain/lives/roles';
import { timelineEventExample, timelinePage, timelineQuery } from '../../schemas/reads/engine';
import { collectionOf } from '../command-route';
import { readRoute, type ReadRoute } from '../read-route';

const panelToo: readonly Role[] = [...staffRoles, 'panel_member'];

const timelined = {
  grant: ['getGrantTimeline', 'What happened to one application or grant: when, who, why', 'any'],
  purchase: ['getPurchaseTimeline', 'What happened to one purchase', 'any'],
  payment_run: ['getPaymentRunTimeline', 'What happened to one payment run', staffRoles],
  round: ['getRoundTimeline', 'What happened to one round', readingRoles],
  fund: ['getFundTimeline', 'What happened to one fund', readingRoles],
  pot: ['getPotTimeline', 'What happened to one pot', readingRoles],
  meeting: ['getMeetingTimeline', 'What happened to one meeting', panelToo],
  party: ['getPartyTimeline', 'What happened to one group or organisation', [...panelToo, ...partyRoles]],
  person: ['getPersonTimeline', 'What happened to one person’s roles, connections and tokens', staffRoles],
} as const satisfies Record<TimelineSubject, readonly [string, string, readonly Role[] | 'any']>;

/** The timeline of each kind of subject. */
export const timelineReads: readonly ReadRoute[] = (Object.keys(timelined) as TimelineSubject[]).map((type) => {
  const [operationId, summary, roles] = timelined[type];
  return readRoute({
    operationId,
    path: `/${collectionOf(type)}/{id}/timeline`,
    summary: `${summary}, the last first`,
    roles,
    query: timelineQuery,
    response: timelinePage,
    refusals: type === 'grant' ? ['APPLICATION_WITHHELD'] : [],
    example: { items: [timelineEventExample], next: null },
    handle: ({ db, params, query, ...asker }) => readTimeline(db, asker, { type, id: params['id'] ?? '' }, query),
  });
});

import { readGrantAround, type GrantAround } from '../../../../../db/queries/grants/grant-around';
import { findGrant, type GrantFound } from '../../../../../db/queries/grants/grant';
import { readTimeline, type TimelineEvent } from '../../../../../db/queries/grants/timeline';
import { isId } from '../../../../contracts/ids';
import { answerGrant } from '../../../api/reads/grant-answer';
import type { Told } from '../../../api/read-route';
import type { grantAnswer } from '../../../schemas/reads/grants/grant';
import type { StandingNow } from '../../frame/command-form';
import type { PageContext, Seen } from '../../frame/page';
import { eventInWords } from './events';

/** One grant as the staff's pages have it. */
export interface GrantData {
  readonly found: GrantFound;
  readonly grant: Told<typeof grantAnswer>;
  /** What happened, the newest first. */
  readonly events: readonly TimelineEvent[];
  /** What says who may do the next thing, and what it takes; undefined for the panel and the funder, who only read. */
  readonly around: GrantAround | undefined;
}

const eventsAPage = 100;

/** Reads a grant for those who run its pot, and for those who may read all of it; undefined for its group, which has a page of its own. */
export async function loadGrant({ parts, asker, params }: PageContext): Promise<GrantData | undefined> {
  const id = params['id'] ?? '';
  if (!isId(id)) return undefined;
  const { db } = parts.reading;
  const [found, around, timeline] = await Promise.all([
    findGrant(db, asker, id),
    readGrantAround(db, asker, id),
    readTimeline(db, asker, { type: 'grant', id }, { sort: 'newest', limit: eventsAPage }),
  ]);
  if (found === undefined || found.closeness === 'group') return undefined;
  return { found, grant: answerGrant(found, asker.roles), events: timeline?.items ?? [], around };
}

/** How a grant stands for the life-cycle table. */
export const standingOf = ({ grant }: Pick<GrantData, 'grant'>): StandingNow => ({
  state: grant.stage,
  onHold: grant.onHold,
  scope: { potId: grant.pot.id, parties: { applicant: grant.party.id, budget_holder: grant.party.id } },
});

/** A form about a grant is sent once whoever fills it in has seen what others did to it meanwhile. */
export const seenOfGrant: Seen<Pick<GrantData, 'events'>> = {
  mark: ({ events }) => events[0]?.id ?? '',
  since: ({ events }, mark, { asker }) => {
    const seen = events.findIndex(({ id }) => id === mark);
    return events
      .slice(0, Math.max(seen, 0))
      .filter(({ actor }) => actor?.id !== asker.personId)
      .map(({ type, actor, at, text }) => eventInWords({ type, actor, at, text }));
  },
};

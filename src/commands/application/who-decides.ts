import { sql } from 'kysely';
import {
  assessorRefusal,
  decidingDuty,
  panelAt,
  panelRefusal,
  soleDeciderRefusal,
} from '../../domain/decision/decision';
import type { Pence } from '../../domain/money/money';
import type { Policy } from '../../domain/policy/policy';
import type { Refusal } from '../../domain/refusals/refusal';
import type { DutyDone } from '../apply/change';
import { actorOf, type GrantContext } from '../grant/grant-context';
import { readItem } from './read-item';
import { everybodyPresent, panelPresent } from './read-panel';

/** What is decided, as far as it matters for who may. */
export interface Deciding {
  readonly policy: Policy;
  /** Null where one person decides by delegated authority. */
  readonly meetingId: string | null;
  /** What is awarded, or what was asked for where nothing is. */
  readonly sumPence: Pence;
}

/** Who decided: each of the panel who counted, or the one person. */
export interface Deciders {
  readonly recordedBy: string;
  readonly counted: readonly string[];
  readonly duties: readonly DutyDone[];
}

/**
 * Who decides an application, if they may: the panel members who are present at the meeting and count, recorded by somebody who may
 * assess it; or whoever sends the command, alone. @refusal those of `panelPresent`, `panelRefusal`, `soleDeciderRefusal`,
 * `assessorRefusal`
 */
export async function whoDecides(c: GrantContext, deciding: Deciding): Promise<Deciders | Refusal> {
  const { tx, tenantId, row } = c;
  const { policy, meetingId, sumPence } = deciding;
  const recordedBy = actorOf(c);
  const application = {
    tenantId,
    grantId: c.subjectId,
    partyId: row.party_id,
    hostId: row.host_id,
    isAppeal: row.appealed,
    meetingId,
  };
  const decidedBy = (counted: readonly string[], inMeeting: boolean): Deciders => ({
    recordedBy,
    counted,
    duties: counted.map((personId) => ({ duty: decidingDuty(application, inMeeting), personId })),
  });

  if (meetingId === null) {
    const item = await readItem(tx, application, [recordedBy]);
    return soleDeciderRefusal(item, recordedBy, sumPence, policy) ?? decidedBy([recordedBy], false);
  }
  const meeting = { tenantId, meetingId, potId: row.pot_id };
  const [present, item] = await Promise.all([
    panelPresent(tx, meeting),
    readItem(tx, application, sql`${[recordedBy]}::uuid[] || ${everybodyPresent(meeting)}`),
  ]);
  if ('code' in present) return present;
  const { quorum } = policy.decision;
  const panel = panelAt(item, present, quorum);
  return assessorRefusal(item, recordedBy) ?? panelRefusal(item, panel, quorum) ?? decidedBy(panel.counted, true);
}

import { sql, type CompiledQuery } from 'kysely';
import { v7 as newId } from 'uuid';
import { budget, transfer, type Transfer } from '../../domain/money/accounts';
import type { ApplicationContent } from '../../domain/application/application';
import { costsBeforeDecision } from '../../domain/application/application-refusals';
import { londonDate, type CalendarDate } from '../../domain/calendar/calendar';
import { capRefusal } from '../../domain/decision/decision';
import type { CountedAward } from '../../domain/decision/group-cap';
import type { Pence } from '../../domain/money/money';
import type { Policy } from '../../domain/policy/policy';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import type { GrantContext } from '../grant/grant-context';
import type { DecideBody } from './decide-body';
import { readContent } from '../grant/read-content';
import { lockGroupAwards } from './read-group-awards';

/** What is awarded of what was asked for, by which policy. */
export interface Awarding {
  readonly policy: Policy;
  readonly awardedPence: Pence;
  readonly askedPence: Pence;
}

/** What an award moves and writes. */
export interface AwardMade {
  readonly transfers: readonly Transfer[];
  readonly writes: readonly CompiledQuery[];
}

/** What an award is judged by: what was applied for, and all that the group was ever awarded. */
export interface AwardReadings {
  readonly content: ApplicationContent;
  readonly awards: readonly CountedAward[];
}

/** Reads what an award is judged by. The group stays locked, so no two awards to it pass the cap together. */
export async function readForAward(c: GrantContext<DecideBody>): Promise<AwardReadings> {
  const [content, awards] = await Promise.all([readContent(c), lockGroupAwards(c.tx, c.tenantId, c.row.party_id)]);
  return { content, awards };
}

/**
 * An award: reserves the pot's budget, and makes the grant's row, its conditions and its report.
 * @refusal COSTS_BEFORE_DECISION, DATES_REVERSED, GROUP_CAP_EXCEEDED
 */
export function makeAward(
  c: GrantContext<DecideBody>,
  { content, awards }: AwardReadings,
  { policy, awardedPence, askedPence }: Awarding,
): AwardMade | Refusal {
  const { tx, tenantId, subjectId, row, at, body } = c;
  const decidedOn = londonDate(at);
  const dates = datesRefusal(content, body, policy, decidedOn);
  if (dates !== undefined) return dates;
  const overCap = capRefusal(awardedPence, {
    awards,
    decidedOn,
    capPence: policy.groupCapPence,
    period: policy.groupCapPeriod,
  });
  if (overCap !== undefined) return overCap;

  const award = tx
    .insertInto('award')
    .values({
      tenant_id: tenantId,
      id: subjectId,
      pot_id: row.pot_id,
      party_id: row.party_id,
      awarded_pence: awardedPence,
      decided_on: decidedOn,
      offered_at: at,
      needs_new_budget: awardedPence < askedPence,
    })
    .compile();
  const report = tx
    .insertInto('report')
    .values({ tenant_id: tenantId, grant_id: subjectId, state: 'not_due' })
    .compile();
  return {
    transfers: [
      transfer(
        budget.available(row.pot_id),
        budget.committed(row.pot_id, subjectId),
        awardedPence,
        `grant:${subjectId}:award:1`,
      ),
    ],
    writes: [
      award,
      report,
      ...conditionRows(c),
      ...(body.startsOn === undefined ? [] : [movedStart(c, body.startsOn)]),
    ],
  };
}

function datesRefusal(
  { startsOn, endsOn }: ApplicationContent,
  body: DecideBody,
  policy: Policy,
  decidedOn: CalendarDate,
): Refusal | undefined {
  const firstDay = body.startsOn ?? startsOn;
  if (firstDay > endsOn) return refuse('DATES_REVERSED', { field: '/startsOn' });
  return costsBeforeDecision(firstDay, decidedOn, policy);
}

const movedStart = ({ tx, tenantId, subjectId }: GrantContext<DecideBody>, startsOn: CalendarDate): CompiledQuery =>
  tx
    .updateTable('application_content')
    .set({ content: sql<string>`jsonb_set(content, '{startsOn}', to_jsonb(${startsOn}::text))` })
    .where('tenant_id', '=', tenantId)
    .where('application_id', '=', subjectId)
    .compile();

const conditionRows = ({ tx, tenantId, subjectId, body }: GrantContext<DecideBody>): readonly CompiledQuery[] => {
  const conditions = (body.conditions ?? []).map(({ wording, dueWithin }, position) => ({
    tenant_id: tenantId,
    id: newId(),
    grant_id: subjectId,
    number: position + 1,
    wording,
    due_within: dueWithin ?? null,
    state: 'open',
  }));
  return conditions.length === 0 ? [] : [tx.insertInto('condition').values(conditions).compile()];
};

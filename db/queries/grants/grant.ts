import { sql } from 'kysely';
import type { Instant } from '../../../src/domain/calendar/calendar';
import type { Deadline } from '../../../src/domain/calendar/deadlines';
import { isOpenToStaff } from '../../../src/domain/application/draft-feedback';
import type { GrantStage } from '../../../src/domain/lives/grant-life';
import type { Help, Policy } from '../../../src/domain/policy/policy';
import { closenessTo, type Closeness } from '../../../src/domain/people/reading';
import type { Database } from '../../client';
import { compiledOnce } from '../../compiled-once';
import { readRows } from '../../read';
import { partiesOf, type Asker } from '../asker';
import { switchedOn } from '../meetings/criteria';
import { now } from '../instants';
import { named, nameOf, nameOfAny } from '../named';
import { checks, closesAt, confirmations, content, decisions, lastMove, meetsAt, questions } from './grant-assessed';
import { acceptances, award, balances, conditions, payments, refunds, report } from './grant-awarded';
import type { ApplicationInSql } from './grant-in-sql';
import { readUnlessWithheld } from './withheld';

/** An application with all that came of it, as whoever asks will see it. */
const grants = (db: Database, { tenantId, personId }: { readonly tenantId: string; readonly personId: string }) =>
  db
    .selectFrom('application as a')
    .innerJoin('pot', (join) => join.onRef('pot.tenant_id', '=', 'a.tenant_id').onRef('pot.id', '=', 'a.pot_id'))
    .innerJoin('party', (join) =>
      join.onRef('party.tenant_id', '=', 'a.tenant_id').onRef('party.id', '=', 'a.party_id'),
    )
    .innerJoin('policy', (join) =>
      join
        .onRef('policy.tenant_id', '=', 'a.tenant_id')
        .onRef('policy.pot_id', '=', 'a.pot_id')
        .on('policy.version', '=', sql<number>`coalesce(a.policy_version, pot.policy_version)`),
    )
    .innerJoin('fund', (join) => join.onRef('fund.tenant_id', '=', 'a.tenant_id').onRef('fund.id', '=', 'pot.fund_id'))
    .innerJoin('party as funder', (join) =>
      join.onRef('funder.tenant_id', '=', 'a.tenant_id').onRef('funder.id', '=', 'fund.funder_id'),
    )
    .select([
      'a.id',
      'a.reference',
      'a.pot_id',
      'a.party_id',
      'a.follows_id',
      'a.helped_by',
      sql<Instant | null>`a.shared_at`.as('sharedAt'),
      sql<Instant | null>`a.feedback_by`.as('feedbackBy'),
      'a.asked_pence',
      'a.version',
      'a.final',
      'a.appealed',
      'a.created_at',
      'a.changed_at',
      'a.submitted_at',
      sql<GrantStage>`a.stage`.as('stage'),
      sql<readonly Deadline[]>`a.deadlines`.as('deadlines'),
      sql<Instant | null>`a.held_since`.as('heldSince'),
      sql<Instant | null>`a.paused_since`.as('pausedSince'),
    ])
    .select([
      named('pot').as('pot'),
      named('fund').as('fund'),
      'funder.name as funderName',
      named('party').as('party'),
      'party.kind as partyKind',
      nameOf('person', 'a.created_by').as('creator'),
      nameOfAny('person', 'a.helped_by').as('helper'),
      nameOfAny('person', 'a.owner_id').as('owner'),
      nameOfAny('round', 'a.round_id').as('round'),
      nameOfAny('party', 'a.host_id').as('host'),
      sql<Policy>`policy.body`.as('policy'),
      'policy.version as policyVersion',
      // Whom to ask is as the pot says now, whatever rules the grant goes by.
      sql<Help | null>`(select y.body -> 'help' from policy y where y.tenant_id = a.tenant_id and y.pot_id = a.pot_id and y.version = pot.policy_version)`.as(
        'help',
      ),
      switchedOn.as('switchedOn'),
      now.as('now'),
    ])
    .select((eb) => {
      const a = eb as unknown as ApplicationInSql;
      return [
        content(a).as('content'),
        lastMove(a).as('lastMove'),
        closesAt(a).as('closesAt'),
        meetsAt(a).as('meetsAt'),
        award(a).as('award'),
        decisions(a).as('decisions'),
        checks(a).as('checks'),
        questions(a).as('questions'),
        acceptances(a).as('acceptances'),
        conditions(a).as('conditions'),
        payments(a).as('payments'),
        report(a).as('report'),
        refunds(a).as('refunds'),
        balances(a).as('balances'),
        confirmations(a).as('confirmations'),
        unread(a, personId).as('unreadFrom'),
      ];
    })
    .where('a.tenant_id', '=', tenantId);

/** Put together once: it is long, and always the same but for the tenant and the grant. */
const grantStatement = compiledOnce(['tenantId', 'id', 'personId'], (db, { id, ...asker }) =>
  grants(db, asker).where('a.id', '=', id).compile(),
);

/**
 * An application with all that came of it, in one statement. Undefined for one that is not there, or that the asker may not see.
 *
 * @throws ReadRefused APPLICATION_WITHHELD
 */
export async function findGrant(db: Database, asker: Asker, id: string) {
  const { tenantId } = asker;
  const statement = grantStatement(db, { tenantId, id, personId: asker.personId });
  const [row] = await readUnlessWithheld(db, asker, id, statement);
  if (row === undefined) return undefined;
  const closeness = closenessTo(asker, { potId: row.pot_id, partyId: row.party_id });
  if (closeness === undefined) return undefined;
  const { helped_by: helpedBy, sharedAt } = row;
  // What is not sent yet is its group's own, but where staff help with it or are shown it.
  const isTheirs = partiesOf(asker, ['applicant', 'budget_holder']).includes(row.party_id);
  if (row.stage === 'draft' && !isTheirs && !(isInside(closeness) && isOpenToStaff({ helpedBy, sharedAt })))
    return undefined;
  return { ...row, closeness };
}

/** A group has few; whoever acts for one sees the newest of them at once, each with all that came of it. */
const atMostOfGroups = 30;

const ofGroupsStatement = compiledOnce(['tenantId', 'personId', 'partyIds'], (db, { partyIds, ...asker }) =>
  grants(db, asker)
    .where(sql<boolean>`a.party_id = any(${partyIds}::uuid[])`)
    .where('a.stage', '<>', 'expired')
    .orderBy('a.created_at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(sql.lit(atMostOfGroups))
    .compile(),
);

/** All applications and grants of the groups that the asker acts for, the newest first; one round trip for all of them. */
export async function findGrantsOfGroups(db: Database, asker: Asker): Promise<readonly GrantFound[]> {
  const partyIds = partiesOf(asker, ['applicant', 'budget_holder']);
  if (partyIds.length === 0) return [];
  const { tenantId, personId } = asker;
  const rows = await readRows(db, asker, ofGroupsStatement(db, { tenantId, personId, partyIds }));
  return rows.flatMap((row) => {
    const closeness = closenessTo(asker, { potId: row.pot_id, partyId: row.party_id });
    return closeness === undefined ? [] : [{ ...row, closeness }];
  });
}

/** A grant with all that came of it, and how close the asker is to it. */
export type GrantFound = NonNullable<Awaited<ReturnType<typeof findGrant>>>;

/** Whether the asker is of the organisation that runs the pot. */
export const isInside = (closeness: Closeness): boolean => closeness === 'manager' || closeness === 'staff';

/** How many messages of each side somebody has not read yet. */
const unread = (a: ApplicationInSql, personId: string) =>
  a
    .selectFrom('message as m')
    .select(
      sql<{ group: number; staff: number }>`json_build_object('group', count(*) filter (where m.from_side = 'group'),
        'staff', count(*) filter (where m.from_side = 'staff'))`.as('unread'),
    )
    .whereRef('m.tenant_id', '=', 'a.tenant_id')
    .whereRef('m.grant_id', '=', 'a.id')
    .where(
      sql<boolean>`m.sequence > coalesce((select k.up_to from message_mark k
        where k.tenant_id = a.tenant_id and k.grant_id = a.id and k.person_id = ${personId}::uuid), 0)`,
    );

import { sql } from 'kysely';
import { jsonArrayFrom, jsonObjectFrom } from 'kysely/helpers/postgres';
import type { ApplicationContent } from '../../../src/domain/application/application';
import type { ConfirmationKind, ConfirmationState } from '../../../src/domain/application/confirmations';
import type { CalendarDate } from '../../../src/domain/calendar/calendar';
import type { Policy } from '../../../src/domain/policy/policy';
import { iso, isoOrNull } from '../instants';
import { nameOf, nameOfAny } from '../named';
import type { ApplicationInSql } from './grant-in-sql';

/** What the group wrote. */
export const content = (a: ApplicationInSql) =>
  a
    .selectFrom('application_content as c')
    .select(sql<Partial<ApplicationContent>>`c.content`.as('content'))
    .whereRef('c.tenant_id', '=', 'a.tenant_id')
    .whereRef('c.application_id', '=', 'a.id');

/** The event that brought it to its present stage, with the reason that was given. */
export const lastMove = (a: ApplicationInSql) =>
  jsonObjectFrom(
    a
      .selectFrom('event as e')
      .leftJoin('event_text as t', (join) =>
        join.onRef('t.tenant_id', '=', 'e.tenant_id').onRef('t.event_id', '=', 'e.id'),
      )
      .select([iso('e.at').as('at'), 'e.audience', 't.text'])
      .whereRef('e.tenant_id', '=', 'a.tenant_id')
      .whereRef('e.grant_id', '=', 'a.id')
      .where('e.subject_type', '=', 'grant')
      .where(sql<boolean>`e.after ? 'state'`)
      .orderBy('e.sequence', 'desc')
      .limit(sql.lit(1)),
  );

/** When the pot's open round takes no more applications. */
export const closesAt = (a: ApplicationInSql) =>
  a
    .selectFrom('round as o')
    .select(iso('o.closes_at').as('at'))
    .whereRef('o.tenant_id', '=', 'a.tenant_id')
    .whereRef('o.pot_id', '=', 'a.pot_id')
    .where('o.state', '=', 'open')
    .orderBy('o.closes_at')
    .limit(sql.lit(1));

/** When the pot's panel next meets. */
export const meetsAt = (a: ApplicationInSql) =>
  a
    .selectFrom('meeting as m')
    .select(iso('m.starts_at').as('at'))
    .whereRef('m.tenant_id', '=', 'a.tenant_id')
    .whereRef('m.pot_id', '=', 'a.pot_id')
    .where('m.state', '=', 'planned')
    .where(sql<boolean>`m.starts_at > (select app.now())`)
    .orderBy('m.starts_at')
    .limit(sql.lit(1));

/** What meetings decided, the first first. */
export const decisions = (a: ApplicationInSql) =>
  jsonArrayFrom(
    a
      .selectFrom('decision as d')
      .select([
        'd.id',
        sql<'award' | 'award_less' | 'award_with_conditions' | 'not_yet' | 'refuse'>`d.outcome`.as('outcome'),
        'd.amount_pence as amountPence',
        iso('d.decided_at').as('decidedAt'),
        'd.meeting_id as meetingId',
        nameOf('person', 'd.recorded_by').as('recordedBy'),
        sql<number>`cardinality(d.counted)`.as('counted'),
      ])
      .whereRef('d.tenant_id', '=', 'a.tenant_id')
      .whereRef('d.application_id', '=', 'a.id')
      .orderBy('d.decided_at'),
  );

/** All checks of the group, newest first: one that was passed for another application may count here too. */
export const checks = (a: ApplicationInSql) =>
  jsonArrayFrom(
    a
      .selectFrom('party_check as k')
      .select([
        sql<Policy['checks'][number]['kind']>`k.kind`.as('kind'),
        'k.passed',
        sql<CalendarDate>`k.checked_on`.as('checkedOn'),
        sql<CalendarDate>`k.expires_on`.as('expiresOn'),
        nameOf('person', 'k.checked_by').as('checkedBy'),
      ])
      .whereRef('k.tenant_id', '=', 'a.tenant_id')
      .whereRef('k.party_id', '=', 'a.party_id')
      .orderBy('k.checked_on', 'desc')
      .orderBy('k.id', 'desc'),
  );

/** What was asked of the group, with its answers. */
export const questions = (a: ApplicationInSql) =>
  jsonArrayFrom(
    a
      .selectFrom('question as q')
      .select([
        'q.id',
        'q.question',
        iso('q.asked_at').as('askedAt'),
        nameOf('person', 'q.asked_by').as('askedBy'),
        'q.answer',
        isoOrNull('q.answered_at').as('answeredAt'),
        nameOfAny('person', 'q.answered_by').as('answeredBy'),
      ])
      .whereRef('q.tenant_id', '=', 'a.tenant_id')
      .whereRef('q.application_id', '=', 'a.id')
      .orderBy('q.asked_at'),
  );

/** What people without an account confirm, without what others have taken the place of. */
export const confirmations = (a: ApplicationInSql) =>
  jsonArrayFrom(
    a
      .selectFrom('confirmation as k')
      .leftJoin('confirmation_contact as kc', (join) =>
        join.onRef('kc.tenant_id', '=', 'k.tenant_id').onRef('kc.confirmation_id', '=', 'k.id'),
      )
      .select([
        'k.id',
        sql<ConfirmationKind>`k.kind`.as('kind'),
        sql<Exclude<ConfirmationState, 'replaced'>>`k.state`.as('state'),
        iso('k.asked_at').as('askedAt'),
        isoOrNull('k.settled_at').as('settledAt'),
        nameOfAny('person', 'k.waived_by').as('waivedBy'),
        sql<{ name: string; email: string } | null>`case when kc.name is null then null
          else json_build_object('name', kc.name, 'email', kc.email) end`.as('contact'),
      ])
      .whereRef('k.tenant_id', '=', 'a.tenant_id')
      .whereRef('k.grant_id', '=', 'a.id')
      .where('k.state', '<>', 'replaced')
      .orderBy('k.sequence'),
  );

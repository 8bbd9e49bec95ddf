import { sql, type RawBuilder } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { DecisionOutcome } from '../../../src/domain/decision/decision';
import type { CalendarDate, Instant } from '../../../src/domain/calendar/calendar';
import type { MeetingState } from '../../../src/domain/lives/clockless-lives';
import type { Ruling } from '../../../src/domain/decision/quorum';
import { staffRoles } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRow, readRows } from '../../read';
import { potsReached, potWithin, type Asker } from '../asker';
import { iso } from '../instants';
import { named, nameOf, nameOfAny } from '../named';
import { oneMoreThan, pageByPlace, type PageWanted, placeOf } from '../paging';

/** Who sees what a meeting was about. */
export const meetingReaders = [...staffRoles, 'panel_member'] as const;

const seenBy = (asker: Asker): RawBuilder<boolean> => potWithin('m.pot_id', potsReached(asker, meetingReaders));

const meetings = (db: Database, asker: Asker) =>
  db
    .selectFrom('meeting as m')
    .select([
      'm.id',
      sql<MeetingState>`m.state`.as('state'),
      'm.version',
      nameOf('pot', 'm.pot_id').as('pot'),
      'm.online',
      'm.place',
      'm.starts_at as startsAt',
      sql<CalendarDate | null>`m.next_meeting_on`.as('nextMeetingOn'),
      nameOfAny('person', 'm.chair_id').as('chair'),
      'm.created_at as createdAt',
    ])
    .where('m.tenant_id', '=', asker.tenantId)
    .where(seenBy(asker));

/** The meetings that the asker may see, by when they begin. */
export async function listMeetings(
  db: Database,
  asker: Asker,
  filters: { potId?: string | undefined; state?: MeetingState | undefined },
  wanted: PageWanted,
) {
  const place = wanted.cursor === undefined ? undefined : placeOf(wanted.cursor);
  const direction = wanted.sort === 'newest' ? 'desc' : 'asc';
  let query = meetings(db, asker);
  if (filters.potId !== undefined) query = query.where('m.pot_id', '=', filters.potId);
  if (filters.state !== undefined) query = query.where('m.state', '=', filters.state);
  if (place !== undefined) {
    const than = sql.raw(wanted.sort === 'newest' ? '<' : '>');
    query = query.where(sql<boolean>`(m.starts_at, m.id) ${than} (${place.at}::timestamptz, ${place.id}::uuid)`);
  }
  const rows = await readRows(
    db,
    asker,
    query.orderBy('m.starts_at', direction).orderBy('m.id', direction).limit(oneMoreThan(wanted.limit)).compile(),
  );
  return pageByPlace(rows, wanted.limit, ({ startsAt, id }) => ({ at: startsAt, id }));
}

/** When and where a meeting is, for a calendar; undefined for one that is not there for the asker. */
export async function findMeetingDate(db: Database, asker: Asker, id: string) {
  return readRow(
    db,
    asker,
    db
      .selectFrom('meeting as m')
      .innerJoin('pot', (join) => join.onRef('pot.tenant_id', '=', 'm.tenant_id').onRef('pot.id', '=', 'm.pot_id'))
      .innerJoin('tenant', 'tenant.id', 'm.tenant_id')
      .select([
        'm.id',
        sql<MeetingState>`m.state`.as('state'),
        'm.version',
        'm.place',
        sql<Instant>`${iso('m.starts_at')}`.as('startsAt'),
        sql<Instant>`${iso('m.created_at')}`.as('plannedAt'),
        'pot.name as pot',
        'tenant.name as organisation',
      ])
      .where('m.tenant_id', '=', asker.tenantId)
      .where('m.id', '=', id)
      .where(seenBy(asker))
      .compile(),
  );
}

/** One meeting with who came, what they are connected to, and what was decided. */
export async function findMeeting(db: Database, asker: Asker, id: string) {
  return readRow(
    db,
    asker,
    meetings(db, asker)
      .select((m) => [
        jsonArrayFrom(
          m
            .selectFrom('attendance as t')
            .innerJoin('person', (join) =>
              join.onRef('person.tenant_id', '=', 't.tenant_id').onRef('person.id', '=', 't.person_id'),
            )
            .select(['person.id', 'person.name'])
            .whereRef('t.tenant_id', '=', 'm.tenant_id')
            .whereRef('t.meeting_id', '=', 'm.id')
            .orderBy('person.name'),
        ).as('attendance'),
        jsonArrayFrom(
          m
            .selectFrom('interest as i')
            .innerJoin('person', (join) =>
              join.onRef('person.tenant_id', '=', 'i.tenant_id').onRef('person.id', '=', 'i.person_id'),
            )
            .innerJoin('application as a', (join) =>
              join.onRef('a.tenant_id', '=', 'i.tenant_id').onRef('a.id', '=', 'i.application_id'),
            )
            .select([
              named('person').as('person'),
              'a.id as grantId',
              'a.reference',
              sql<'connected' | 'knows'>`i.level`.as('level'),
              sql<Ruling | null>`case when i.level = 'knows' then i.ruling end`.as('ruling'),
            ])
            .whereRef('i.tenant_id', '=', 'm.tenant_id')
            .whereRef('i.meeting_id', '=', 'm.id')
            .orderBy('a.reference')
            .orderBy('person.name'),
        ).as('interests'),
        jsonArrayFrom(
          m
            .selectFrom('decision as d')
            .innerJoin('application as a', (join) =>
              join.onRef('a.tenant_id', '=', 'd.tenant_id').onRef('a.id', '=', 'd.application_id'),
            )
            .innerJoin('party', (join) =>
              join.onRef('party.tenant_id', '=', 'a.tenant_id').onRef('party.id', '=', 'a.party_id'),
            )
            .select([
              'd.id',
              'a.id as grantId',
              'a.reference',
              named('party').as('party'),
              'a.asked_pence as askedPence',
              sql<DecisionOutcome>`d.outcome`.as('outcome'),
              'd.amount_pence as amountPence',
              iso('d.decided_at').as('decidedAt'),
              sql<readonly string[]>`to_jsonb(d.counted)`.as('counted'),
            ])
            .whereRef('d.tenant_id', '=', 'm.tenant_id')
            .whereRef('d.meeting_id', '=', 'm.id')
            .orderBy('d.decided_at'),
        ).as('decisions'),
      ])
      .where('m.id', '=', id)
      .compile(),
  );
}

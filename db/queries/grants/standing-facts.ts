import { sql, type RawBuilder } from 'kysely';
import type { ConnectionFacts } from '../../../src/domain/decision/connections';
import type { DutyDone } from '../../../src/domain/people/segregation';

/** Values, or a piece of SQL that gives them. */
type OrSql<Value> = Value | RawBuilder<unknown>;

/** Whom is asked about: the people, and the parties that they may be connected to; each by ids, or as an array in SQL. */
export interface AskedAbout {
  readonly persons: OrSql<readonly string[]>;
  readonly parties: OrSql<readonly string[]>;
}

/**
 * In SQL, as one value: the standing connections of some people with anybody, and of anybody with some parties; those that have ended are
 * left out. The kinds are those of the columns' checks.
 */
export function connections(tenantId: string, { persons, parties }: AskedAbout): RawBuilder<ConnectionFacts> {
  return sql`jsonb_build_object(
    'withPersons', (
      select coalesce(jsonb_agg(jsonb_build_object('personId', c.person_id, 'otherPersonId', c.other_id, 'kind', c.kind)), '[]')
      from person_connection c
      where c.tenant_id = ${tenantId} and c.ended_at is null
        and (c.person_id = any((${persons})::uuid[]) or c.other_id = any((${persons})::uuid[]))),
    'withParties', (
      select coalesce(jsonb_agg(jsonb_build_object('personId', c.person_id, 'partyId', c.party_id, 'kind', c.kind)), '[]')
      from party_connection c
      where c.tenant_id = ${tenantId} and c.ended_at is null and c.party_id = any((${parties})::uuid[])))`;
}

/** In SQL: the meeting whose chair ruled last on the person of the interest `n` at its application; null where none did. */
export const lastToRule = sql`(select k.meeting_id from interest k join meeting on meeting.tenant_id = k.tenant_id and meeting.id = k.meeting_id
  where k.tenant_id = n.tenant_id and k.application_id = n.application_id and k.person_id = n.person_id and k.ruling is not null
  order by meeting.starts_at desc, k.meeting_id desc limit 1)`;

/**
 * In SQL, as one value: what segregation of duties looks at, who did what on some subjects. Only names of the table of duties are ever
 * written. The subjects by their ids, or as an array in SQL.
 */
export function duties(tenantId: string, subjectIds: OrSql<readonly string[]>): RawBuilder<readonly DutyDone[]> {
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_object('duty', d.duty, 'personId', d.person_id)), '[]')
    from duty d where d.tenant_id = ${tenantId} and d.subject_id = any((${subjectIds})::uuid[]))`;
}

/** In SQL, as one value: the people who act for a party, in the order of their ids; the party by its id, or as a column has it. */
export function actingFor(tenantId: string, partyId: OrSql<string>): RawBuilder<readonly string[]> {
  return sql`(
    select coalesce(jsonb_agg(distinct r.person_id order by r.person_id), '[]')
    from role r join person p on p.tenant_id = r.tenant_id and p.id = r.person_id
    where r.tenant_id = ${tenantId} and r.party_id = ${partyId} and r.ended_at is null and p.left_at is null)`;
}

import { sql, type RawBuilder } from 'kysely';
import { staffRoles } from '../../../src/domain/lives/roles';
import { potsReached, potWithin, type Asker } from '../asker';
import { meetingReaders } from './meetings';
import { readerFacts, type Reader } from '../grants/withheld';

/** No panel gets through more in an evening; what is beyond comes up as others are decided. */
export const itemsAtMost = 60;

/**
 * In SQL, what a statement about a meeting's pack begins with: `m`, the meeting if the asker may see it, and `item`, the applications on
 * its table in reading order: those that wait for the panel of the pot, unless it is over, and those that it has decided. `told_at` is the
 * moment that a pack tells of: of an item its decision, of a meeting that is over its first decision; null and now while it is to come.
 */
export const onTheTable = (asker: Asker, id: string): RawBuilder<unknown> => sql`
  m as materialized (
    select m.*, case when m.state = 'held' then coalesce(
      (select min(d.decided_at) from decision d where d.tenant_id = m.tenant_id and d.meeting_id = m.id),
      (select max(e.at) from event e where e.tenant_id = m.tenant_id and e.subject_id = m.id and e.type = 'meeting_ended'), m.starts_at) end as told_at
    from meeting m
    where m.tenant_id = ${asker.tenantId}::uuid and m.id = ${id}::uuid and ${potWithin('m.pot_id', potsReached(asker, meetingReaders))}
  ), item as materialized (
    select a.*, null::uuid as decision_id, app.now() as told_at
    from m join application a on a.tenant_id = m.tenant_id and a.pot_id = m.pot_id and a.stage = 'assessing'
    where m.state = 'planned'
      and not exists (select from decision d where d.tenant_id = m.tenant_id and d.meeting_id = m.id and d.application_id = a.id)
    union all
    select a.*, d.id, d.decided_at from m join decision d on d.tenant_id = m.tenant_id and d.meeting_id = m.id
    join application a on a.tenant_id = d.tenant_id and a.id = d.application_id
    order by submitted_at, id limit ${sql.lit(itemsAtMost)}
  )`;

/** In SQL: the policy of the pot of `m` that was in force at the moment that its pack tells of, joined to `pot`. */
export const policyThen = sql`policy.version = case when m.told_at is null then pot.policy_version else coalesce(
  (select max(p.version) from policy p where p.tenant_id = m.tenant_id and p.pot_id = m.pot_id and p.published_at <= m.told_at), pot.policy_version) end`;

/** In SQL: what an account of the pot of `m` held before the moment that its pack tells of, or holds now. */
export const balanceThen = (code: string): RawBuilder<number> => sql`case when m.told_at is null
  then coalesce((select k.balance from account k where k.tenant_id = m.tenant_id and k.code = ${code} || m.pot_id::text), 0)
  else coalesce((select x.balance from (
    (select t.sequence, t.from_balance_after as balance from transfer t
      where t.tenant_id = m.tenant_id and t.from_code = ${code} || m.pot_id::text and t.at < m.told_at order by t.sequence desc limit 1)
    union all
    (select t.sequence, t.to_balance_after from transfer t
      where t.tenant_id = m.tenant_id and t.to_code = ${code} || m.pot_id::text and t.at < m.told_at order by t.sequence desc limit 1)
  ) x order by x.sequence desc limit 1), 0) end`;

/** In SQL: what had come back of an award `w` at the moment that the item `a` tells of, as the ledger has it. */
export const cameBackThen = sql`case when a.decision_id is null then w.came_back_pence else (
  select coalesce(sum(t.amount), 0) from transfer t where t.tenant_id = w.tenant_id and t.grant_id = w.id
    and t.to_code = 'budget:available:' || w.pot_id::text and t.at < a.told_at) end`;

/** In SQL: how the report `r` of a grant stood at the moment that the item `a` tells of, by what had happened to it. */
export const reportThen = sql`case when a.decision_id is null or r.state is null then r.state else coalesce((
  select case e.type when 'report_fell_due' then 'due' when 'report_overdue' then 'overdue' when 'report_submitted' then 'submitted'
    when 'report_queried' then 'queried' when 'report_accepted' then 'accepted' else 'waived' end
  from event e where e.tenant_id = r.tenant_id and e.grant_id = r.grant_id and e.at <= a.told_at
    and e.type in ('report_fell_due', 'report_overdue', 'report_submitted', 'report_queried', 'report_accepted', 'report_waived')
  order by e.sequence desc limit 1), 'not_due') end`;

/** In SQL: what says which of the items on the table are kept from whoever reads; null for staff, who keep the papers. */
export const readerOf = (asker: Asker): RawBuilder<Reader | null> =>
  sql`case when ${potWithin('m.pot_id', potsReached(asker, staffRoles))} then null else ${readerFacts(asker)} end`;

/** In SQL: whether a check `k` of the group of the item `a` was recorded by the day that it tells of. */
export const recordedThen = sql`k.checked_on <= (a.told_at at time zone 'Europe/London')::date`;

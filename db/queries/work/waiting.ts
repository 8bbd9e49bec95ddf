import { sql, type RawBuilder } from 'kysely';
import { rolesFor } from '../../../src/domain/lives';
import { staffRoles, type Role } from '../../../src/domain/lives/roles';
import { potsReached, potWithin, type Asker } from '../asker';
import type { WorkFilters } from './kinds';
import { sources, type Source } from './sources';

/** Whether it is somebody's: they look after it; or, where it takes a role, they have one that may do what comes next, for its pot. */
function waitsFor({ owner, pot, doers }: Source, tenantId: string, ownerId: string): RawBuilder<unknown> {
  const me = sql`${ownerId}::uuid`;
  if (doers === undefined) return owner === null ? sql`false` : sql`${sql.ref(owner)} = ${me}`;
  const { next, butNot, isOwnersFirst } = doers;
  const may =
    typeof next === 'string'
      ? sql`role.name = any(${rolesFor(next)}::text[])`
      : sql`case ${sql.ref(next.state)} ${sql.join(
          Object.entries(next.of).map(
            ([state, command]) => sql`when ${sql.lit(state)} then role.name = any(${rolesFor(command)}::text[])`,
          ),
          sql` `,
        )} end`;
  const holders = (whose: RawBuilder<unknown>) =>
    sql`select from role where role.tenant_id = ${tenantId}::uuid ${whose} and role.ended_at is null
      and (role.pot_id is null or role.pot_id = ${sql.ref(pot)}) and ${may}
      ${butNot === undefined ? sql`` : sql`and (${butNot} = role.person_id) is not true`}`;
  const mayThey = (person: RawBuilder<unknown>) => sql`exists (${holders(sql`and role.person_id = ${person}`)})`;
  if (isOwnersFirst !== true || owner === null) return mayThey(me);
  // Nearly all owners may do all of it, for every pot: who they are is looked up once, not for each line.
  const always = sql`(${sql.ref(owner)} = any(array(select role.person_id from role where role.tenant_id = ${tenantId}::uuid and role.ended_at is null
      and role.pot_id is null and role.name = any(${rolesForAll(next)}::text[])))
      ${butNot === undefined ? sql`` : sql`and (${butNot} = ${sql.ref(owner)}) is not true`})`;
  // Where nobody may, it stays with whoever looks after it: they find somebody.
  const isTheirs = sql`${sql.ref(owner)} = ${me}`;
  return sql`case when ${isTheirs} then ${mayThey(me)} or not exists (${holders(sql``)})
    else not (${always} or ${mayThey(sql.ref(owner))}) and ${mayThey(me)} end`;
}

/** The roles that may do all of what can come next. */
function rolesForAll(next: NonNullable<Source['doers']>['next']): readonly Role[] {
  const [first, ...others] = typeof next === 'string' ? [next] : Object.values(next.of);
  if (first === undefined) return [];
  return rolesFor(first).filter((role) => others.every((command) => rolesFor(command).includes(role)));
}

/** Each source's own page, from its own index, put together. */
export function waiting(
  asker: Asker,
  { ownerId, potId }: WorkFilters,
  limit: RawBuilder<unknown>,
  after?: { at: string; id: string },
) {
  const { tenantId } = asker;
  const reached = sources
    .map((one) => ({ ...one, reach: potsReached(asker, one.seenBy ?? staffRoles) }))
    .filter(({ reach }) => reach.all || reach.potIds.length > 0);
  return sql.join(
    reached.map(
      (
        one,
      ) => sql`(select ${one.what}::text as what, ${one.type}::text as subject_type, ${sql.ref(one.subject)} as subject_id, ${one.due} as due, ${one.promised} as promised,
        ${sql.ref(one.id)} as id, ${one.grant === null ? sql`null::uuid` : sql.ref(one.grant)} as grant_id, ${sql.ref(one.pot)} as pot_id,
        ${one.party === null ? sql`null::uuid` : sql.ref(one.party)} as party_id, ${one.owner === null ? sql`null::uuid` : sql.ref(one.owner)} as owner_id
        from ${one.from} where ${sql.ref(one.tenant)} = ${tenantId}::uuid and ${one.where} and ${potWithin(one.pot, one.reach)}
          ${ownerId === undefined ? sql`` : sql`and ${waitsFor(one, tenantId, ownerId)}`}
          ${potId === undefined ? sql`` : sql`and ${sql.ref(one.pot)} = ${potId}::uuid`}
          ${after === undefined ? sql`` : sql`and (${one.due}, ${sql.ref(one.id)}) > (${after.at}::timestamptz, ${after.id}::uuid)`}
        order by ${one.due}, ${sql.ref(one.id)} limit ${limit})`,
    ),
    sql` union all `,
  );
}

import { sql } from 'kysely';
import { staffRoles } from '../../../src/domain/lives/roles';
import type { Database } from '../../client';
import { readRows } from '../../read';
import { potsReached, potWithin, type Asker } from '../asker';
import type { Named } from '../named';

/** The kinds of things that staff choose several of on a list. */
export const chosenKinds = ['grant', 'purchase', 'payment_run'] as const;
export type ChosenKind = (typeof chosenKinds)[number];

/** One thing by its kind and id. */
export interface ChosenRef {
  readonly type: ChosenKind;
  readonly id: string;
}

/** One thing that somebody chose, as far as it is said and judged before something is done to several. */
export interface Chosen extends ChosenRef {
  /** The grant's reference, or the run's name. */
  readonly reference: string | null;
  readonly party: string | null;
  readonly potId: string;
  readonly state: string;
  readonly onHold: boolean;
  readonly owner: Named | null;
}

/** What was chosen, of the pots within the reach of this member of staff; in the order of references. What they do not see is left out. */
export function readChosen(db: Database, asker: Asker, refs: readonly ChosenRef[]): Promise<readonly Chosen[]> {
  const idsOf = (type: ChosenKind) => refs.filter((one) => one.type === type).map(({ id }) => id);
  const within = (column: string) => potWithin(column, potsReached(asker, staffRoles));
  const party = (of: string) =>
    sql`(select g.name from party g where g.tenant_id = ${sql.ref(`${of}.tenant_id`)} and g.id = ${sql.ref(`${of}.party_id`)})`;
  return readRows(
    db,
    asker,
    sql<Chosen>`
      select c.type, c.id, c.reference, c.party, c."potId", c.state, c."onHold",
        (select json_build_object('id', p.id, 'name', p.name) from person p where p.tenant_id = c.tenant_id and p.id = c.owner_id) as owner
      from (
        select 'grant' as type, a.tenant_id, a.id, a.reference, ${party('a')} as party, a.pot_id as "potId", a.stage as state, a.held_since is not null as "onHold", a.owner_id
        from application a where a.tenant_id = ${asker.tenantId}::uuid and a.id = any(${idsOf('grant')}::uuid[]) and a.stage <> 'draft' and ${within('a.pot_id')}
        union all
        select 'purchase', u.tenant_id, u.id, a.reference, ${party('a')}, u.pot_id, u.state, a.held_since is not null, u.owner_id
        from purchase u join application a on a.tenant_id = u.tenant_id and a.id = u.grant_id
        where u.tenant_id = ${asker.tenantId}::uuid and u.id = any(${idsOf('purchase')}::uuid[]) and ${within('u.pot_id')}
        union all
        select 'payment_run', r.tenant_id, r.id, r.name, null, r.pot_id, r.state, false, r.owner_id
        from payment_run r where r.tenant_id = ${asker.tenantId}::uuid and r.id = any(${idsOf('payment_run')}::uuid[]) and ${within('r.pot_id')}
      ) c order by c.reference, c.id
    `.compile(db),
  );
}

import { sql } from 'kysely';
import { criteriaOf, type Criterion } from '../../../src/domain/policy/policy';
import type { Database, Tx } from '../../client';
import { readRow } from '../../read';
import type { Asker } from '../asker';

/** In SQL: the criteria of the policy that was in force when the application `a` was sent; null in one from before they could be said. */
export const criteriaWhenSent = sql<readonly Criterion[] | null>`(
  select y.body -> 'criteria' from policy y where y.tenant_id = a.tenant_id and y.pot_id = a.pot_id
    and y.published_at <= coalesce(a.submitted_at, app.now()) order by y.version desc limit 1)`;

interface SwitchedOn {
  readonly switchedOn: readonly string[];
}

interface Row {
  readonly criteria: readonly Criterion[] | null;
}

/** In SQL: what the organisation of the row `a` has switched on. */
export const switchedOn = sql<
  readonly string[]
>`(select g.switched_on from organisation g where g.tenant_id = a.tenant_id)`;

const ofApplication = (tenantId: string, id: string) =>
  sql<
    Row & SwitchedOn
  >`select ${criteriaWhenSent} as criteria, ${switchedOn} as "switchedOn" from application a where a.tenant_id = ${tenantId}::uuid and a.id = ${id}::uuid`;

const asSent = (row: Row | undefined): readonly Criterion[] => criteriaOf({ criteria: row?.criteria ?? undefined });

/** What somebody scores an application by, and what they gave it already. */
export interface Scoring {
  readonly criteria: readonly Criterion[];
  /** By the criterion's key. */
  readonly given: Readonly<Record<string, number>>;
}

/** How somebody scores an application: by the criteria of its pot when it was sent. */
export async function readScoring(db: Database, asker: Asker, id: string): Promise<Scoring> {
  const row = await readRow(
    db,
    asker,
    sql<Row & Pick<Scoring, 'given'>>`
      select ${criteriaWhenSent} as criteria, (select coalesce(json_object_agg(s.criterion, s.score), '{}'::json) from score s
        where s.tenant_id = a.tenant_id and s.application_id = a.id and s.person_id = ${asker.personId}::uuid) as given
      from application a where a.tenant_id = ${asker.tenantId}::uuid and a.id = ${id}::uuid`.compile(db),
  );
  return { criteria: asSent(row), given: row?.given ?? {} };
}

/** What an application is judged by, inside a command's transaction: the criteria of its pot when it was sent; and what is switched on. */
export async function criteriaIn(
  tx: Tx,
  tenantId: string,
  id: string,
): Promise<SwitchedOn & { readonly criteria: readonly Criterion[] }> {
  const {
    rows: [row],
  } = await ofApplication(tenantId, id).execute(tx);
  return { criteria: asSent(row), switchedOn: row?.switchedOn ?? [] };
}

import { sql } from 'kysely';
import type { GrantStage } from '../../../src/domain/lives/grant-life';
import type { Database } from '../../client';
import { readRows } from '../../read';
import { partiesOf, partyWithin, type Asker } from '../asker';
import { nameIn, type Named } from '../named';

/** A grant that is spent by purchases, and what is left of it. Sums are whole pence. */
export interface Budget {
  readonly grantId: string;
  readonly reference: string | null;
  readonly stage: GrantStage;
  readonly onHold: boolean;
  readonly pot: Named;
  /** Whose budget holder buys. */
  readonly employer: Named;
  /** Who is asked for authority; nobody yet where there is no name. */
  readonly owner: string | null;
  readonly awardedPence: number;
  readonly spentPence: number;
  readonly promisedPence: number;
  readonly leftPence: number;
}

/** More than these nobody holds at once. */
const most = 50;

/** The budgets that somebody may buy from: those of the employers whose budget holder they are, once accepted. The newest first. */
export async function listBudgets(db: Database, asker: Asker): Promise<readonly Budget[]> {
  const rows = await readRows(
    db,
    asker,
    sql<Omit<Budget, 'leftPence' | 'pot' | 'employer'> & Record<'potId' | 'potName' | 'partyId' | 'partyName', string>>`
      select a.id as "grantId", a.reference, a.stage, a.held_since is not null as "onHold", a.pot_id as "potId", ${nameIn('pot', 'a.pot_id')} as "potName",
        a.party_id as "partyId", ${nameIn('party', 'a.party_id')} as "partyName", ${nameIn('person', 'a.owner_id')} as owner,
        held.committed + held.promised + held.spent as "awardedPence", held.promised as "promisedPence", held.spent as "spentPence"
      from application a
        join party g on g.tenant_id = a.tenant_id and g.id = a.party_id and g.kind = 'employer'
        join policy on policy.tenant_id = a.tenant_id and policy.pot_id = a.pot_id and policy.version = a.policy_version
          and jsonb_typeof(policy.body -> 'purchases') = 'object'
        cross join lateral (
          select coalesce(sum(k.balance) filter (where k.kind = 'committed'), 0)::bigint as committed,
            coalesce(sum(k.balance) filter (where k.kind = 'promised'), 0)::bigint as promised,
            coalesce(sum(k.balance) filter (where k.kind = 'spent'), 0)::bigint as spent
          from account k where k.tenant_id = a.tenant_id and k.grant_id = a.id) held
      where a.tenant_id = ${asker.tenantId}::uuid and ${partyWithin('a.party_id', partiesOf(asker, ['budget_holder']))}
        and a.stage in ('active', 'closing')
      order by a.created_at desc, a.id desc limit ${sql.lit(most)}
    `.compile(db),
  );
  return rows.map(({ potId, potName, partyId, partyName, ...row }) => ({
    ...row,
    pot: { id: potId, name: potName },
    employer: { id: partyId, name: partyName },
    leftPence: row.awardedPence - row.promisedPence - row.spentPence,
  }));
}

/** Providers that something can be bought from, by name; the first 200. */
export function listProviders(db: Database, asker: Asker): Promise<readonly Named[]> {
  return readRows(
    db,
    asker,
    sql<Named>`
      select p.id, p.name from party p where p.tenant_id = ${asker.tenantId}::uuid and p.kind = 'provider' order by lower(p.name), p.id limit 200
    `.compile(db),
  );
}

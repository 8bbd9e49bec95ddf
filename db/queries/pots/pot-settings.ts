import { sql } from 'kysely';
import { budget } from '../../../src/domain/money/accounts';
import { paymentStates } from '../../../src/domain/money/payment-states';
import type { PotState } from '../../../src/domain/lives/clockless-lives';
import type { Policy } from '../../../src/domain/policy/policy';
import type { Database } from '../../client';
import { readRow } from '../../read';
import type { Asker } from '../asker';
import type { Named } from '../named';

/** A pot whose rules somebody looks at or changes: those that hold, those that are being changed, and what would go by them. */
export interface PotSettings {
  readonly id: string;
  readonly name: string;
  readonly state: PotState;
  readonly policyVersion: number;
  readonly policy: Policy;
  /** Null while nobody is changing them. */
  readonly draft: Policy | null;
  readonly changedBy: string | null;
  readonly changedAt: string | null;
  /** Drafts and applications that are not decided: they go on by new rules. */
  readonly affected: number;
  /** Grants: they keep the rules of their award. */
  readonly unaffected: number;
  /** What keeps it from being closed: applications and grants that are not over, payments that the bank has not settled, rounds. */
  readonly running: { readonly grants: number; readonly payments: number; readonly rounds: number };
  /** What may still be awarded, in pence. */
  readonly availablePence: number;
  readonly fund: string;
  /** Who sits on its panel now. */
  readonly panel: readonly Named[];
}

const unsettled = paymentStates.filter((state) => state !== 'settled' && state !== 'cancelled');

/** A pot's rules. Undefined for a pot that is not there. */
export function findPotSettings(db: Database, asker: Asker, id: string): Promise<PotSettings | undefined> {
  return readRow(
    db,
    asker,
    sql<PotSettings>`
      select pot.id, pot.name, pot.state, pot.policy_version as "policyVersion", p.body as policy, d.body as draft,
        (select s.name from person s where s.tenant_id = d.tenant_id and s.id = d.changed_by) as "changedBy", d.changed_at as "changedAt",
        (select count(*)::int from application a where a.tenant_id = pot.tenant_id and a.pot_id = pot.id and not a.final and a.policy_version is null) as affected,
        (select count(*)::int from application a where a.tenant_id = pot.tenant_id and a.pot_id = pot.id and not a.final and a.policy_version is not null) as unaffected,
        json_build_object(
          'grants', (select count(*)::int from application a where a.tenant_id = pot.tenant_id and a.pot_id = pot.id and not a.final and a.stage <> 'draft'),
          'payments', (select count(*)::int from payment y where y.tenant_id = pot.tenant_id and y.pot_id = pot.id and y.state = any(${unsettled}::text[])),
          'rounds', (select count(*)::int from round r where r.tenant_id = pot.tenant_id and r.pot_id = pot.id and not r.final)) as running,
        coalesce((select k.balance from account k where k.tenant_id = pot.tenant_id and k.code = ${budget.available('').code} || pot.id::text), 0)::bigint as "availablePence",
        (select fund.name from fund where fund.tenant_id = pot.tenant_id and fund.id = pot.fund_id) as fund,
        (select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name) order by lower(s.name), s.id), '[]'::json) from person s
          where s.tenant_id = pot.tenant_id and s.left_at is null and exists (select from role r where r.tenant_id = s.tenant_id and r.person_id = s.id
            and r.name = 'panel_member' and r.ended_at is null and (r.pot_id is null or r.pot_id = pot.id))) as panel
      from pot
        join policy p on p.tenant_id = pot.tenant_id and p.pot_id = pot.id and p.version = pot.policy_version
        left join policy_draft d on d.tenant_id = pot.tenant_id and d.pot_id = pot.id
      where pot.tenant_id = ${asker.tenantId}::uuid and pot.id = ${id}::uuid
    `.compile(db),
  );
}

/** Who could own a pot, and which funds are open: what somebody who opens one chooses from. */
export async function readPotChoices(
  db: Database,
  asker: Asker,
): Promise<{ readonly funds: readonly Named[]; readonly owners: readonly Named[] }> {
  const row = await readRow(
    db,
    asker,
    sql<{ funds: readonly Named[]; owners: readonly Named[] }>`
      select
        (select coalesce(json_agg(json_build_object('id', f.id, 'name', f.name) order by lower(f.name)), '[]'::json) from fund f
          where f.tenant_id = ${asker.tenantId}::uuid and f.state = 'open') as funds,
        (select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name) order by lower(s.name)), '[]'::json) from person s
          where s.tenant_id = ${asker.tenantId}::uuid and s.left_at is null and exists (select from role r where r.tenant_id = s.tenant_id and r.person_id = s.id
            and r.name in ('fund_manager', 'grants_officer') and r.ended_at is null and r.pot_id is null)) as owners
    `.compile(db),
  );
  return row ?? { funds: [], owners: [] };
}

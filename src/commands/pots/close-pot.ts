import { sql } from 'kysely';
import { budget, transfer } from '../../domain/money/accounts';
import { pence } from '../../domain/money/money';
import { refuse } from '../../domain/refusals/refusal';
import { defineCommand } from '../apply/definition';

/** Nothing needs saying. */
export type ClosePotBody = Readonly<Record<string, never>>;

/** Closes a pot in which nothing runs; what was never awarded goes back to the fund's pledge. @refusal POT_HAS_RUNNING_GRANTS */
export const closePot = defineCommand<ClosePotBody, 'pot'>(
  'pot',
  'closePot',
  async ({ tx, tenantId, subjectId: potId, row }) => {
    const available = budget.available(potId);
    // Drafts do not run: nobody has asked for anything yet.
    const { rows } = await sql<{ running: number; left: number }>`
    select
      (select count(*) from application a where a.tenant_id = ${tenantId} and a.pot_id = ${potId} and not a.final and a.stage <> 'draft')
      + (select count(*) from payment p where p.tenant_id = ${tenantId} and p.pot_id = ${potId} and p.state not in ('settled', 'cancelled'))
      + (select count(*) from round r where r.tenant_id = ${tenantId} and r.pot_id = ${potId} and not r.final) as running,
      coalesce((select balance from account where tenant_id = ${tenantId} and code = ${available.code}), 0)::bigint as left
  `.execute(tx);
    const { running = 0, left = 0 } = rows[0] ?? {};
    if (running > 0) return refuse('POT_HAS_RUNNING_GRANTS', { facts: { running } });
    return {
      to: 'closed',
      transfers: left > 0 ? [transfer(available, budget.pledge(row.fund_id), pence(left), `pot:${potId}:close`)] : [],
      event: { after: { returnedToPledgePence: left } },
    };
  },
);

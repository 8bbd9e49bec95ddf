import { CompiledQuery, createQueryId, type KyselyPlugin, type RootOperationNode } from 'kysely';

import type { Database } from '../../db/client';
import { inTenant } from '../../db/transaction';
import { readRoutes } from '../../src/http/api/reads';
import type { HeldRole } from '../../src/domain/lives/roles';
import type { Actor, Inbox } from './inbox';
import { testSeal } from './seal';

/** What a read is asked with. */
interface Asking {
  readonly id?: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** Asks reads as somebody, as the front door does. */
export interface Reads {
  /**
   * What somebody reads, undefined where it is not there for them. Fails when the answer is not just what its schema describes, or
   * took more than three round trips. Whether the person's role opens the route at all is asked too: then it is 'not theirs to ask'.
   */
  as(actor: Actor, operationId: string, asking?: Asking): Promise<any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- what it holds is what the test asserts
  /** The plans of the statements of a read, as Postgres explains them: one object a step. */
  plan(actor: Actor, operationId: string, asking?: Asking): Promise<readonly PlanStep[]>;
}

/** One step of a plan. */
export interface PlanStep {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanStep[];
}

/** Reads on an inbox's database. */
export function readsOf(inbox: Pick<Inbox, 'db' | 'look'>): Reads {
  const seen = { statements: [] as RootOperationNode[], roundTrips: 0 };
  const watching: KyselyPlugin = {
    transformQuery: ({ node }) => {
      seen.statements.push(node);
      return node;
    },
    transformResult: async ({ result }) => {
      seen.roundTrips += 1;
      return result;
    },
  };
  const db = inbox.db.withPlugin(watching);

  const ask = async (actor: Actor, operationId: string, { id = '', query = {} }: Asking = {}): Promise<unknown> => {
    const route = readRoutes.find((one) => one.operationId === operationId);
    if (route === undefined) throw new Error(`no read is called ${operationId}`);
    const roles = await rolesOf(inbox, actor);
    if (route.roles !== 'any' && !roles.some((role) => route.roles.includes(role.name))) return 'not theirs to ask';
    Object.assign(seen, { statements: [], roundTrips: 0 });
    const parsed = route.query?.parse(query) ?? {};
    const found = await route.handle({
      ...actor,
      roles,
      params: { id },
      query: parsed as never,
      db,
      open: testSeal.open,
    });
    if (found !== undefined) expect(route.response.parse(found)).toEqual(found);
    return found;
  };
  return {
    as: async (actor, operationId, asking) => {
      const found = await ask(actor, operationId, asking);
      if (operationId !== 'exportPaymentRun') expect(seen.roundTrips).toBeLessThanOrEqual(3);
      return found;
    },
    plan: async (actor, operationId, asking) => {
      await ask(actor, operationId, asking);
      const statements = [...seen.statements];
      const plans = await Promise.all(statements.map((node) => explain(inbox.db, actor.tenantId, node)));
      return plans.flatMap(stepsOf);
    },
  };
}

async function rolesOf({ look }: Pick<Inbox, 'look'>, actor: Actor): Promise<readonly HeldRole[]> {
  return look<HeldRole>(
    `select name, pot_id as "potId", party_id as "partyId", own_limit_pence::int as "ownLimitPence" from role
     where tenant_id = $1 and person_id = $2 and ended_at is null`,
    [actor.tenantId, actor.personId],
  );
}

async function explain(db: Database, tenantId: string, node: RootOperationNode): Promise<PlanStep> {
  const { sql, parameters } = db.getExecutor().compileQuery(node, createQueryId());
  const { rows } = await inTenant(db, tenantId, (tx) =>
    tx.executeQuery(CompiledQuery.raw(`explain (format json) ${sql}`, [...parameters])),
  );
  const [row] = rows as { 'QUERY PLAN': [{ Plan: PlanStep }] }[];
  return row!['QUERY PLAN'][0].Plan;
}

function stepsOf(step: PlanStep): readonly PlanStep[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}

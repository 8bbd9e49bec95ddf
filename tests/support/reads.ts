import { CompiledQuery } from 'kysely';
import type { QueryConfig } from 'pg';

import { readRows } from '../../db/read';
import { readRoutes } from '../../src/http/api/reads';
import { documentReads } from '../../src/http/api/reads/documents';
import { Download } from '../../src/http/download';
import type { HeldRole } from '../../src/domain/lives/roles';
import { noteRoundTrips } from './asked-of-postgres';
import type { Actor, Inbox } from './inbox';
import { testSeal } from './seal';

/** What is put together from several readings. */
const documents: ReadonlySet<string> = new Set(documentReads.map(({ operationId }) => operationId));

/** What a read is asked with. */
interface Asking {
  readonly id?: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** Asks reads as somebody, as the front door does. */
export interface Reads {
  /**
   * What somebody reads, undefined where it is not there for them. Fails when the answer is not just what its schema describes, or
   * took more than one round trip. Whether the person's role opens the route at all is asked too: then it is 'not theirs to ask'.
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
  const { db } = inbox;
  const seen = noteRoundTrips(db);

  const ask = async (actor: Actor, operationId: string, { id = '', query = {} }: Asking = {}): Promise<unknown> => {
    const route = readRoutes.find((one) => one.operationId === operationId);
    if (route === undefined) throw new Error(`no read is called ${operationId}`);
    seen.length = 0;
    const roles = await rolesOf(inbox, actor);
    if (route.roles !== 'any' && !roles.some((role) => route.roles.includes(role.name))) return 'not theirs to ask';
    const parsed = route.query?.parse(query) ?? {};
    const found = await route.handle({
      ...actor,
      roles,
      params: { id },
      query: parsed as never,
      db,
      open: testSeal.open,
    });
    if (found !== undefined && !(found instanceof Download)) expect(route.response.parse(found)).toEqual(found);
    return found;
  };
  return {
    as: async (actor, operationId, asking) => {
      const found = await ask(actor, operationId, asking);
      if (operationId !== 'exportPaymentRun' && !documents.has(operationId)) expect(seen.length).toBeLessThanOrEqual(1);
      return found;
    },
    plan: async (actor, operationId, asking) => {
      await ask(actor, operationId, asking);
      const plans = await Promise.all(seen.map((parts) => parts.at(-1)!).map((one) => explain(inbox, actor, one)));
      return plans.flatMap(stepsOf);
    },
  };
}

/** The roles that somebody holds. */
export async function rolesOf({ look }: Pick<Inbox, 'look'>, actor: Actor): Promise<readonly HeldRole[]> {
  return look<HeldRole>(
    `select name, pot_id as "potId", party_id as "partyId", own_limit_pence::int as "ownLimitPence" from role
     where tenant_id = $1 and person_id = $2 and ended_at is null`,
    [actor.tenantId, actor.personId],
  );
}

interface Explained {
  readonly 'QUERY PLAN': readonly [{ readonly Plan: PlanStep }];
}

async function explain(
  { db }: Pick<Inbox, 'db'>,
  { tenantId }: Actor,
  { text, values = [] }: QueryConfig,
): Promise<PlanStep> {
  const explaining = CompiledQuery.raw(`explain (format json) ${text}`, [...values]);
  const [row] = await readRows(db, { tenantId }, explaining as CompiledQuery<Explained>);
  return row!['QUERY PLAN'][0].Plan;
}

function stepsOf(step: PlanStep): readonly PlanStep[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}

import type { Refusal } from '../domain/refusals/refusal';
import { isId, type CommandId, type TenantId, type WaitingSubject } from './ids';

/** What crosses to a workflow is small and says nothing of a person: it is kept in histories. */

/** A command stored in the inbox. Its id is the update id, so that it is applied once however often it is sent. */
export interface CommandRef {
  readonly tenantId: TenantId;
  readonly commandId: CommandId;
}

/** What a run is about. All else it reads from its row. */
export interface SubjectRef {
  readonly tenantId: TenantId;
  readonly subject: WaitingSubject;
  readonly id: string;
}

/** The engine's own command that comes next, its instant (UTC), and how many milliseconds Postgres's clock says are left. */
export interface Due {
  readonly command: string;
  readonly key: string;
  readonly at: string;
  readonly inMs: number;
}

/** Where a subject stands by its record: all that a run may know of it. `next` is soonest first. */
export interface Standing {
  readonly phase: string;
  readonly final: boolean;
  readonly version: number;
  readonly next: readonly Due[];
}

/** What came of a command. A refusal is an answer like any other; result and facts are ids, sums and dates, never words that somebody typed. */
export interface CommandOutcome {
  readonly status: 'applied' | 'refused' | 'failed';
  readonly refusal?: Refusal;
  readonly result?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  readonly standing: Standing;
}

const prefixes: Record<WaitingSubject, string> = {
  grant: 'grant',
  purchase: 'purchase',
  payment_run: 'payment-run',
  round: 'round',
};

/** The workflow type of a subject: also the first part of its workflow id. */
export function workflowTypeOf(subject: WaitingSubject): 'grant' | 'purchase' | 'paymentRun' | 'round' {
  return subject === 'payment_run' ? 'paymentRun' : subject;
}

/** `grant/<id>`, `purchase/<id>`, `payment-run/<id>` or `round/<id>`. */
export function workflowIdOf(subject: WaitingSubject, id: string): string {
  return `${prefixes[subject]}/${id}`;
}

/** The inverse of {@link workflowIdOf}; undefined for a workflow that is not one of ours. */
export function subjectOfWorkflowId(workflowId: string): { subject: WaitingSubject; id: string } | undefined {
  const [prefix = '', id = ''] = workflowId.split('/');
  const found = (Object.keys(prefixes) as WaitingSubject[]).find((subject) => prefixes[subject] === prefix);
  return found !== undefined && isId(id) ? { subject: found, id } : undefined;
}

/** The workflow id and schedule of the reconciler. */
export const reconcilerId = 'reconciler';

/** The search attributes: unencrypted in Temporal, so all they say is the phase that a run waits in. */
export const searchAttributes = { status: 'GrantpotStatus' } as const;

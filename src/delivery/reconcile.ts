import { sql } from 'kysely';
import { applyDue } from '../commands/apply/bring-up-to';
import { waitingSubjects, type TenantId, type WaitingSubject } from '../contracts/ids';
import { workflowIdOf } from '../contracts/runs';
import { relayWaiting, type Relaying } from './relay';
import { openRuns, startRun } from './runs';

/** What a reconciliation found and mended; figures only. */
export interface Reconciliation {
  readonly commandsSent: number;
  readonly dueTaken: number;
  readonly runsStarted: number;
  readonly unmended: number;
}

const stuckAfterMs = 5_000;
const lateAfterMs = 5_000;
const page = 1_000;

/**
 * Compares runs with rows, and mends: sends stuck commands again, takes due instants that passed unnoticed, starts missing runs.
 * Every part is harmless when nothing is wrong. `beat` is called as it goes on.
 */
export async function reconcile(relaying: Relaying, beat: () => void): Promise<Reconciliation> {
  const failures = { count: 0 };
  const counting: Relaying = { ...relaying, onMiss: (miss) => { failures.count += 1; relaying.onMiss(miss); } };
  const commandsSent = await relayWaiting(counting, stuckAfterMs);
  beat();
  const dueTaken = await takeOverdue(counting, beat);
  let runsStarted = 0;
  for (const subject of waitingSubjects) runsStarted += await startMissing(counting, subject, beat);
  return { commandsSent, dueTaken, runsStarted, unmended: failures.count };
}

/** Takes due instants that passed longer ago than a run would need for them. Tests that move the clock run this. */
export async function takeOverdue({ db, applying, onMiss }: Relaying, beat: () => void, olderThanMs = lateAfterMs): Promise<number> {
  const { rows } = await sql<{ tenant_id: string; subject_type: WaitingSubject; id: string }>`
    select tenant_id, subject_type, id from app.subjects_due(app.now() - make_interval(secs => ${olderThanMs / 1000}), ${page})
  `.execute(db);
  let taken = 0;
  for (const row of rows) {
    beat();
    await applyDue(applying, { tenantId: row.tenant_id, subject: row.subject_type, id: row.id }).then(
      () => { taken += 1; },
      (error: unknown) => { onMiss({ commandId: row.id, error }); },
    );
  }
  return taken;
}

async function startMissing({ db, runs, onMiss }: Relaying, subject: WaitingSubject, beat: () => void): Promise<number> {
  // The rows first, then the runs: what is begun in between is found running, not missing.
  const missing = new Map<string, { tenantId: TenantId; id: string }>();
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await sql<{ tenant_id: TenantId; id: string }>`select tenant_id, id from app.subjects_running(${subject}, ${after}::uuid, ${page})`.execute(db);
    for (const row of rows) missing.set(workflowIdOf(subject, row.id), { tenantId: row.tenant_id, id: row.id });
    beat();
    const last = rows.at(-1);
    if (rows.length < page || last === undefined) break;
    after = last.id;
  }
  if (missing.size === 0) return 0;
  for await (const workflowId of openRuns(runs, subject)) missing.delete(workflowId);
  let started = 0;
  for (const { tenantId, id } of missing.values()) {
    beat();
    await startRun(runs, { tenantId, subject, id }).then(
      () => { started += 1; },
      (error: unknown) => { onMiss({ commandId: id, error }); },
    );
  }
  return started;
}

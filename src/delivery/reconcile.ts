import { sql } from 'kysely';
import { applyDue } from '../commands/apply/bring-up-to';
import { waitingSubjects, type TenantId, type WaitingSubject } from '../contracts/ids';
import { subjectOfWorkflowId, workflowIdOf, type SubjectRef } from '../contracts/runs';
import { relayWaiting, type Relaying } from './relay';
import { haveLookAgain, openRuns, startRun, tellToLookAgain } from './runs';

/** What a reconciliation found and mended; figures only. */
export interface Reconciliation {
  /** Subjects whose runs were compared with their rows. */
  readonly looked: number;
  readonly commandsSent: number;
  readonly dueTaken: number;
  readonly runsStarted: number;
  readonly runsEnded: number;
  readonly unmended: number;
}

const stuckAfterMs = 5_000;
const lateAfterMs = 5_000;
const page = 1_000;

/**
 * Compares runs with rows, and mends: sends stuck commands again, takes due instants that passed unnoticed, starts missing runs, and
 * lets those end whose subject is over. Every part is harmless when nothing is wrong. `beat` is called as it goes on.
 */
export async function reconcile(relaying: Relaying, beat: () => void): Promise<Reconciliation> {
  const failures = { count: 0 };
  const counting: Relaying = {
    ...relaying,
    onMiss: (miss) => {
      failures.count += 1;
      relaying.onMiss(miss);
    },
  };
  const commandsSent = await relayWaiting(counting, stuckAfterMs, beat);
  beat();
  const overdue = await takeOverdue(counting, beat);
  // Their runs were late or are not there: they look at the row again, or are begun from it.
  await mendEach(counting, overdue, beat, (subject) => haveLookAgain(counting.runs, subject));
  let [looked, runsStarted, runsEnded] = [0, 0, 0];
  for (const kind of waitingSubjects) {
    const { compared, missing, needless } = await compareRuns(counting, kind, beat);
    looked += compared;
    runsStarted += await mendEach(counting, missing, beat, (subject) => startRun(counting.runs, subject));
    runsEnded += await mendEach(counting, needless, beat, (subject) => tellToLookAgain(counting.runs, subject));
  }
  return { looked, commandsSent, dueTaken: overdue.length, runsStarted, runsEnded, unmended: failures.count };
}

/**
 * Takes due instants that passed longer ago than a run would need for them. Tests that move the clock run this.
 * @returns the subjects that something was due of.
 */
export async function takeOverdue(
  relaying: Relaying,
  beat: () => void,
  olderThanMs = lateAfterMs,
): Promise<readonly SubjectRef[]> {
  const { rows } = await sql<{ tenant_id: TenantId; subject_type: WaitingSubject; id: string }>`
    select tenant_id, subject_type, id from app.subjects_due(app.now() - make_interval(secs => ${olderThanMs / 1000}), ${page})
  `.execute(relaying.db);
  const due = rows.map((row): SubjectRef => ({ tenantId: row.tenant_id, subject: row.subject_type, id: row.id }));
  const taken: SubjectRef[] = [];
  await mendEach(relaying, due, beat, async (subject) => {
    await applyDue(relaying.applying, subject);
    taken.push(subject);
  });
  return taken;
}

/** Runs that should be there and are not, and runs that are there although their subject is over. */
async function compareRuns(
  { db, runs }: Relaying,
  kind: WaitingSubject,
  beat: () => void,
): Promise<{ compared: number; missing: readonly SubjectRef[]; needless: readonly SubjectRef[] }> {
  // The rows first, then the runs: what is begun in between is found running, not missing.
  const missing = new Map<string, SubjectRef>();
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await sql<{ tenant_id: TenantId; id: string }>`
      select tenant_id, id from app.subjects_running(${kind}, ${after}::uuid, ${page})
    `.execute(db);
    for (const row of rows)
      missing.set(workflowIdOf(kind, row.id), { tenantId: row.tenant_id, subject: kind, id: row.id });
    beat();
    const last = rows.at(-1);
    if (rows.length < page || last === undefined) break;
    after = last.id;
  }
  const compared = missing.size;
  const unexplained: string[] = [];
  for await (const workflowId of openRuns(runs, kind)) {
    const subject = subjectOfWorkflowId(workflowId);
    if (!missing.delete(workflowId) && subject !== undefined) unexplained.push(subject.id);
  }
  if (unexplained.length === 0) return { compared, missing: [...missing.values()], needless: [] };
  const { rows } = await sql<{ tenant_id: TenantId; id: string }>`
    select tenant_id, id from app.subjects_over(${kind}, ${unexplained}::uuid[])
  `.execute(db);
  const needless = rows.map((row): SubjectRef => ({ tenantId: row.tenant_id, subject: kind, id: row.id }));
  return { compared, missing: [...missing.values()], needless };
}

/** Mends one subject after the other; what could not be mended is told, and found again next time. @returns how many were mended. */
async function mendEach(
  { onMiss }: Pick<Relaying, 'onMiss'>,
  subjects: readonly SubjectRef[],
  beat: () => void,
  mend: (subject: SubjectRef) => Promise<void>,
): Promise<number> {
  let mended = 0;
  for (const subject of subjects) {
    beat();
    try {
      await mend(subject);
      mended += 1;
    } catch (error) {
      onMiss({ commandId: subject.id, error });
    }
  }
  return mended;
}

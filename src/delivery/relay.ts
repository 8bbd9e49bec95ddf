import { sql } from 'kysely';
import type { Database } from '../../db/client';
import { applyCommand, type Applying } from '../commands/apply/bring-up-to';
import { waits, type CommandId, type SubjectType, type TenantId } from '../contracts/ids';
import { sendCommand, type Runs } from './runs';

/** A command that waits in the inbox. */
interface Waiting {
  readonly tenant_id: TenantId;
  readonly id: CommandId;
  readonly subject_type: SubjectType;
  readonly subject_id: string;
}

/** What the relay needs: the inbox, and the runs. */
export interface Relaying {
  readonly db: Database;
  readonly applying: Applying;
  readonly runs: Runs;
  /** Told of a delivery that did not succeed; it will be tried again. */
  readonly onMiss: (miss: { readonly commandId: string; readonly error: unknown }) => void;
  /** Told of a delivery that succeeded. */
  readonly onDelivery?: (delivery: { readonly commandId: string }) => void;
}

/**
 * Takes to their subjects the commands that have no outcome yet: those that other subjects' changes caused, and those whose request
 * ended before their outcome. A subject's commands go one after the other; one that does not answer rests a while, and delays no other.
 */
export interface Relay {
  /** Begins to deliver what was stored longer ago than so many milliseconds. @returns how many subjects it began with. */
  begin(olderThanMs: number): Promise<number>;
  /** Waits until nothing is under way. @returns how many commands got their outcome since this was last asked. */
  idle(): Promise<number>;
}

const atMost = 1_000;
const atOnce = 20;
const patienceMs = 10_000;
const shortestRestMs = 1_000;
const longestRestMs = 30_000;

/** A relay with nothing under way. */
export function createRelay(relaying: Relaying): Relay {
  const underWay = new Map<string, Promise<void>>();
  const resting = new Map<string, { readonly restMs: number; readonly until: number }>();
  let delivered = 0;
  const deliverQueue = async (subjectId: string, queue: readonly Waiting[]) => {
    for (const row of queue) {
      try {
        await deliver(relaying, row);
        delivered += 1;
        relaying.onDelivery?.({ commandId: row.id });
        resting.delete(subjectId);
      } catch (error) {
        const restMs = Math.min(longestRestMs, (resting.get(subjectId)?.restMs ?? shortestRestMs / 2) * 2);
        resting.set(subjectId, { restMs, until: performance.now() + restMs });
        relaying.onMiss({ commandId: row.id, error });
        return;
      }
    }
  };
  return {
    begin: async (olderThanMs) => {
      if (underWay.size >= atOnce) return 0;
      const queues = await waitingBySubject(relaying.db, olderThanMs);
      for (const subjectId of resting.keys()) if (!queues.has(subjectId)) resting.delete(subjectId);
      const ready = [...queues].filter(
        ([subjectId]) => !underWay.has(subjectId) && (resting.get(subjectId)?.until ?? 0) <= performance.now(),
      );
      const begun = ready.slice(0, atOnce - underWay.size);
      for (const [subjectId, queue] of begun) {
        underWay.set(
          subjectId,
          deliverQueue(subjectId, queue).finally(() => underWay.delete(subjectId)),
        );
      }
      return begun.length;
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay.values());
      const since = delivered;
      delivered = 0;
      return since;
    },
  };
}

/**
 * Delivers all that waits now, and waits for it; calls `beat` as it goes on. What does not get through is left for another time.
 * @returns how many got their outcome.
 */
export async function relayWaiting(
  relaying: Relaying,
  olderThanMs: number,
  beat: () => void = () => undefined,
): Promise<number> {
  const relay = createRelay(relaying);
  let delivered = 0;
  while ((await relay.begin(olderThanMs)) > 0) {
    delivered += await relay.idle();
    beat();
  }
  return delivered;
}

async function waitingBySubject(db: Database, olderThanMs: number): Promise<ReadonlyMap<string, readonly Waiting[]>> {
  const { rows } = await sql<Waiting>`
    select tenant_id, id, subject_type, subject_id from app.commands_waiting(app.now() - make_interval(secs => ${olderThanMs / 1000}), ${atMost})
  `.execute(db);
  const bySubject = new Map<string, Waiting[]>();
  for (const row of rows) bySubject.set(row.subject_id, [...(bySubject.get(row.subject_id) ?? []), row]);
  return bySubject;
}

/** Takes one command to its subject: by its run where it has one, else here. */
async function deliver({ runs, applying }: Relaying, row: Waiting): Promise<void> {
  const { subject_type: subject } = row;
  if (waits(subject)) {
    await sendCommand(
      runs,
      { tenantId: row.tenant_id, subject, id: row.subject_id },
      { tenantId: row.tenant_id, commandId: row.id },
      { patienceMs, isFirst: false },
    );
  } else await applyCommand(applying, { tenantId: row.tenant_id, subject, id: row.subject_id }, row.id);
}

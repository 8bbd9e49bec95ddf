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
}

const atMost = 200;
const atOnce = 20;
const patienceMs = 10_000;

/**
 * Takes to their subjects the commands that were stored longer ago than so many milliseconds and have no outcome yet: those that
 * other subjects' changes caused, and those whose request ended before their outcome. @returns how many got one.
 */
export async function relayWaiting(relaying: Relaying, olderThanMs: number): Promise<number> {
  const { rows } = await sql<Waiting>`
    select tenant_id, id, subject_type, subject_id from app.commands_waiting(app.now() - make_interval(secs => ${olderThanMs / 1000}), ${atMost})
  `.execute(relaying.db);
  const bySubject = new Map<string, Waiting[]>();
  for (const row of rows) bySubject.set(row.subject_id, [...(bySubject.get(row.subject_id) ?? []), row]);
  const queues = [...bySubject.values()];
  let delivered = 0;
  const deliverQueue = async (queue: readonly Waiting[]) => {
    for (const row of queue) {
      try {
        await deliver(relaying, row);
        delivered += 1;
      } catch (error) {
        relaying.onMiss({ commandId: row.id, error });
        return;
      }
    }
  };
  const lanes = Array.from({ length: atOnce }, async () => {
    for (let queue = queues.shift(); queue !== undefined; queue = queues.shift()) await deliverQueue(queue);
  });
  await Promise.all(lanes);
  return delivered;
}

/** Takes one command to its subject: by its run where it has one, else here. */
async function deliver({ runs, applying }: Relaying, row: Waiting): Promise<void> {
  const { subject_type: subject } = row;
  if (waits(subject)) {
    await sendCommand(runs, { tenantId: row.tenant_id, subject, id: row.subject_id }, { tenantId: row.tenant_id, commandId: row.id }, patienceMs);
  } else await applyCommand(applying, { tenantId: row.tenant_id, subject, id: row.subject_id }, row.id);
}

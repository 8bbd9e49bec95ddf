import { countWork } from '../../../../db/queries/work/count';
import { workReaders } from '../../../../db/queries/work/kinds';
import type { Database } from '../../../../db/client';
import type { Role } from '../../../domain/lives/roles';
import type { Visitor } from './visitor';

/** Nobody goes without a new count for longer than this; what they do themselves is counted at once. */
const keptForMs = 30_000;
/** So many people's counts are kept; the one kept longest goes first. */
const peopleAtMost = 1_000;

const readers: readonly Role[] = workReaders;

interface Kept {
  readonly atMs: number;
  readonly waiting: number;
}

/**
 * How much waits for whoever looks, for the head of each page. It is read beside what the page itself reads, and then kept for a short
 * while, so that most pages ask the database for nothing more.
 */
export class WaitingWork {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly db: Database) {}

  /** Up to a hundred; nothing for whom no work waits by their role. `now` is the database's. */
  async of({ tenantId, personId, roles }: Visitor, now: string): Promise<number> {
    if (!roles.some(({ name }) => readers.includes(name))) return 0;
    const atMs = Date.parse(now);
    const known = this.kept.get(personId);
    if (known !== undefined && atMs >= known.atMs && atMs - known.atMs < keptForMs) return known.waiting;
    const { waiting } = await countWork(this.db, { tenantId, personId, roles }, { ownerId: personId });
    this.kept.delete(personId);
    this.kept.set(personId, { atMs, waiting });
    const [oldest] = this.kept.keys();
    if (this.kept.size > peopleAtMost && oldest !== undefined) this.kept.delete(oldest);
    return waiting;
  }

  /** Counts anew the next time: they have just done something. */
  forget(personId: string): void {
    this.kept.delete(personId);
  }
}

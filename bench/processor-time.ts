import { readdirSync, readFileSync } from 'node:fs';

/** Seconds of processor time by process name; Linux only, elsewhere all are zero. */
export type ProcessorSeconds = Readonly<Record<string, number>>;

const ticksPerSecond = 100;

/** Reads what each process has used so far; a server that forks, as Postgres does, with all its children, those that have ended too. */
export function processorSeconds(pids: Readonly<Record<string, number>>): ProcessorSeconds {
  const all = statistics();
  return Object.fromEntries(
    Object.entries(pids).map(([name, pid]) => {
      // The bench started all of them, and counts itself alone.
      const own = all.filter((one) => one.pid === pid || (pid !== process.pid && one.parent === pid));
      const ticks = own.reduce(
        (sum, one) => sum + one.ticks + (one.pid === pid && pid !== process.pid ? one.endedChildren : 0),
        0,
      );
      return [name, ticks / ticksPerSecond];
    }),
  );
}

/** What was used between two readings. */
export function usedBetween(before: ProcessorSeconds, after: ProcessorSeconds): ProcessorSeconds {
  return Object.fromEntries(Object.entries(after).map(([name, seconds]) => [name, seconds - (before[name] ?? 0)]));
}

/** The process that started another; 0 where that is not known. */
export function parentOf(pid: number): number {
  return statistics().find((one) => one.pid === pid)?.parent ?? 0;
}

interface Statistics {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
  readonly endedChildren: number;
}

/** All processes, by proc(5). */
function statistics(): readonly Statistics[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const text = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The second field is the program's name in parentheses, which may hold anything.
        const fields = text
          .slice(text.lastIndexOf(')') + 2)
          .split(' ')
          .map(Number);
        const [parent = 0, user = 0, system = 0, childUser = 0, childSystem = 0] = [1, 11, 12, 13, 14].map(
          (place) => fields[place],
        );
        return [{ pid: Number(name), parent, ticks: user + system, endedChildren: childUser + childSystem }];
      } catch {
        return []; // it has ended meanwhile
      }
    });
}

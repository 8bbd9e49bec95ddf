import { z } from 'zod';

import type { DataDirectory } from '../data-directory';
import { portNear } from '../ports';
import { readPrivateJson, writePrivateJson } from '../private-file';

const port = z.number();
const schema = z.object({
  frontend: port,
  frontendMembership: port,
  history: port,
  historyMembership: port,
  matching: port,
  matchingMembership: port,
  worker: port,
  workerMembership: port,
});

/** Where the services of one Temporal server listen: for calls, and for each other to find out who is there. */
export type TemporalPorts = Readonly<z.infer<typeof schema>>;

/**
 * The ports of a data directory's Temporal server: those that it had, where they are free. It remembers in its tables for 20 seconds where its processes
 * were, and a start that finds nobody there takes the longer.
 */
export async function temporalPortsOf(data: DataDirectory): Promise<TemporalPorts> {
  const file = data.file('temporal-ports.json');
  const kept = readPrivateJson(file, schema);
  const taken = new Set<number>();
  const chosen: Record<string, number> = {};
  for (const name of schema.keyof().options) {
    let free = await portNear(kept?.[name]);
    while (taken.has(free)) free = await portNear(undefined);
    taken.add(free);
    chosen[name] = free;
  }
  const ports = schema.parse(chosen);
  writePrivateJson(file, ports);
  return ports;
}

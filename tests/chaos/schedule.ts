import type { Chance } from './chance';

/** A process that faults happen to. `backend` is one of those that Postgres has for each connection: all others end with it. */
export const victims = ['web', 'worker', 'second worker', 'temporal', 'postgres', 'backend'] as const;
export type Victim = (typeof victims)[number];

/** Something that happens to a process. */
export interface Fault {
  /** Milliseconds after the beginning. */
  readonly atMs: number;
  readonly victim: Victim;
  /** Milliseconds that it is paused for; undefined when it is killed. */
  readonly pausedMs: number | undefined;
}

/** How often each is chosen. */
const weights: Readonly<Record<Victim, number>> = {
  web: 4,
  worker: 4,
  'second worker': 2,
  temporal: 4,
  postgres: 3,
  backend: 1,
};

/** All faults of a run, by time: so many kills at any moment, and a pause for every fifth of them. */
export function faultsOf(
  chance: Chance,
  { kills, minutes }: { readonly kills: number; readonly minutes: number },
): readonly Fault[] {
  const fault = (paused: boolean): Fault => {
    const victim = chance.weighed(weights);
    return {
      atMs: Math.round(chance.between(0, minutes * 60_000)),
      victim: paused && victim === 'backend' ? 'postgres' : victim,
      pausedMs: paused ? Math.round(chance.between(500, 12_000)) : undefined,
    };
  };
  return [
    ...Array.from({ length: kills }, () => fault(false)),
    ...Array.from({ length: Math.round(kills / 5) }, () => fault(true)),
  ].toSorted((one, other) => one.atMs - other.atMs);
}

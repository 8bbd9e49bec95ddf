import type { Findings } from './random-run';
import { victims } from './schedule';

const seconds = (ms: number | undefined): string => (ms === undefined ? 'never' : `${(ms / 1000).toFixed(1)} s`);

/** A value that so many of a hundred are not over. */
function quantile(values: readonly number[], of100: number): number | undefined {
  return values.toSorted((one, other) => one - other)[Math.max(0, Math.ceil((values.length * of100) / 100) - 1)];
}

/** What came of a random run, as lines. */
export function tableOf({ faults, front, ends, violations }: Findings): readonly string[] {
  const outcomes = new Map<string, number>();
  for (const { told } of front.asked) outcomes.set(told.status, (outcomes.get(told.status) ?? 0) + 1);
  const waits = front.asked.map(({ tookMs }) => tookMs);
  const kills = faults.filter(({ pausedMs }) => pausedMs === undefined);
  const spans = (all: Findings['faults']) => {
    const recovered = all.map(({ recoveredMs }) => recoveredMs ?? Number.POSITIVE_INFINITY);
    return `answering again after ${seconds(quantile(recovered, 50))} p50, ${seconds(quantile(recovered, 95))} p95, ${seconds(quantile(recovered, 100))} max`;
  };
  // Whom another fault hits before it has recovered is as slow as both.
  const alone = kills.filter(
    ({ at, recoveredMs = Number.POSITIVE_INFINITY }) =>
      !faults.some(
        (other) => other.at - (other.pausedMs ?? 0) > at && other.at - (other.pausedMs ?? 0) < at + recoveredMs,
      ),
  );
  return [
    '',
    `kills: ${String(kills.length)}; ${spans(kills)}`,
    ...victims.flatMap((victim) => {
      const own = kills.filter((kill) => kill.victim === victim);
      return own.length === 0 ? [] : [`  ${victim}: ${String(own.length)}; ${spans(own)}`];
    }),
    `kills that no other fault followed before it answered again: ${String(alone.length)}; ${spans(alone)}`,
    `pauses: ${String(faults.length - kills.length)}`,
    `commands: ${String(front.asked.length)}, sent ${String(front.asked.reduce((sum, { sent }) => sum + sent, 0))} times; ${[...outcomes].map(([status, count]) => `${status} ${String(count)}`).join(', ')}`,
    `without an outcome: ${String(front.underWay.size)}`,
    `until an outcome: ${seconds(quantile(waits, 50))} p50, ${seconds(quantile(waits, 95))} p95, ${seconds(quantile(waits, 100))} max`,
    'lives:',
    ...[...ends]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([how, count]) => `  ${String(count).padStart(5)}  ${how}`),
    `violations: ${String(violations.length)}`,
    ...violations.slice(0, 50).map((violation) => `  ${violation}`),
  ];
}

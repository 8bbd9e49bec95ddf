/** One kill, and what came after it. Times in milliseconds. */
export interface Kill {
  readonly parts: readonly string[];
  /** What all grants were doing. */
  readonly step: string;
  /** Since the grants' lives began. */
  readonly atMs: number;
  /** Commands that had been answered by then. */
  readonly answered: number;
  /** Until the launcher had started it again. */
  readonly runsAgainMs: number;
  /** Until a command that came after it was applied by its run and both web servers were ready. */
  readonly recoveredMs: number;
  readonly answeredMeanwhile: number;
}

/** Milliseconds as people read them. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Prints what was killed when, and what came of it, on standard output. */
export function printTable(run: {
  readonly kills: readonly Kill[];
  readonly commands: number;
  readonly lost: number;
  readonly livedMs: number;
  readonly grants: number;
  readonly shares: readonly number[];
}): void {
  const { kills, commands, lost, livedMs, grants, shares } = run;
  const rows = [
    ['killed', 'while all', 'at', 'commands before', 'runs again', 'all well again', 'answered meanwhile'],
    ...kills.map((kill) => [
      kill.parts.join(', '),
      kill.step,
      seconds(kill.atMs),
      String(kill.answered),
      seconds(kill.runsAgainMs),
      seconds(kill.recoveredMs),
      String(kill.answeredMeanwhile),
    ]),
  ];
  const widths = rows[0]!.map((_none, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  '));
  process.stdout.write(
    `\n${lines.join('\n')}\n\n${String(grants)} grants closed in ${seconds(livedMs)}; ${String(commands)} commands acknowledged, ${String(lost)} lost; ` +
      `requests by web server: ${shares.join(', ')}\n\n`,
  );
}

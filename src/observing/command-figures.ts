import { Counter, type Registry } from 'prom-client';

/** Counts what came of commands. Their names are those of the life-cycle tables, so there are about a hundred. */
export interface CommandFigures {
  /** A command got its outcome in this process, and it is committed. */
  got(outcome: { readonly command: string; readonly status: string }): void;
}

/** Adds the figures of commands to a process's. */
export function createCommandFigures(registry: Registry): CommandFigures {
  const outcomes = new Counter({
    name: 'grantpot_command_outcomes_total',
    help: 'Commands that got their outcome in this process: applied, refused or failed; the engine’s own too.',
    labelNames: ['command', 'outcome'],
    registers: [registry],
  });
  return {
    got: ({ command, status }) => {
      outcomes.inc({ command, outcome: status });
    },
  };
}

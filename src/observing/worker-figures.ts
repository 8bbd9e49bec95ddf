import { Counter, Gauge, type Registry } from 'prom-client';

/** What a pass of the reconciler looked at and mended. */
export interface ReconcilerPass {
  readonly looked: number;
  readonly commandsSent: number;
  readonly dueTaken: number;
  readonly runsStarted: number;
  readonly runsEnded: number;
  readonly unmended: number;
}

/** How busy Temporal's worker is. */
export interface TemporalFigures {
  readonly running: boolean;
  readonly workflowsCached: number;
  readonly activations: number;
  readonly localActivities: number;
  readonly activities: number;
}

/** Counts what the worker does beside applying commands. */
export interface WorkerFigures {
  relayed(outcome: 'delivered' | 'missed'): void;
  /** Undefined for a pass that did not get to its end. */
  reconciled(pass: ReconcilerPass | undefined): void;
  mailed(outcome: 'sent' | 'missed' | 'given_up', count?: number): void;
}

/** Adds the figures of a worker to a process's. */
export function createWorkerFigures(registry: Registry, temporal: () => TemporalFigures | undefined): WorkerFigures {
  const registers = [registry];
  const relayed = new Counter({
    name: 'grantpot_relay_deliveries_total',
    help: 'Commands that the relay took to their subjects, and those that it could not yet.',
    labelNames: ['outcome'],
    registers,
  });
  const passes = new Counter({
    name: 'grantpot_reconciler_passes_total',
    help: 'Passes of the reconciler in this process, by whether they got to their end.',
    labelNames: ['outcome'],
    registers,
  });
  const looked = new Counter({
    name: 'grantpot_reconciler_looked_total',
    help: 'Subjects whose runs the reconciler compared with their rows.',
    registers,
  });
  const mended = new Counter({
    name: 'grantpot_reconciler_mended_total',
    help: 'What the reconciler mended; unmended is what it could not.',
    labelNames: ['what'],
    registers,
  });
  const lastPass = new Gauge({
    name: 'grantpot_reconciler_last_pass_timestamp_seconds',
    help: 'When a pass of the reconciler last ended in this process; 0 before the first.',
    registers,
  });
  const mailed = new Counter({
    name: 'grantpot_mails_total',
    help: 'Attempts to send a mail: sent, missed (tried again), given up.',
    labelNames: ['outcome'],
    registers,
  });
  // Counters that begin at 0 are there for an alert before anything happens.
  for (const what of ['commands_sent', 'due_taken', 'runs_started', 'runs_ended', 'unmended']) mended.inc({ what }, 0);
  for (const outcome of ['delivered', 'missed']) relayed.inc({ outcome }, 0);
  for (const outcome of ['done', 'failed']) passes.inc({ outcome }, 0);
  for (const outcome of ['sent', 'missed', 'given_up']) mailed.inc({ outcome }, 0);
  addTemporal(registry, temporal);
  return {
    relayed: (outcome) => {
      relayed.inc({ outcome });
    },
    reconciled: (pass) => {
      passes.inc({ outcome: pass === undefined ? 'failed' : 'done' });
      if (pass === undefined) return;
      lastPass.setToCurrentTime();
      looked.inc(pass.looked);
      mended.inc({ what: 'commands_sent' }, pass.commandsSent);
      mended.inc({ what: 'due_taken' }, pass.dueTaken);
      mended.inc({ what: 'runs_started' }, pass.runsStarted);
      mended.inc({ what: 'runs_ended' }, pass.runsEnded);
      mended.inc({ what: 'unmended' }, pass.unmended);
    },
    mailed: (outcome, count = 1) => {
      mailed.inc({ outcome }, count);
    },
  };
}

/** Before it has begun. */
const atRest: TemporalFigures = {
  running: false,
  workflowsCached: 0,
  activations: 0,
  localActivities: 0,
  activities: 0,
};

function addTemporal(registry: Registry, temporal: () => TemporalFigures | undefined): void {
  const gauge = (name: string, help: string, read: (figures: TemporalFigures) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read(temporal() ?? atRest));
      },
    });
  gauge('grantpot_worker_running', '1 while Temporal’s worker polls.', ({ running }) => (running ? 1 : 0));
  gauge('grantpot_worker_workflows_cached', 'Runs in the worker’s memory.', ({ workflowsCached }) => workflowsCached);
  gauge('grantpot_worker_activations', 'Workflow activations under way.', ({ activations }) => activations);
  gauge('grantpot_worker_local_activities', 'Local activities under way.', ({ localActivities }) => localActivities);
  gauge('grantpot_worker_activities', 'Other activities under way.', ({ activities }) => activities);
}

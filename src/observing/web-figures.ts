import { Counter, Histogram, type Registry } from 'prom-client';

/** A request that was answered, or whose asker went away. */
export interface AnsweredRequest {
  /** An operation of the API's document, or the pattern of an address; never an address. `none` for whatever matches neither. */
  readonly operation: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

/** Counts and times what the web process answers. */
export interface WebFigures {
  answered(request: AnsweredRequest): void;
  /** What whoever sent a command was told: applied, refused, failed, or stored, which is 202. */
  told(command: string, outcome: 'applied' | 'refused' | 'failed' | 'stored'): void;
  /** A sealed value of a row that was to be shown could not be opened. */
  unreadable(): void;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Adds the figures of requests to a process's. */
export function createWebFigures(registry: Registry): WebFigures {
  const requests = new Counter({
    name: 'grantpot_http_requests_total',
    help: 'Requests by operation, method and class of status.',
    labelNames: ['operation', 'method', 'status'],
    registers: [registry],
  });
  // By operation alone: each label more would multiply the buckets.
  const seconds = new Histogram({
    name: 'grantpot_http_request_seconds',
    help: 'Seconds from a request to the end of its answer, by operation.',
    labelNames: ['operation'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const told = new Counter({
    name: 'grantpot_command_answers_total',
    help: 'What senders of commands were told: applied, refused, failed, or stored (202: it is done later).',
    labelNames: ['command', 'outcome'],
    registers: [registry],
  });
  const unreadable = new Counter({
    name: 'grantpot_sealed_values_unreadable_total',
    help: 'Sealed values of rows that could not be opened when they were to be shown.',
    registers: [registry],
  });
  return {
    answered: (request) => {
      const { operation } = request;
      const method = methods.includes(request.method) ? request.method : 'other';
      requests.inc({ operation, method, status: `${String(Math.floor(request.status / 100))}xx` });
      seconds.observe({ operation }, request.seconds);
    },
    told: (command, outcome) => {
      told.inc({ command, outcome });
    },
    unreadable: () => {
      unreadable.inc();
    },
  };
}

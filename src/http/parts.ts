import type { RequestHandler } from 'express';
import type { CommandDoor } from './api/command-endpoint';
import type { Reading } from './api/read-endpoint';
import type { Readiness } from './readiness';

/** Where the demonstration keeps its people and its mail. */
export interface Demonstration {
  readonly dataDirectory: string;
  readonly mailDirectory: string;
}

/** What the front door is made of. */
export interface AppParts {
  readonly door: CommandDoor;
  readonly reading: Reading;
  readonly readiness: Readiness;
  readonly publicUrl: string;
  /** In demonstration mode only: what the pages under /dev show. */
  readonly demonstration: Demonstration | undefined;
  /** Logs each request: method, route, status, time. */
  readonly logRequests: RequestHandler;
  readonly logError: (detail: Readonly<Record<string, unknown>>) => void;
}

import type { CommandDoor } from './perform-command';
import type { Reading } from './api/read-endpoint';
import type { Scan } from '../files/clamd';
import type { Answered } from './noted';
import type { SignInProvider } from './pages/sign-in/provider';
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
  /** Which proxies are believed about where a request came from, as Express takes it; none unless told. */
  readonly trustedProxies?: string | number | undefined;
  /** An organisation's own sign-in, where there is one. */
  readonly provider?: SignInProvider | undefined;
  /** Checks uploaded files for viruses, where that is set up. */
  readonly scan?: Scan | undefined;
  /** In demonstration mode only: what the pages under /dev show. */
  readonly demonstration: Demonstration | undefined;
  /** Told how each request was answered, so that it is logged and counted. */
  readonly onAnswered: (request: Answered) => void;
  /** Told of what went wrong outside any command: the request's id, and kinds and codes only. */
  readonly logError: (detail: Readonly<Record<string, unknown>>) => void;
}

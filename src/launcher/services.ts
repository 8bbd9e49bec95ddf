import { join, resolve } from 'node:path';
import { rmSync } from 'node:fs';

import { type LauncherEnvironment, writtenEnvironmentFile } from '../config/environment';
import type { DataDirectory } from './data-directory';
import { type DetachedProcess, startDetached } from './detached-process';
import { keysFile, keysOf } from './keys';
import { noting, type Part } from './pid-files';
import type { ProcessIdentity } from './process-identity';
import { writePrivateJson } from './private-file';
import type { Servers } from './servers';

/** The compiled sources: worker, web and command line are beside this launcher. */
const COMPILED = resolve(__dirname, '..');

/** What worker, web and command line are told, as environment variables. */
export class ServiceEnvironmentVariables {
  private readonly variables: Readonly<Record<string, string>>;

  constructor(
    private readonly env: LauncherEnvironment,
    private readonly data: DataDirectory,
    private readonly servers: Servers,
    running: { readonly ports: readonly number[]; readonly demonstration: boolean },
  ) {
    const [port = 0] = running.ports; // the first web server's
    this.variables = {
      DATABASE_URL: servers.databaseUrl,
      TEMPORAL_ADDRESS: servers.temporalAddress,
      TEMPORAL_NAMESPACE: env.temporalNamespace,
      GRANTPOT_TASK_QUEUE: env.taskQueue,
      GRANTPOT_DATA_DIR: data.path,
      GRANTPOT_DEMO: String(running.demonstration),
      GRANTPOT_PUBLIC_URL: env.publicUrl ?? addressOf(port),
      PORT: String(port),
      MAIL_DIR: env.mailDirectory,
      LOG_LEVEL: env.logLevel,
      ...(env.smtpUrl === undefined ? {} : { SMTP_URL: env.smtpUrl }),
      ...(env.fieldKeys === undefined && env.codecKeys === undefined ? { GRANTPOT_KEYS_FILE: keysFile(data) } : {}),
    };
  }

  /** For worker and web, which never see the owner's login. The second of a kind has its figures ten ports above the first's, clear of those of the other kinds. */
  forService(service?: Service): NodeJS.ProcessEnv {
    const shared = { ...this.env.inherited, ...this.variables, ...this.keys(), DATABASE_MIGRATION_URL: '' };
    return service === undefined ? shared : { ...shared, ...ownPorts(shared, service) };
  }

  /** For the command line, which may. */
  forCommandLine(): NodeJS.ProcessEnv {
    return { ...this.forService(), DATABASE_MIGRATION_URL: this.servers.migrationUrl };
  }

  /** Writes them down for commands that are given on this data directory while it runs. */
  write(): void {
    const file = writtenEnvironmentFile(this.data.path);
    const { GRANTPOT_KEYS_FILE: keys } = this.variables;
    writePrivateJson(file, {
      ...this.variables,
      ...(keys === undefined ? this.keys() : {}), // else read where they are, when they are needed
      DATABASE_MIGRATION_URL: this.servers.migrationUrl,
    });
  }

  /** Read anew for each process that starts: they may have been rotated since. */
  private keys(): Readonly<Record<'GRANTPOT_FIELD_KEY' | 'GRANTPOT_CODEC_KEY', string>> {
    const kept = keysOf(this.data);
    return {
      GRANTPOT_FIELD_KEY: listed(this.env.fieldKeys) ?? kept.fieldKeys.join(','),
      GRANTPOT_CODEC_KEY: listed(this.env.codecKeys) ?? kept.codecKeys.join(','),
    };
  }
}

function listed(keys: readonly Buffer[] | undefined): string | undefined {
  return keys?.map((key) => key.toString('base64')).join(',');
}

/** Where people on this machine find a web server: by a name, since browsers make no passkeys for a number (Web Authentication, section 5.1.2). */
export const addressOf = (port: number): string => `http://localhost:${String(port)}`;

/** Takes back what `write` wrote, when the servers are gone. */
export function forgetWrittenEnvironment(data: DataDirectory): void {
  rmSync(writtenEnvironmentFile(data.path), { force: true });
}

/** One of our own processes, the first, second, … of its kind; a web server has a port. */
export type Service =
  | { readonly kind: 'worker'; readonly number: number }
  | { readonly kind: 'web'; readonly number: number; readonly port: number };

/** What a process is noted as: the first of a kind by its kind alone. */
export function partOf({ kind, number }: Service): Part {
  return number === 1 ? kind : `${kind}-${String(number)}`;
}

const METRICS_PORTS = ['WEB_METRICS_PORT', 'WORKER_METRICS_PORT', 'TEMPORAL_METRICS_PORT'] as const;

const portsApart = 10;

function ownPorts(shared: NodeJS.ProcessEnv, service: Service): NodeJS.ProcessEnv {
  const above = (port: string | undefined) =>
    Number(port) > 0 ? String(Number(port) + portsApart * (service.number - 1)) : port;
  return {
    ...Object.fromEntries(METRICS_PORTS.map((name) => [name, above(shared[name])])),
    ...(service.kind === 'web' ? { PORT: String(service.port) } : {}),
  };
}

/** Starts one of our own processes. */
export function startService(
  service: Service,
  variables: ServiceEnvironmentVariables,
  data: DataDirectory,
): Promise<DetachedProcess> {
  const { kind } = service;
  const part = partOf(service);
  const script = join(COMPILED, kind === 'worker' ? 'worker' : 'http', 'main.js');
  // The data directory is there for whoever looks at the list of processes and wonders whose this is.
  return startNode([script, data.path], variables.forService(service), data.log(part), noting(data, part));
}

/** Starts the command that loads the demonstration's data. */
export function startDemonstrationLoad(
  variables: ServiceEnvironmentVariables,
  data: DataDirectory,
): Promise<DetachedProcess> {
  const args = [join(COMPILED, 'cli', 'main.js'), 'demo', 'load'];
  return startNode(args, variables.forCommandLine(), data.log('demonstration'), noting(data, 'demonstration'));
}

function startNode(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  logFile: string,
  onStarted: (identity: ProcessIdentity) => void,
): Promise<DetachedProcess> {
  return startDetached({
    command: process.execPath,
    args: ['--enable-source-maps', ...args],
    cwd: process.cwd(),
    env,
    logFile,
    onStarted,
  });
}

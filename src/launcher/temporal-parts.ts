import type { LauncherEnvironment } from '../config/environment';
import type { DataDirectory } from './data-directory';
import type { DetachedProcess } from './detached-process';
import { noting, type Part } from './pid-files';
import type { Progress } from './progress';
import type { RunningParts } from './running-parts';
import { GRANTPOT_SEARCH_ATTRIBUTES } from './search-attributes';
import { Supervised } from './supervised';
import { temporalPortsOf } from './temporal-on-postgres/ports';
import type { TemporalServerPrograms } from './temporal-on-postgres/programs';
import {
  frontendAddress,
  startTemporalProcess,
  TEMPORAL_SERVICES,
  type TemporalService,
  untilListens,
  untilServes,
} from './temporal-on-postgres/server';
import { prepareStore, type TemporalStore } from './temporal-on-postgres/store';

/** What the Temporal server on Postgres needs of the start that it belongs to. */
export interface TemporalOnPostgresStart {
  readonly env: Pick<LauncherEnvironment, 'temporalNamespace'>;
  readonly data: DataDirectory;
  readonly parts: RunningParts;
  readonly progress: Progress;
  readonly programs: TemporalServerPrograms;
  readonly store: TemporalStore;
  /** A login that may make roles and databases. */
  readonly administratorUrl: string;
  /** The services of each process. */
  readonly processes: readonly (readonly TemporalService[])[];
}

/**
 * Prepares the tables, starts the server's processes, keeps each of them running, and waits until the namespace is served; answers the address.
 *
 * @throws StartupError when it does not start
 */
export async function startTemporalParts(start: TemporalOnPostgresStart): Promise<string> {
  const { env, data, parts, progress, programs, store, administratorUrl, processes } = start;
  await prepareStore({ administratorUrl, store, sqlTool: programs.sqlTool });
  const temporal = { server: programs.server, store, ports: await temporalPortsOf(data) };
  const started = [];
  for (const services of processes) {
    const part: Part = services.length === TEMPORAL_SERVICES.length ? 'temporal' : `temporal-${services.join('-')}`;
    const logFile = data.log(part);
    const once = () => startTemporalProcess(temporal, { services, logFile, onStarted: noting(data, part) });
    const process = await once();
    parts.add(part, await Supervised.start({ name: nameOf(part), start: firstThen(process, once) }, progress));
    started.push({ process, logFile });
    const [service] = services;
    if (started.length === 1 && service !== undefined) await untilListens(temporal, service, { process, logFile });
  }
  const wanted = { namespace: env.temporalNamespace, searchAttributes: GRANTPOT_SEARCH_ATTRIBUTES };
  await untilServes(temporal, wanted, started);
  return frontendAddress(temporal);
}

function nameOf(part: Part): string {
  return part === 'temporal' ? 'The Temporal server' : `Temporal's ${part.replace('temporal-', '')} service`;
}

/** It runs already the first time. Its ports are given, so later it is found where it was. */
function firstThen(first: DetachedProcess, start: () => Promise<DetachedProcess>): () => Promise<DetachedProcess> {
  let next = (): Promise<DetachedProcess> => {
    next = start;
    return Promise.resolve(first);
  };
  return () => next();
}

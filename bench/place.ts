import { startBare, type Bare } from './bare';
import { startGrantpot, type Grantpot, type GrantpotOptions } from './grantpot';
import { startServers, type Servers } from './servers';

/** Where everything is measured: one Postgres, one Temporal server, and on them whatever a figure asks for. */
export interface Place extends Servers {
  /**
   * Grantpot as it is deployed, a worker's process and a web server's, on a database and a namespace of its own, with an organisation and
   * its staff. Asked again by the same name, it is the one that is there.
   */
  grantpot(name?: GrantpotName, options?: GrantpotOptions): Promise<Grantpot>;
  /** The bare baseline: a worker's process of its own, a namespace of its own, a table of its own, and Temporal's client. */
  bare(): Promise<Bare>;
}

/** The deployments that figures may ask for; each has a namespace, which the server is given when it starts. */
export type GrantpotName = (typeof names)[number];
const names = ['grantpot', 'without', 'reads', 'profiled', 'sampled'] as const;
const bareNamespace = 'bare';

/** Starts the servers. Nothing else runs until a figure asks for it. */
export async function openPlace(say: (line: string) => void): Promise<Place> {
  const servers = await startServers([...names, bareNamespace], say);
  const started = new Map<GrantpotName, Promise<Grantpot>>();
  let bare: Promise<Bare> | undefined;
  return {
    ...servers,
    grantpot: (name = 'grantpot', options = {}) => {
      const there = started.get(name) ?? startGrantpot(servers, name, options);
      started.set(name, there);
      return there;
    },
    bare: () => (bare ??= startBare(servers, bareNamespace)),
  };
}

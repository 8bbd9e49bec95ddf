import { TEMPORAL_SERVICES, type TemporalService } from './temporal-on-postgres/server';

/** What one start consists of. Worker and web do not know which it is. */
export interface Topology {
  /** The development server on a file; or a server on Postgres, as processes with these services each. */
  readonly temporal: 'development' | readonly (readonly TemporalService[])[];
  /** How many of each run side by side. */
  readonly workers: number;
  readonly webs: number;
  /** Whether there is demonstration data unless GRANTPOT_DEMO says otherwise. */
  readonly demonstration: boolean;
}

/** By the word on the command line; none is `npm start`. */
export const TOPOLOGIES = {
  /** `npm start`: to look at, and to develop with. */
  start: { temporal: 'development', workers: 1, webs: 1, demonstration: true },
  /** `npm run small`: an organisation with one small server. One Postgres keeps the record and Temporal's own tables; nothing of it is for development only. */
  small: { temporal: [TEMPORAL_SERVICES], workers: 1, webs: 1, demonstration: false },
  /** `npm run cluster`: what docker-compose.yml describes, on this machine. Each service can fail alone. */
  cluster: {
    temporal: [['history'], ['matching'], ['frontend'], ['worker']],
    workers: 2,
    webs: 2,
    demonstration: false,
  },
} as const satisfies Readonly<Record<string, Topology>>;

import { Gauge, Registry } from 'prom-client';
import { poolFigures, type Database } from '../../db/client';

/** The figures of a process: so far its pool's. Those of what it does are added to it. */
export function createRegistry(db: Database): Registry {
  const registry = new Registry();
  new Gauge({
    name: 'grantpot_pool_connections',
    help: 'Connections of the pool, by whether somebody uses them.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { total, idle } = poolFigures(db);
      this.set({ state: 'idle' }, idle);
      this.set({ state: 'used' }, total - idle);
    },
  });
  new Gauge({
    name: 'grantpot_pool_waiting',
    help: 'How many wait for a connection of the pool.',
    registers: [registry],
    collect() {
      this.set(poolFigures(db).waiting);
    },
  });
  return registry;
}

import { join } from 'node:path';

import { Client } from 'pg';

import type { Figure } from '../figure';
import type { Grantpot } from '../grantpot';
import { live } from '../life';
import { inTurns, listed, timed } from '../measuring';
import { drafted, openPotWithGroups, type Drafted } from '../pot';
import type { OwnDatabase } from '../servers';

const livesAtOnce = 20;
const livesARound = 40;
const rounds = 4;

/** What keeps the record safe costs time: how much, of a life. */
export const overhead: Figure = {
  name: 'overhead',
  what: 'what payload codec, audit events and row-level security cost a life, of itself without',
  reach: 15,
  better: 'less',
  unit: '%',
  measure: async (place) => {
    const whole = await place.grantpot();
    const bared = await place.grantpot('without', {
      nodeArguments: () => [
        '-r',
        join(__dirname, '../../scripts/typescript.cjs'),
        '-r',
        join(__dirname, '../without.ts'),
      ],
      environment: { BENCH_WITHOUT: 'codec audit' },
      prepare: withoutFence,
    });
    const product = await livesASecond(whole);
    const baseline = await livesASecond(bared);
    const told = await inTurns(rounds, { product, baseline });
    const [left] = await bared.look<{ events: number; fenced: number }>(
      `select (select count(*)::int from event where type = 'checking_started') as events,
         (select count(*)::int from pg_class where relrowsecurity) as fenced`,
    );
    if (left?.events !== 0 || left.fenced !== 0) throw new Error('not everything was left out');
    return {
      value: (1 / told.ratio - 1) * 100,
      notes: [
        `lives/s ${listed(told.product, 2)}; without ${listed(told.baseline, 2)}`,
        'without: a codec that leaves payloads as they are, no inserts of events, row-level security disabled on every table',
      ],
    };
  },
};

/** Measures lives a second, once warm. */
async function livesASecond(grantpot: Grantpot): Promise<() => Promise<number>> {
  const setting = await openPotWithGroups(grantpot, livesAtOnce);
  const measure = async () => {
    const made: readonly Drafted[] = await drafted(grantpot, setting, livesARound);
    return livesARound / ((await timed(() => live(grantpot, setting, made, livesAtOnce))) / 1_000);
  };
  await measure();
  return measure;
}

/** Puts the fence between tenants aside, on every table. */
async function withoutFence({ superuserUrl }: OwnDatabase): Promise<void> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query(`do $$ declare fenced regclass; begin
      for fenced in select oid from pg_class where relrowsecurity loop
        execute format('alter table %s no force row level security', fenced);
        execute format('alter table %s disable row level security', fenced);
      end loop; end $$`);
  } finally {
    await client.end();
  }
}

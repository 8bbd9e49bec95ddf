import { randomUUID } from 'node:crypto';

import { openDatabase } from '../../db/client';
import { inTenant } from '../../db/transaction';
import { postTransfers } from '../../src/commands/apply/post-transfers';
import { budget, transfer } from '../../src/domain/money/accounts';
import { pence } from '../../src/domain/money/money';
import type { Figure } from '../figure';
import { atOnce, inTurns, listed } from '../measuring';
import { openPotWithGroups } from '../pot';

const reservingAtOnce = 10;
const reservationsARound = 1_000;
const rounds = 7;

/** How fast money can be reserved from one pot that everybody wants. */
export const reserve: Figure = {
  name: 'reserve',
  what: `reservations a second from one hot pot, ${reservingAtOnce} at once, by as many conditional updates over pg`,
  reach: 0.8,
  better: 'more',
  unit: 'x',
  measure: async (place) => {
    const grantpot = await place.grantpot();
    const bare = await place.bare();
    const { tenantId } = grantpot;
    const { pot } = await openPotWithGroups(grantpot, 0);
    const [command] = await grantpot.look<{ id: string; at: Date }>(
      "select id, received_at as at from command where type = 'openPot' limit 1",
    );
    if (command === undefined) throw new Error('a pot that no command opened');
    const posting = { tenantId, commandId: command.id, at: command.at.toISOString() };
    const db = openDatabase(grantpot.database.url, { connections: reservingAtOnce });
    await bare.pool.query(
      'create table bare_pot (id uuid primary key, available bigint not null check (available >= 0))',
    );
    const bareId = randomUUID();
    await bare.pool.query('insert into bare_pot values ($1, 1000000000)', [bareId]);

    const failed = (error: unknown): never => {
      throw error;
    };
    const turns = Array.from({ length: reservationsARound }, (_, turn) => turn);
    const perSecond = async (one: () => Promise<unknown>) => {
      const began = performance.now();
      await atOnce(reservingAtOnce, turns, one);
      return reservationsARound / ((performance.now() - began) / 1_000);
    };
    const product = () =>
      perSecond(async () => {
        const grantId = randomUUID();
        const [from, to] = [budget.available(pot.potId), budget.committed(pot.potId, grantId)];
        await inTenant(db, tenantId, (tx, withCommit) => {
          const reserved = postTransfers(tx, [transfer(from, to, pence(1), `grant:${grantId}:award:1`)], posting);
          withCommit([reserved], failed);
          return Promise.resolve();
        });
      });
    const conditionalUpdate = 'update bare_pot set available = available - 1 where id = $1 and available >= 1';
    const baseline = () => perSecond(() => bare.pool.query(conditionalUpdate, [bareId]));
    const inTransaction = () =>
      perSecond(async () => {
        const one = await bare.pool.connect();
        await one.query('begin');
        await one.query(conditionalUpdate, [bareId]);
        await one.query('commit');
        one.release();
      });
    try {
      await baseline();
      await product();
      await inTransaction();
      const told = await inTurns(rounds, { product, baseline });
      const between = await inTurns(rounds, { product, baseline: inTransaction });
      return {
        value: told.ratio,
        notes: [
          `a second: reserved ${listed(told.product, 0)}; one conditional update by itself ${listed(told.baseline, 0)}`,
          `by the conditional update between begin and commit, as it is in any command: ${between.ratio.toFixed(2)} (${listed(between.baseline, 0)} a second)`,
          'a reservation also opens the grant’s account and writes the transfer, behind the fence of its tenant',
        ],
      };
    } finally {
      await db.destroy();
    }
  },
};

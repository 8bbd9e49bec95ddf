import { Client } from 'pg';

import type { Deployment } from '../support/deployment';
import { waitFor } from '../support/wait-for';

/** Where a command is held: with its whole change written and nothing committed, or in its commit. */
export type Place = 'inside' | 'in the commit';

/** Commands that are being applied wait at a place until they are let go. */
export interface Hold {
  /** Waits until so many commands are held. */
  has(count: number): Promise<void>;
  /** Lets them all go, and those that come. Harmless when Postgres has been killed meanwhile. */
  release(): Promise<void>;
}

const places: Readonly<Record<Place, number>> = { inside: 1, 'in the commit': 2 };
const lock = 4_711;

/**
 * Puts into a Grantpot's database two triggers that wait for an advisory lock when a command gets its outcome: one as its outcome is written, one when it is
 * committed. While nobody holds the locks they do nothing.
 */
export async function prepareHolds(grantpot: Deployment): Promise<void> {
  await grantpot.look(`
    create or replace function wait_for_the_test() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock_shared(${String(lock)}, tg_argv[0]::int);
      return new;
    end $$;
    create or replace trigger held_inside before update on command for each row when (old.status = 'stored' and new.status <> 'stored')
      execute function wait_for_the_test(${String(places.inside)});
    drop trigger if exists held_in_the_commit on command;
    create constraint trigger held_in_the_commit after update on command deferrable initially deferred for each row
      when (old.status = 'stored' and new.status <> 'stored') execute function wait_for_the_test(${String(places['in the commit'])});
  `);
}

/** Holds every command that reaches a place from now on, by a connection of its own. */
export async function holdCommands(grantpot: Deployment, place: Place): Promise<Hold> {
  const holder = new Client({ connectionString: grantpot.postgres.superuserUrl });
  holder.on('error', () => undefined); // Postgres may be killed
  await holder.connect();
  await holder.query('select pg_advisory_lock($1, $2)', [lock, places[place]]);
  return {
    has: async (count) => {
      await waitFor(`${String(count)} commands are held`, async () => {
        const rows = await grantpot.look(
          "select from pg_locks where locktype = 'advisory' and classid = $1 and objid = $2 and not granted",
          [lock, places[place]],
        );
        return rows.length >= count;
      });
    },
    release: () => holder.end().catch(() => undefined),
  };
}

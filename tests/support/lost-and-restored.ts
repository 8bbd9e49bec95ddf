import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client as TemporalClient, Connection } from '@temporalio/client';

import { keyId } from '../../db/key-ring';
import { workflowIdOf } from '../../src/contracts/runs';
import { anActiveGrant } from '../builders/active-grant';
import { anAward } from '../builders/award';
import { aGroup } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPolicy } from '../builders/policy';
import { aPot } from '../builders/pot';
import { callerOf } from './caller';
import { grantpot, type Said } from './command-line';
import { openInboxOn, type Inbox } from './inbox';
import { Launched, LAUNCHER, newDataDirectory, partsOf, removeDataDirectory, until, variablesOf } from './launched';
import { aToken } from './token';

/** What builders seal with. */
const fieldKey = Buffer.alloc(32, 7);
const codecKey = Buffer.alloc(32, 9);

/** A Grantpot on a data directory, started by the launcher as `npm start` or another word does. */
export interface Running {
  readonly directory: string;
  readonly address: string;
  readonly inbox: Inbox;
  /** `npx grantpot …` on this data directory. */
  grantpot(...args: readonly string[]): Promise<Said>;
  askTemporal<T>(ask: (client: TemporalClient) => Promise<T>): Promise<T>;
  /** Waits until web says that everything is there. */
  ready(): Promise<void>;
  /** Ends it in order. */
  stop(): Promise<void>;
  /** Kills all of it and removes every file of it. */
  lose(): Promise<void>;
}

/** Starts a Grantpot on a new data directory, with the keys of builders or with those of a file. */
export async function startRunning(word: string, keysFrom?: string): Promise<Running> {
  const directory = newDataDirectory();
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const keys = join(directory, 'keys.json');
  if (keysFrom !== undefined) cpSync(keysFrom, keys);
  // As a Grantpot wrote it that had one key of each kind.
  else writeFileSync(keys, JSON.stringify({ fieldKey: fieldKey.toString('base64'), codecKey: codecKey.toString('base64') })); // prettier-ignore
  const launched = new Launched(directory, {}, [LAUNCHER, word]);
  const address = await launched.ready();
  const variables = variablesOf(directory);
  const [url, migrationUrl] = [variables['DATABASE_URL'] ?? '', variables['DATABASE_MIGRATION_URL'] ?? ''];
  const superuser = new URL(migrationUrl);
  superuser.username = 'postgres';
  superuser.password = (JSON.parse(readFileSync(join(directory, 'postgres.json'), 'utf8')) as { superuserPassword: string }).superuserPassword; // prettier-ignore
  const inbox = await openInboxOn({
    name: 'grantpot',
    url,
    migrationUrl,
    superuserUrl: superuser.href,
    drop: () => Promise.resolve(),
  });
  let over = false;
  return {
    directory,
    address,
    inbox,
    grantpot: (...args) => grantpot({ GRANTPOT_DATA_DIR: directory }, ...args),
    askTemporal: async (ask) => {
      const connection = await Connection.connect({ address: variables['TEMPORAL_ADDRESS'] ?? '' });
      try {
        return await ask(new TemporalClient({ connection }));
      } finally {
        await connection.close();
      }
    },
    ready: async () => {
      await until('web says that everything is there', async () => {
        const answer = await fetch(`${address}/readyz`).catch(() => undefined);
        return answer?.status === 200 || undefined;
      });
    },
    stop: async () => {
      await inbox.close();
      over = true;
      launched.signal('SIGTERM');
      await launched.ended;
    },
    lose: async () => {
      if (!over) await inbox.close();
      over = true;
      launched.signal('SIGKILL');
      await launched.ended;
      await removeDataDirectory(directory);
    },
  };
}

/** What is there before it is lost. */
export interface Arranged {
  readonly organisation: Organisation;
  /** An offer that runs out in four weeks. */
  readonly offer: string;
  /** A grant that runs, with an account to be paid to. */
  readonly grant: string;
}

/** An organisation with an offer and with a grant that runs, each with its run. */
export async function arranged({ inbox, grantpot: run }: Running): Promise<Arranged> {
  const organisation = await anOrganisation(inbox);
  const { potId } = await aPot(inbox, organisation, { budgetPence: 1_000_000, policy: aPolicy() });
  const group = await aGroup(inbox, organisation);
  const { grantId: offer } = await anAward(inbox, { organisation, potId, group, askedPence: 50_000 });
  const other = await aGroup(inbox, organisation, { name: 'Heathfield Ecology Centre' });
  const { grantId: grant } = await anActiveGrant(inbox, { organisation, potId, group: other, askedPence: 40_000 });
  const { code } = await run('reconcile');
  if (code !== 0) throw new Error('the runs could not be begun');
  return { organisation, offer, grant };
}

/** What a grant's row says of its clock and its life. */
export async function clockOf({ inbox }: Running, id: string) {
  const [row] = await inbox.look<{ stage: string; version: number; next_due_at: Date; deadlines: object }>(
    'select stage, version, next_due_at, deadlines from application where id = $1',
    [id],
  );
  return row;
}

/** The state of a grant's run in Temporal, and when it began. */
export function runOf({ askTemporal }: Running, id: string) {
  return askTemporal(async (client) => {
    const { status, startTime } = await client.workflow.getHandle(workflowIdOf('grant', id)).describe();
    return { status: status.name, startTime };
  });
}

/** Somebody puts a grant on hold over HTTP, which takes its run to answer. */
export async function putOnHold(running: Running, organisation: Organisation, id: string): Promise<number> {
  const manager = callerOf(`${running.address}/api/v1`, await aToken(running.inbox, organisation.manager));
  const { status } = await manager.post(`/grants/${id}/hold`, { reason: 'We are asking.' });
  return status;
}

/** The processes that a Grantpot's worker and web server are now. */
export function servicesOf({ directory }: Running): readonly number[] {
  const { worker, web } = partsOf(directory);
  return [worker?.pid ?? 0, web?.pid ?? 0];
}

/** The ids of a kind of keys in a data directory's file, the newest first. */
export function keysIn({ directory }: Running, kind: 'fieldKeys' | 'codecKeys'): readonly string[] {
  const kept = JSON.parse(readFileSync(join(directory, 'keys.json'), 'utf8')) as Record<string, readonly string[]>;
  return (kept[kind] ?? []).map((key) => keyId(Buffer.from(key, 'base64')));
}

/**
 * Backs a Grantpot up by one command, loses the whole of it, and restores it by one command on a new data directory with a Temporal that has nothing: every
 * grant goes on, with its original deadlines. @throws at the first thing that is otherwise
 */
export async function loseAndRestore(word: string): Promise<void> {
  const first = await startRunning(word);
  const kept = newDataDirectory();
  mkdirSync(kept, { recursive: true });
  const [file, keys] = [join(kept, 'kept.gpb'), join(kept, 'keys.json')];
  let next: Running | undefined;
  try {
    const { organisation, offer, grant } = await arranged(first);
    const before = { offer: await clockOf(first, offer), grant: await clockOf(first, grant) };
    expect(before.offer?.stage).toBe('offered');
    const backup = await first.grantpot('backup', file);
    expect(backup).toMatchObject({ code: 0, complaint: '' });
    expect(backup.output).toContain(`open only with field key ${keyId(fieldKey)}. Keep keys.json`);
    cpSync(join(first.directory, 'keys.json'), keys);
    // Known to this Temporal alone, and lost with it.
    expect(await putOnHold(first, organisation, grant)).toBe(200);
    await first.lose();

    next = await startRunning(word, keys);
    const strangersKey = { GRANTPOT_DATA_DIR: next.directory, GRANTPOT_FIELD_KEY: codecKey.toString('base64') };
    const refused = await grantpot(strangersKey, 'restore', file);
    expect(refused).toMatchObject({ code: 1, output: '' });
    expect(refused.complaint).toContain(
      `sealed with field key ${keyId(fieldKey)}, which is not here: put the keys.json`,
    );
    const began = Date.now();
    const restored = await next.grantpot('restore', file);
    expect(restored).toMatchObject({ code: 0, complaint: '' });
    expect(restored.output).toMatch(/^\d+ tables with \d+ rows are there again, as they were at 20/);
    expect(restored.output).toMatch(/Both books were added up again: \d+ transfers, 0 differences\./);
    await next.ready();
    expect({ offer: await clockOf(next, offer), grant: await clockOf(next, grant) }).toEqual(before);

    expect((await next.grantpot('reconcile')).code).toBe(0);
    for (const id of [offer, grant]) {
      const { status, startTime } = await runOf(next, id);
      expect(status).toBe('RUNNING');
      expect(startTime.getTime()).toBeGreaterThan(began - 60_000);
    }
    expect(await putOnHold(next, organisation, grant)).toBe(200);
    // The offer's own last day, as it was promised: a moment before it nothing happens, and a moment after it has run out.
    const due = before.offer?.deadlines as readonly { name: string; at: string }[];
    const last = new Date(due.find(({ name }) => name === 'offer')?.at ?? '');
    await next.inbox.moveClockTo(new Date(last.getTime() - 60_000).toISOString());
    await next.grantpot('reconcile');
    expect((await clockOf(next, offer))?.stage).toBe('offered');
    await next.inbox.moveClockTo(new Date(last.getTime() + 60_000).toISOString());
    await next.grantpot('reconcile');
    expect((await clockOf(next, offer))?.stage).toBe('lapsed');
    expect((await next.grantpot('ledger', 'verify')).code).toBe(0);
  } finally {
    await first.lose();
    await next?.lose();
  }
}

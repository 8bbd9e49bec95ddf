import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { Client as TemporalClient } from '@temporalio/client';
import { Client } from 'pg';
import { z } from 'zod';

import { keyId, KeyMissing } from '../../db/key-ring';
import { createSeal } from '../../db/seal';
import { readServiceEnvironment, type ServiceEnvironment } from '../config/environment';
import { StartupError } from '../config/startup-error';
import { addNewKeys, newKey } from '../launcher/keys';
import { readPrivateJson } from '../launcher/private-file';
import { isRunning, type ProcessIdentity } from '../launcher/process-identity';
import { reseal } from './keys/reseal';
import { noteReplacedKeys, noteUnusedKeys, type RetiredKey } from './keys/retired-keys';
import { countPassing, countSealed, type SealedBy } from './keys/sealed-places';
import { ownersEnvironment } from './owner';
import { withRuns } from './runs';

/** Prints a new key, to be put in front of the present one. */
export function newKeyCommand(): void {
  process.stdout.write(`${newKey()}\n`);
}

/** Says which keys there are, by their ids, what each field key still seals or since when it seals nothing, and when those that were replaced can go. */
export async function listKeysCommand(): Promise<void> {
  await sayKeys(readServiceEnvironment(), ownersEnvironment().databaseMigrationUrl);
}

/**
 * Seals anew what older field keys have sealed, while everything goes on. Where the keys are in the data directory's file, it first makes new ones and has worker
 * and web start again with them; elsewhere whoever keeps the keys has done so. Cut off and given again, it goes on where it was.
 *
 * @throws StartupError when there is no newer key, or one is missing
 */
export async function rotateKeysCommand(): Promise<void> {
  const { databaseMigrationUrl: migrationUrl } = ownersEnvironment();
  let environment = readServiceEnvironment();
  const before = await asOwner(migrationUrl, countSealed);
  refuseWhereAKeyIsMissing(environment, before);
  const unfinished = before.some(({ key }) => key !== newestOf(environment));
  if (environment.keysFile !== undefined) {
    if (unfinished) say('A rotation before this one was cut off, and is finished first.');
    else {
      addNewKeys(environment.keysFile);
      environment = readServiceEnvironment();
      say(`New keys are in ${environment.keysFile}: field key ${newestOf(environment)} and codec key ${idsOf(environment.codecKeys)[0] ?? ''}. Copy the file to where you keep it.`); // prettier-ignore
    }
    await startServicesAgain(environment);
  } else if (!unfinished && environment.fieldKeys.length === 1) {
    throw new StartupError(
      `There is one field key (${newestOf(environment)}), and nothing to rotate it to: put a new one (npx grantpot keys new) in front of it in GRANTPOT_FIELD_KEY, with a comma between; the same with GRANTPOT_CODEC_KEY; start worker and web again with both; then give this again.`,
    );
  }
  const ids = { field: idsOf(environment.fieldKeys), codec: idsOf(environment.codecKeys) };
  await asOwner(migrationUrl, (owner) => noteReplacedKeys(owner, ids));
  const seal = createSeal(environment.fieldKeys);
  const changed = await reseal({
    migrationUrl,
    seal,
    onProgress: ({ place, done }) => say(`  ${place}: ${String(done)} sealed anew`),
  }).catch((error: unknown) => {
    throw error instanceof KeyMissing ? missing(error.keyId) : error;
  });
  say(`${String(changed)} rows were sealed anew with field key ${seal.keyId}.`);
  await sayKeys(environment, migrationUrl);
}

const idsOf = (keys: readonly Buffer[]): readonly string[] => keys.map(keyId);
const newestOf = ({ fieldKeys }: Pick<ServiceEnvironment, 'fieldKeys'>): string => idsOf(fieldKeys)[0] ?? '';

function refuseWhereAKeyIsMissing({ fieldKeys }: ServiceEnvironment, sealed: readonly SealedBy[]): void {
  const lost = sealed.find(({ key }) => key !== 'nameless' && !idsOf(fieldKeys).includes(key));
  if (lost !== undefined) throw missing(lost.key);
}

function missing(id: string | undefined): StartupError {
  return new StartupError(
    `${id === undefined ? 'A field key that' : `Field key ${id}, which`} has sealed something is not among those given: put it behind the others in GRANTPOT_FIELD_KEY (or into keys.json), and give this again; it goes on where it was.`,
  );
}

async function asOwner<T>(migrationUrl: string, act: (owner: Client) => Promise<T>): Promise<T> {
  const owner = new Client({ connectionString: migrationUrl });
  owner.on('error', () => undefined); // told by the query that it breaks
  await owner.connect();
  try {
    return await act(owner);
  } finally {
    await owner.end();
  }
}

/** Tells which keys are needed for what, and since when they are not. Nothing that is said here is a key. */
async function sayKeys(environment: ServiceEnvironment, migrationUrl: string): Promise<void> {
  const { sealed, retired } = await asOwner(migrationUrl, async (owner) => {
    const found = [...(await countSealed(owner)), ...(await countPassing(owner))];
    return { sealed: found, retired: await noteUnusedKeys(owner, [...new Set(found.map(({ key }) => key))]) };
  });
  for (const [n, id] of idsOf(environment.fieldKeys).entries()) {
    const counts = sealed.filter(({ key }) => key === id).map(({ place, count }) => `${String(count)} ${place}`);
    const noted = retired.find(({ kind, key }) => kind === 'field' && key === id);
    const use = counts.length > 0 ? `seals ${counts.join(', ')}` : `seals nothing${sinceOf(noted)}`;
    const retire = n > 0 && counts.length === 0 ? whenAFieldKeyMayGo(noted) : '';
    say(`field key ${id}${n === 0 ? ' (newest)' : ''} ${use}${retire}`);
  }
  for (const { key, place, count } of sealed.filter(({ key }) => !idsOf(environment.fieldKeys).includes(key)))
    say(key === 'nameless' ? `${String(count)} ${place} do not say which key sealed them` : `field key ${key}, which is NOT HERE, seals ${String(count)} ${place}`); // prettier-ignore
  const [newest, ...older] = idsOf(environment.codecKeys);
  say(`codec key ${newest ?? ''} (newest)`);
  if (older.length === 0) return;
  await withRuns(environment, async ({ client }) => {
    for (const id of older) {
      const noted = retired.find(({ kind, key }) => kind === 'codec' && key === id);
      say(`codec key ${id} ${noted === undefined ? WHEN_IS_NOT_NOTED : await whenACodecKeyMayGo(client, noted)}`);
    }
  });
}

const sinceOf = (noted: RetiredKey | undefined): string =>
  noted?.unusedSince == null ? '' : ` since ${noted.unusedSince.toISOString()}`;

/** Rows need it no more; backups do, and links that it has signed. */
const whenAFieldKeyMayGo = (noted: RetiredKey | undefined): string =>
  noted?.unusedSince == null
    ? ': it can be taken out; keep it with the backups that were written before now, which need it'
    : `: it can be taken out, and links in mails of before ${noted.replacedAt.toISOString()} then open nothing any more; keep it with the backups that were written before it sealed nothing, which need it`;

const WHEN_IS_NOT_NOTED =
  'was replaced, and nobody has noted when: npx grantpot keys rotate does, and from then on it is said when it can be taken out';

const DAY_MS = 86_400_000;

/** Histories are never written again: a run keeps the key of its time until it has closed and Temporal has forgotten it. */
async function whenACodecKeyMayGo(client: TemporalClient, { replacedAt }: RetiredKey): Promise<string> {
  const { namespace } = client.options;
  const { config } = await client.workflowService.describeNamespace({ namespace });
  const days = Math.ceil(Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 86_400);
  const began = `StartTime < '${replacedAt.toISOString()}'`;
  let [open, oldest, last] = [0, Number.POSITIVE_INFINITY, replacedAt.getTime()];
  for await (const run of client.workflow.list({ query: `${began} AND ExecutionStatus = 'Running'` })) {
    open += 1;
    oldest = Math.min(oldest, run.startTime.getTime());
  }
  const replaced = `was replaced at ${replacedAt.toISOString()}`;
  if (open > 0)
    return `${replaced}; runs of before that go on: ${String(open)}, the oldest since ${new Date(oldest).toISOString()}. It can be taken out ${days === 1 ? 'a day' : `${String(days)} days`} after the last of them has closed: until then Temporal keeps histories that it encrypted`;
  const closed = `${began} AND CloseTime > '${replacedAt.toISOString()}'`;
  for await (const { closeTime } of client.workflow.list({ query: closed }))
    last = Math.max(last, closeTime?.getTime() ?? 0);
  const from = new Date(last + days * DAY_MS);
  return `${replaced}; no run of before goes on. It can be taken out from ${from.toISOString()} on: until then Temporal keeps histories that it encrypted`;
}

const identity = z.object({ pid: z.number(), startedAt: z.string() });

/** How long a process may take to come again. */
const PATIENCE_MS = 120_000;

/** Ends the workers and web servers of a data directory in order, one after the other; its launcher starts each again, with the keys that are there now. */
async function startServicesAgain({ dataDirectory }: ServiceEnvironment): Promise<void> {
  const run = join(dataDirectory, 'run');
  const parts = readdirSync(run).filter((name) => /^(worker|web)(-\d+)?\.json$/.test(name));
  for (const part of parts.toSorted().toReversed()) {
    const before = processOf(join(run, part));
    if (before === undefined) continue;
    process.kill(before.pid, 'SIGTERM');
    await until(
      () => {
        const now = processOf(join(run, part));
        return now !== undefined && now.startedAt !== before.startedAt;
      },
      `${part.replace('.json', '')} of ${dirname(run)} did not start again`,
    );
  }
  say('Worker and web have started again with them.');
}

function processOf(file: string): ProcessIdentity | undefined {
  const found = readPrivateJson(file, identity);
  return found !== undefined && isRunning(found) ? found : undefined;
}

async function until(isSo: () => boolean, otherwise: string): Promise<void> {
  for (const giveUpAt = Date.now() + PATIENCE_MS; !isSo(); await pause(50))
    if (Date.now() > giveUpAt)
      throw new StartupError(`${otherwise}: look at its log, and give this again; it goes on where it was.`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

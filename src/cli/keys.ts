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
import { countSealed, type SealedBy } from './keys/sealed-places';
import { reseal } from './keys/reseal';
import { ownersEnvironment } from './owner';
import { withRuns } from './runs';

/** Prints a new key, to be put in front of the present one. */
export function newKeyCommand(): void {
  process.stdout.write(`${newKey()}\n`);
}

/** Says which keys there are, by their ids, what each field key still seals, and what a codec key waits for before it can go. */
export async function listKeysCommand(): Promise<void> {
  const environment = readServiceEnvironment();
  await sayKeys(environment, await sealedIn(ownersEnvironment().databaseMigrationUrl));
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
  const before = await sealedIn(migrationUrl);
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
  const seal = createSeal(environment.fieldKeys);
  const changed = await reseal({
    migrationUrl,
    seal,
    onProgress: ({ place, done }) => say(`  ${place}: ${String(done)} sealed anew`),
  }).catch((error: unknown) => {
    throw error instanceof KeyMissing ? missing(error.keyId) : error;
  });
  say(`${String(changed)} rows were sealed anew with field key ${seal.keyId}.`);
  await sayKeys(environment, await sealedIn(migrationUrl));
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

async function sealedIn(migrationUrl: string): Promise<readonly SealedBy[]> {
  const client = new Client({ connectionString: migrationUrl });
  client.on('error', () => undefined); // told by the query that it breaks
  await client.connect();
  try {
    return await countSealed(client);
  } finally {
    await client.end();
  }
}

/** Tells which keys are needed for what. Nothing that is said here is a key. */
async function sayKeys(environment: ServiceEnvironment, sealed: readonly SealedBy[]): Promise<void> {
  for (const [n, id] of idsOf(environment.fieldKeys).entries()) {
    const counts = sealed.filter(({ key }) => key === id).map(({ place, count }) => `${String(count)} ${place}`);
    const use = counts.length > 0 ? `seals ${counts.join(', ')}` : 'seals nothing';
    const retire =
      n > 0 && counts.length === 0
        ? ': it can be taken out; keep it with the backups that were written before now, which need it'
        : '';
    say(`field key ${id}${n === 0 ? ' (newest)' : ''} ${use}${retire}`);
  }
  for (const { key, place, count } of sealed.filter(({ key }) => !idsOf(environment.fieldKeys).includes(key)))
    say(key === 'nameless' ? `${String(count)} ${place} do not say which key sealed them` : `field key ${key}, which is NOT HERE, seals ${String(count)} ${place}`); // prettier-ignore
  const codecKeys = idsOf(environment.codecKeys);
  for (const [n, id] of codecKeys.entries()) say(`codec key ${id}${n === 0 ? ' (newest)' : ''}`);
  if (codecKeys.length > 1) say(await withRuns(environment, ({ client }) => whenCodecKeysMayGo(client)));
}

/** Histories are never written again: a run keeps the key of its time until it has closed and Temporal has forgotten it. */
async function whenCodecKeysMayGo(client: TemporalClient): Promise<string> {
  const { namespace } = client.options;
  const { config } = await client.workflowService.describeNamespace({ namespace });
  const days = Math.ceil(Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 86_400);
  let oldest: Date | undefined;
  for await (const { startTime } of client.workflow.list({ query: "ExecutionStatus = 'Running'" }))
    if (oldest === undefined || startTime < oldest) oldest = startTime;
  return oldest === undefined
    ? `An older codec key can be taken out ${String(days)} days after it was replaced: until then Temporal keeps histories that it encrypted.`
    : `An older codec key can be taken out when it was replaced before ${oldest.toISOString()}, when the oldest run that is open began, and more than ${String(days)} days ago: until then Temporal keeps histories that it encrypted.`;
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

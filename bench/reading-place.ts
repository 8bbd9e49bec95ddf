import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { Client } from 'pg';

import { migrateToLatest } from '../db/migrate';
import type { Filled } from './data/fill';
import type { DetachedProcess } from '../src/launcher/detached-process';
import { portNear } from '../src/launcher/ports';
import { fillDatabase, keptAt } from './filled-databases';
import { openGetter, type Getter } from './getting';
import type { Place } from './place';
import type { OwnDatabase } from './servers';

/** A web process of the product, and whoever asks it. */
interface Asked {
  readonly web: DetachedProcess;
  readonly officer: Getter;
  readonly url: string;
}

/** A web process of the product on a filled database, and whoever asks it. */
export interface Reading extends Asked {
  readonly filled: Filled;
  readonly database: OwnDatabase;
  /** One more web process on it, which Node is given arguments for. */
  startWeb(nodeArguments: readonly string[]): Promise<Asked>;
}

/** The bare process with the same rows, and the grants that both are asked for. */
export interface BareReading {
  readonly process: DetachedProcess;
  readonly getter: Getter;
  readonly grantIds: readonly string[];
}

const root = resolve(__dirname, '..');
const path = process.env['PATH'] ?? '/usr/bin:/bin';
const key = () => randomBytes(32).toString('base64');

const begun = new WeakMap<Place, Map<number, Promise<Reading>>>();
const bare = new WeakMap<Place, Promise<BareReading>>();

/** The product on so many grants, and a tenth as many of another organisation beside them. Asked again, the one that is there. */
export function readingAt(place: Place, grants: number): Promise<Reading> {
  const there = begun.get(place) ?? new Map<number, Promise<Reading>>();
  begun.set(place, there);
  const reading = there.get(grants) ?? startReading(place, grants);
  there.set(grants, reading);
  return reading;
}

async function startReading(place: Place, grants: number): Promise<Reading> {
  const kept = keptAt(grants);
  if (kept !== undefined) await migrateToLatest(kept.database.migrationUrl);
  const { database, filled, fieldKey } = kept ?? (await fillDatabase(place, grants));
  const startWeb = async (nodeArguments: readonly string[]): Promise<Asked> => {
    const port = await portNear(undefined);
    const web = await place.start({
      command: process.execPath,
      args: [...nodeArguments, '--enable-source-maps', join(root, 'dist/src/http/main.js')],
      env: {
        PATH: path,
        DATABASE_URL: database.url,
        TEMPORAL_ADDRESS: place.temporalAddress,
        TEMPORAL_NAMESPACE: 'reads',
        GRANTPOT_TASK_QUEUE: 'reads',
        PORT: String(port),
        GRANTPOT_DATA_DIR: join(place.folder, `reads-${String(grants)}`),
        GRANTPOT_FIELD_KEY: fieldKey,
        GRANTPOT_CODEC_KEY: key(),
        LOG_LEVEL: 'info',
      },
      logFile: join(place.folder, `reads-${String(grants)}.log`),
    });
    const url = `http://127.0.0.1:${String(port)}`;
    await untilUp(url, web);
    return { web, officer: openGetter(url, filled.officer.token), url };
  };
  return { filled, database, startWeb, ...(await startWeb([])) };
}

/** The bare process beside the product's at so many grants, its tables filled from the product's own. */
export function bareReadingAt(place: Place, grants: number): Promise<BareReading> {
  const there = bare.get(place) ?? startBareReading(place, grants);
  bare.set(place, there);
  return there;
}

const grantsAsked = 500;

async function startBareReading(place: Place, grants: number): Promise<BareReading> {
  const { database, filled, officer } = await readingAt(place, grants);
  const superuser = new Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  try {
    await superuser.query('drop table if exists bare_grant, bare_detail, bare_event'); // of an earlier measurement, where it was kept
    await superuser.query(bareGrants, [filled.tenantId]);
    await superuser.query(`
      create index bare_newest on bare_grant (created_at desc, id desc); create unique index bare_id on bare_grant (id);
      create table bare_detail (id uuid primary key, body jsonb); create table bare_event (grant_id uuid, sequence bigint, body jsonb, primary key (grant_id, sequence));
      grant select on bare_grant, bare_detail, bare_event to grantpot_app`);
    const { rows } = await superuser.query<{ id: string }>(
      `select id from application where tenant_id = $1 and stage not in ('draft', 'expired', 'withdrawn') order by md5(id::text) limit ${String(grantsAsked)}`,
      [filled.tenantId],
    );
    for (const { id } of rows) {
      await superuser.query('insert into bare_detail values ($1, $2)', [id, await officer.get(`/api/v1/grants/${id}`)]);
      await superuser.query(
        `insert into bare_event select $1, 1000 - place, event from jsonb_array_elements($2::jsonb -> 'items') with ordinality items (event, place)`,
        [id, await officer.get(`/api/v1/grants/${id}/timeline`)],
      );
    }
    await superuser.query('vacuum analyze bare_grant, bare_detail, bare_event');
    const port = await portNear(undefined);
    const started = await place.start({
      command: process.execPath,
      args: ['-r', join(root, 'scripts/typescript.cjs'), join(__dirname, 'bare-reads.ts'), database.url, String(port)],
      env: { PATH: path },
      logFile: join(place.folder, 'bare-reads.log'),
    });
    const url = `http://127.0.0.1:${String(port)}`;
    await untilUp(url, started);
    return { process: started, getter: openGetter(url), grantIds: rows.map(({ id }) => id) };
  } finally {
    await superuser.end();
  }
}

const bareGrants = `
  create table bare_grant as
  select a.id, a.reference, a.stage, a.held_since is not null as on_hold, a.final, jsonb_build_object('id', pot.id, 'name', pot.name) as pot,
    jsonb_build_object('id', party.id, 'name', party.name) as party, case when o.id is not null then jsonb_build_object('id', o.id, 'name', o.name) end as owner,
    a.round_id, a.asked_pence, w.awarded_pence, a.created_at, a.submitted_at, a.next_due_at
  from application a join pot on pot.id = a.pot_id join party on party.id = a.party_id left join person o on o.id = a.owner_id left join award w on w.id = a.id
  where a.tenant_id = $1 order by a.created_at`;

async function untilUp(url: string, { exited }: DetachedProcess): Promise<void> {
  let ended = false;
  void exited.then(() => (ended = true));
  while ((await fetch(url).catch(() => undefined)) === undefined) {
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- set by the process's end
    if (ended) throw new Error('a process that is to be read from has ended');
    await pause(50);
  }
}

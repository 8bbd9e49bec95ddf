/**
 * Lists and details at a million grants: every read of the API, asked by everybody who may ask, with each of its filters, in both orders,
 * from the beginning and from the middle. Each statement's plan is kept beside the results, as it is for these values and as a connection
 * keeps it for any; none may read a large table from end to end.
 */
import { mkdirSync, mkdtempSync, chmodSync, writeFileSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client, escapeLiteral } from 'pg';

import { openDatabase, type Database } from '../db/client';
import type { Part } from '../db/fenced-query';
import { migrateToLatest } from '../db/migrate';
import type { Asker } from '../db/queries/asker';
import { ROLES, setupDatabase } from '../db/setup';
import type { HeldRole } from '../src/domain/lives/roles';
import { readRoutes } from '../src/http/api/reads';
import type { ReadRoute } from '../src/http/api/read-route';
import { Download } from '../src/http/download';
import { crashPostgres, startEmbeddedPostgres } from '../src/launcher/embedded-postgres';
import { preparePostgresPlace } from '../src/launcher/postgres-place';
import { noteRoundTrips } from '../tests/support/asked-of-postgres';
import { fillOrganisation, type Filled } from './data/fill';
import { faultsOf, type PlanBounds, type PlanStep } from './plan-faults';

/** How plans are looked at. */
export interface Looking extends PlanBounds {
  /** Where they are written down, if anywhere. */
  readonly folder?: string;
  /** Tables of fewer rows hold set-up: Postgres reads one of them at once, whatever its indexes. */
  readonly smallAtMost: number;
  /** Whether a table is only read from end to end where no index would do, as it would be with very many rows. */
  readonly asWithMany?: boolean;
}

/** All that belongs to one pot may be read at once, never all that belongs to an organisation. */
const atSize: Looking = {
  folder: join(__dirname, 'results', 'explain'),
  smallAtMost: 2_000,
  readAtMost: 25_000,
  sortAtMost: 510,
};

/** Fills a database, explains every read on it, writes the plans down, and says which are not as they should be. @returns whether all are */
export async function explainReads(grants: number, say: (line: string) => void): Promise<boolean> {
  const home = mkdtempSync(join(tmpdir(), 'grantpot-explain-'));
  chmodSync(home, 0o711); // as root, Postgres runs as another user and must get through
  const postgres = await startEmbeddedPostgres({
    place: await preparePostgresPlace(join(home, 'postgres')),
    superuserPassword: 'superuser',
    logFile: join(home, 'postgres.log'),
    settings: { max_wal_size: '8GB' }, // for the loading: what is read has no part in it
  });
  try {
    const database = 'explain';
    const logins = { migratorPassword: 'migrator', appPassword: 'app' };
    await setupDatabase({ administratorUrl: postgres.superuserUrl(), database, ...logins });
    const migrationUrl = postgres.url({ name: ROLES.migrator, password: logins.migratorPassword, database });
    await migrateToLatest(migrationUrl);
    await fillOrganisation({ migrationUrl, grants: Math.ceil(grants / 100), slug: 'another' });
    const filled = await fillOrganisation({
      migrationUrl,
      grants,
      wholeTimelineEvery: grants > 200_000 ? 10 : 1,
      slug: 'measured',
      progress: say,
    });
    const url = postgres.url({ name: ROLES.app, password: logins.appPassword, database });
    const faults = await explainOn({ url, superuserUrl: postgres.superuserUrl(database) }, filled, atSize, say);
    return faults.length === 0;
  } finally {
    await crashPostgres(postgres);
    await rm(home, { recursive: true, force: true });
  }
}

/** Explains every read on a filled database. @returns what is wrong, a line each */
export async function explainOn(
  { url, superuserUrl }: { readonly url: string; readonly superuserUrl: string },
  filled: Filled,
  looking: Looking,
  say: (line: string) => void = () => undefined,
): Promise<readonly string[]> {
  const { folder, smallAtMost, asWithMany = false } = looking;
  const db = openDatabase(url, { connections: 1 });
  const superuser = new Client({ connectionString: superuserUrl });
  await superuser.connect();
  const session = new Client({ connectionString: url });
  await session.connect();
  try {
    await session.query("select set_config('app.tenant', $1, false)", [filled.tenantId]);
    if (asWithMany) await session.query('set enable_seqscan = off');
    const things = await thingsOf(superuser, filled.tenantId);
    const large = await tablesAbove(superuser, smallAtMost);
    say(`large tables: ${[...large].join(', ')}`);
    const askers = await askersOf(superuser, filled);
    if (folder !== undefined) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
    }
    const faults: string[] = [];
    let statements = 0;
    for (const route of readRoutes) {
      const explained: Explained[] = [];
      for (const [name, asker] of Object.entries(askers)) {
        if (route.roles !== 'any' && !asker.roles.some((role) => route.roles.includes(role.name))) continue;
        for (const asking of askingsOf(route, things))
          explained.push(...(await explain({ db, session, large, looking }, route, { name, asker, asking })));
      }
      const slowest = Math.max(...explained.map(({ milliseconds }) => milliseconds));
      const wrong = explained.flatMap((one) => one.faults.map((fault) => `${one.title}: ${fault}`));
      statements += explained.length;
      faults.push(...wrong);
      if (folder !== undefined)
        writeFileSync(join(folder, `${route.operationId}.txt`), explained.map(({ text }) => text).join('\n\n'));
      say(
        `${wrong.length === 0 ? 'ok    ' : 'FAULTY'} ${route.operationId.padEnd(24)} ${String(explained.length).padStart(4)} plans, the slowest ${slowest.toFixed(1)} ms`,
      );
      for (const line of wrong) say(`       ${line}`);
    }
    say(
      `${String(statements)} plans, ${String(faults.length)} faults${folder === undefined ? '' : `; the plans are in ${folder}`}`,
    );
    return faults;
  } finally {
    await db.destroy();
    await superuser.end();
    await session.end();
  }
}

/** What a list or an address below it can be narrowed by. */
type Things = Readonly<Record<string, string>>;

async function thingsOf(superuser: Client, tenantId: string): Promise<Things> {
  const { rows } = await superuser.query<Record<string, string>>(
    `select g.*, o.id as round, t.id as meeting, r.id as "payment_run", u.id as purchase, f.id as fund, c.id as command
     from (select a.id as grant, a.pot_id as pot, a.party_id as party, a.owner_id as owner from application a join pot on pot.id = a.pot_id
             join round o on o.pot_id = pot.id where a.tenant_id = $1 and a.stage = 'closed' order by a.created_at desc limit 1) g,
       lateral (select id from round where tenant_id = $1 and pot_id = g.pot and state = 'decided' order by opens_at desc limit 1) o,
       lateral (select id from meeting where tenant_id = $1 and pot_id = g.pot and state = 'held' order by starts_at desc limit 1) t,
       lateral (select run_id as id from payment_run_line where tenant_id = $1 group by run_id order by count(*) desc limit 1) r,
       lateral (select id from purchase where tenant_id = $1 and state = 'closed' limit 1) u,
       lateral (select fund_id as id from pot where tenant_id = $1 and id = g.pot) f,
       lateral (select id from command where tenant_id = $1 limit 1) c`,
    [tenantId],
  );
  const [found] = rows;
  if (found === undefined) throw new Error('there is nothing to ask for');
  const { rows: bought } = await superuser.query<{ provider: string; bought_from: string }>(
    'select provider_id as provider, grant_id as bought_from from purchase where id = $1',
    [found['purchase']],
  );
  return { ...found, person: found['owner'] ?? '', ...bought[0] };
}

/** Of which collection of the API something is. */
const collections: Readonly<Record<string, string>> = {
  grants: 'grant',
  funds: 'fund',
  pots: 'pot',
  rounds: 'round',
  meetings: 'meeting',
  'payment-runs': 'payment_run',
  purchases: 'purchase',
  parties: 'party',
  people: 'person',
  commands: 'command',
};

/** Values of filters that are not ids of things. */
const words: Readonly<Record<string, readonly string[]>> = {
  listGrants: ['closed', 'active', 'closing', 'draft'],
  listPayments: ['settled', 'waiting_for_cash', 'ready', 'returned'],
  listPaymentRuns: ['reconciled', 'sent', 'cancelled'],
  listPurchases: ['closed', 'requested', 'disputed'],
  listPots: ['open', 'closed'],
  listFunds: ['open', 'closed'],
  listRounds: ['decided', 'open', 'cancelled'],
  listMeetings: ['held', 'planned'],
  listParties: ['group', 'provider', 'host'],
  listWork: ['all', 'me'],
  countWork: ['all', 'me'],
  listPeople: ['applicant', 'grants_officer', 'administrator'],
};

interface AskingFor {
  readonly id: string;
  readonly query: Readonly<Record<string, string>>;
}

const paging = ['limit', 'sort', 'cursor'];

/** Without a filter, with each, and with each two; in both orders. */
function askingsOf(route: ReadRoute, things: Things): readonly AskingFor[] {
  const id = things[collections[route.path.split('/')[1] ?? ''] ?? ''] ?? '';
  // Of some things a filled organisation has none.
  if (id === '' && route.path.includes('{')) return [];
  const fields = Object.keys(route.query?.shape ?? {});
  const filters = fields.filter((name) => !paging.includes(name));
  const values = (name: string): readonly string[] => {
    const thing = things[name.replace(/Id$/, '')];
    return name.endsWith('Id') && thing !== undefined ? [thing] : (words[route.operationId] ?? []);
  };
  const single = filters.flatMap((name) => values(name).map((value) => ({ [name]: value })));
  const pairs = single.flatMap((one, place) =>
    single
      .slice(place + 1)
      .flatMap((other) => (Object.keys(one)[0] === Object.keys(other)[0] ? [] : [{ ...one, ...other }])),
  );
  const narrowed: readonly Readonly<Record<string, string>>[] = [{}, ...single, ...pairs];
  const sorts = fields.includes('sort') ? ['newest', 'oldest'] : [undefined];
  return narrowed.flatMap((query) =>
    sorts.map((sort) => ({ id, query: { ...query, ...(sort === undefined ? {} : { sort }) } })),
  );
}

async function askersOf(superuser: Client, filled: Filled): Promise<Readonly<Record<string, Asker>>> {
  const { tenantId } = filled;
  const rolesOf = async (personId: string): Promise<HeldRole[]> =>
    (
      await superuser.query<HeldRole>(
        `select name, pot_id as "potId", party_id as "partyId", own_limit_pence::int as "ownLimitPence" from role where tenant_id = $1 and person_id = $2 and ended_at is null`,
        [tenantId, personId],
      )
    ).rows;
  const askers: Record<string, Asker> = {};
  for (const name of [
    'administrator',
    'manager',
    'officer',
    'paymentMaker',
    'panelMember',
    'applicant',
    'budgetHolder',
    'provider',
  ] as const) {
    const { personId } = filled[name];
    askers[name] = { tenantId, personId, roles: await rolesOf(personId) };
  }
  // Somebody of many: on two panels, for two groups, an officer of two pots, a provider.
  const others = await superuser.query<{ pots: string[]; parties: string[] }>(
    `select (select array_agg(id) from (select id from pot where tenant_id = $1 order by id limit 4) p) as pots,
       (select array_agg(id) from (select id from party where tenant_id = $1 and kind = 'group' order by id limit 3) g) as parties`,
    [tenantId],
  );
  const { pots = [], parties = [] } = others.rows[0] ?? {};
  const role = (name: HeldRole['name'], potId: string | null, partyId: string | null): HeldRole => ({
    name,
    potId,
    partyId,
    ownLimitPence: null,
  });
  const personId = filled.panelMember.personId;
  const panels = pots.slice(0, 2).map((pot) => role('panel_member', pot, null));
  const groups = parties.slice(0, 2).map((party) => role('applicant', null, party));
  askers['of two panels and two groups'] = { tenantId, personId, roles: [...panels, ...groups] };
  askers['officer of two pots'] = {
    tenantId,
    personId,
    roles: pots.slice(2, 4).map((pot) => role('grants_officer', pot, null)),
  };
  return askers;
}

async function tablesAbove(superuser: Client, rowCount: number): Promise<ReadonlySet<string>> {
  const { rows } = await superuser.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and reltuples > ${String(rowCount)}`,
  );
  return new Set(rows.map(({ name }) => name));
}

interface Explained {
  readonly title: string;
  readonly text: string;
  readonly milliseconds: number;
  readonly faults: readonly string[];
}

interface Explaining {
  readonly db: Database;
  readonly session: Client;
  readonly large: ReadonlySet<string>;
  readonly looking: Looking;
}

interface Asked {
  readonly name: string;
  readonly asker: Asker;
  readonly asking: AskingFor;
}

/** Asks once, as the front door does, and explains what was asked of Postgres; a list also from its second page on. */
async function explain(explaining: Explaining, route: ReadRoute, asked: Asked): Promise<readonly Explained[]> {
  const { found, statements } = await ask(explaining.db, route, asked);
  const { next } = (found ?? {}) as { readonly next?: string | null };
  const first = await plansOf(explaining, route, asked, statements);
  if (next == null || 'cursor' in asked.asking.query) return first;
  const { asking, ...who } = asked;
  const further = { ...who, asking: { ...asking, query: { ...asking.query, cursor: next } } };
  const second = await ask(explaining.db, route, further);
  return [...first, ...(await plansOf(explaining, route, further, second.statements))];
}

const trips = new WeakMap<Database, ReturnType<typeof noteRoundTrips>>();

async function ask(db: Database, route: ReadRoute, { asker, asking: { id, query } }: Asked) {
  const noted = trips.get(db) ?? noteRoundTrips(db);
  trips.set(db, noted);
  noted.length = 0;
  const found = await route.handle({
    ...asker,
    params: { id },
    query: (route.query?.parse(query) ?? {}) as never,
    db,
    open: () => JSON.stringify({ sortCode: '000000', accountNumber: '00000000' }),
  });
  if (found !== undefined && !(found instanceof Download)) route.response.parse(found);
  const statements = noted
    .map((parts) => parts.at(-1))
    .filter((part) => part !== undefined && /^\s*(select|with)/i.test(part.text));
  return { found, statements: statements as readonly Part[] };
}

const modes = ['force_custom_plan', 'force_generic_plan'] as const;
type Mode = (typeof modes)[number];

/** What Postgres says of a statement that it has run: its steps, and the milliseconds that it took. */
interface Plan {
  readonly Plan: PlanStep;
  readonly 'Execution Time': number;
}

/** How a statement is run: planned for its values, or as a connection keeps it for any. */
export async function planOf(session: Client, statement: Part, mode: Mode): Promise<Plan> {
  return analysed(session, await prepare(session, statement, mode));
}

/** Keeps a statement as `asked`. @returns what executes it */
async function prepare(session: Client, { text, values = [] }: Part, mode: Mode): Promise<string> {
  await session.query(`set plan_cache_mode = ${mode}; deallocate all`);
  await session.query(`prepare asked as ${text}`);
  return `execute asked${values.length === 0 ? '' : `(${values.map(literal).join(', ')})`}`;
}

async function analysed(session: Client, execute: string): Promise<Plan> {
  const { rows } = await session.query<{ 'QUERY PLAN': [Plan] }>(`explain (analyze, format json) ${execute}`);
  const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
  if (plan === undefined) throw new Error('Postgres explained nothing');
  return plan;
}

async function plansOf(
  { session, large, looking }: Explaining,
  { operationId }: ReadRoute,
  { name, asking }: Asked,
  statements: readonly Part[],
): Promise<readonly Explained[]> {
  const narrowed = new URLSearchParams(asking.query).toString().replace(/cursor=[^&]+/, 'cursor=…');
  const explained: Explained[] = [];
  for (const { text, values = [], isPlannedAnew = false } of statements) {
    for (const mode of isPlannedAnew ? (['force_custom_plan'] as const) : modes) {
      const title = `${operationId} by ${name}${narrowed === '' ? '' : `, ${narrowed}`}, ${mode === 'force_custom_plan' ? 'planned for these values' : 'as it is kept'}`;
      const execute = await prepare(session, { text, values }, mode);
      // What is read for the first time comes from the disk.
      if (looking.folder !== undefined) await session.query(`explain (analyze, buffers) ${execute}`);
      const { rows } = await session.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers) ${execute}`);
      const plan = await analysed(session, execute);
      explained.push({
        title,
        text: `-- ${title}\n${text.trim()}\n\n${rows.map((row) => row['QUERY PLAN']).join('\n')}`,
        milliseconds: plan['Execution Time'],
        faults: faultsOf(plan.Plan, large, looking),
      });
    }
  }
  return explained;
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return escapeLiteral(`{${value.map((one) => `"${String(one)}"`).join(',')}}`);
  if (Buffer.isBuffer(value)) return escapeLiteral(`\\x${value.toString('hex')}`);
  if (typeof value !== 'string') throw new Error('a value that no read has had so far');
  return escapeLiteral(value);
}

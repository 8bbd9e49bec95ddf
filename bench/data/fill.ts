import { randomBytes } from 'node:crypto';

import { Client } from 'pg';

import { defaultPolicy } from '../../src/domain/policy/policy';
import { foundOrganisation } from '../../src/commands/people/found-organisation';
import { newToken } from '../../src/commands/people/access-token';
import { openDatabase } from '../../db/client';
import { createSeal } from '../../db/seal';
import { grantStatements } from './grants';
import { withoutIndexes } from './indexes';
import { liveStatements, scratch } from './lives';
import { accountsOf, extentOf, organisationStatements, type Extent } from './organisation';
import { recordStatements } from './record';

/** What an organisation is filled with. */
export interface Filling {
  /** Address of the database for its owner: row-level security, constraints, foreign keys and triggers hold for the owner too. */
  readonly migrationUrl: string;
  readonly grants: number;
  /** Each so manieth grant has its whole timeline, the others its milestones only; all by default. */
  readonly wholeTimelineEvery?: number;
  readonly slug: string;
  /** Seals bank details, so that who is given it too can open them; by default a key that nobody has. */
  readonly fieldKey?: Buffer;
  /** Told how far it has come. */
  readonly progress?: (line: string) => void;
}

/** Somebody of a filled organisation, who asks with a token. */
export interface Asking {
  readonly personId: string;
  readonly token: string;
}

/** A filled organisation. */
export interface Filled {
  readonly tenantId: string;
  readonly administrator: Asking;
  readonly manager: Asking;
  readonly officer: Asking;
  readonly paymentMaker: Asking;
  /** On the panel of one pot. */
  readonly panelMember: Asking;
  /** Acts for one group. */
  readonly applicant: Asking;
  /** Buys from the grants of one employer. */
  readonly budgetHolder: Asking;
  readonly provider: Asking;
}

const chunk = 50_000;

/**
 * Founds an organisation and fills it set-wise, through the product's tables and constraints, with grants of five years at every stage,
 * and with what came of each: decisions, awards, payments, runs, purchases, reports, refunds, commands, events, transfers. Both books
 * balance. Two connections work at once, each on pots of its own. Ends with `vacuum analyze`, as Postgres does it
 * by itself after a while.
 */
export async function fillOrganisation(filling: Filling): Promise<Filled> {
  const { migrationUrl, grants, wholeTimelineEvery = 1, slug, progress = () => undefined } = filling;
  const { fieldKey = randomBytes(32) } = filling;
  const extent = extentOf(grants);
  const tenantId = await found(migrationUrl, slug);
  const owner = await connected(migrationUrl);
  try {
    const began = performance.now();
    const tell = (what: string) => progress(`${what} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    await owner.query('create schema made');
    await sealAccounts(owner, extent, fieldKey);
    for (const statement of organisationStatements(extent)) {
      await owner.query(
        statement,
        statement.includes('$1::uuid')
          ? [tenantId]
          : statement.includes('$1::jsonb')
            ? [JSON.stringify(defaultPolicy)]
            : [],
      );
    }
    await owner.query('analyze');
    tell('organisation');
    await withoutIndexes(owner, grants >= chunk, async () => {
      await Promise.all([0, 1].map((lane) => fillLane(migrationUrl, lane, grants, wholeTimelineEvery, tell)));
      tell('rows');
    });
    tell('indexes');
    await owner.query('vacuum analyze');
    const filled = await handOut(owner, tenantId);
    await owner.query('drop schema made cascade');
    tell('analysed');
    return filled;
  } finally {
    await owner.end();
  }
}

const sealedTogether = 10_000;

/** Numbers of an account for each group and provider, sealed as the product seals them. */
async function sealAccounts(owner: Client, extent: Extent, fieldKey: Buffer): Promise<void> {
  const { seal } = createSeal(fieldKey);
  const count = accountsOf(extent);
  await owner.query('create table made.sealed (k int primary key, sealed text not null, last_digits text not null)');
  for (let from = 1; from <= count; from += sealedTogether) {
    const numbers = Array.from({ length: Math.min(sealedTogether, count - from + 1) }, (_, place) =>
      String(from + place).padStart(8, '0'),
    );
    await owner.query('insert into made.sealed select * from unnest($1::int[], $2::text[], $3::text[])', [
      numbers.map(Number),
      numbers.map((accountNumber) => seal(JSON.stringify({ sortCode: '089999', accountNumber }))),
      numbers.map((accountNumber) => accountNumber.slice(-3)),
    ]);
  }
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    "set work_mem = '256MB'; set maintenance_work_mem = '512MB'; set synchronous_commit = off; set max_parallel_maintenance_workers = 2",
  );
  return client;
}

async function found(migrationUrl: string, slug: string): Promise<string> {
  const db = openDatabase(migrationUrl, { connections: 1 });
  try {
    const administrator = { name: 'The administrator', email: `administrator@${slug}.example` };
    return (await foundOrganisation(db, { name: `Organisation ${slug}`, slug, administrator })).tenantId;
  } finally {
    await db.destroy();
  }
}

/** The grants of one half of the pots, chunk by chunk, each in a transaction. */
async function fillLane(
  url: string,
  lane: number,
  grants: number,
  every: number,
  tell: (what: string) => void,
): Promise<void> {
  const client = await connected(url);
  try {
    for (let from = 1; from <= grants; from += chunk) {
      const to = Math.min(grants, from + chunk - 1);
      await client.query('begin');
      for (const statement of [...liveStatements, ...grantStatements, ...recordStatements]) {
        await client.query(statement, statement.includes('$3::int') ? [from, to, lane, every] : []);
      }
      await client.query('commit');
      await client.query(`drop table ${scratch.join(', ')}`);
      tell(`grants ${from} to ${to} of lane ${lane}`);
    }
  } finally {
    await client.end();
  }
}

const people = {
  manager: `select id from made.staff where role = 'fund_manager' and k = 1`,
  officer: `select id from made.staff where role = 'grants_officer' and k = 1`,
  paymentMaker: `select id from made.staff where role = 'payment_maker' and k = 1`,
  panelMember: `select id from made.staff where role = 'panel_member' and pot_k = 3 and k = 1`,
  applicant: 'select applicant_id as id from made.party where k = 1',
  budgetHolder: 'select applicant_id as id from made.party where k = 10',
  provider: 'select person_id as id from made.provider where k = 1',
  administrator: `select person_id as id from role where tenant_id = (select tenant_id from made.setting) and name = 'administrator'`,
};

async function handOut(owner: Client, tenantId: string): Promise<Filled> {
  const asking: Record<string, Asking> = {};
  for (const [name, find] of Object.entries(people)) {
    const { rows } = await owner.query<{ id: string }>(find);
    const { token, tokenHash } = newToken();
    const personId = rows[0]!.id;
    await owner.query(
      `insert into access_token (tenant_id, id, person_id, token_hash, label, scopes) values ($1, uuidv7(), $2, $3, 'Benchmark', '{read,write}')`,
      [tenantId, personId, Buffer.from(tokenHash, 'base64url')],
    );
    asking[name] = { personId, token };
  }
  return { tenantId, ...asking } as unknown as Filled;
}

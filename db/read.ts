import type { CompiledQuery } from 'kysely';
import type { PoolClient } from 'pg';
import { poolOf, type Database } from './client';
import { fenceTo, QueriesTogether, type Part, type RowsGiven } from './fenced-query';
import { statementName } from './statement-names';

/** Whose rows a reading sees. */
export interface Fence {
  readonly tenantId: string;
  /** What must hold, or nothing is read: it is asked in the same round trip, before the reading. */
  readonly check?: Check | undefined;
}

/** Something that was so a short while ago. */
export interface Check {
  /** It sets the fence too, to the tenant that it finds: one statement less. What it does not find, sees nothing. */
  readonly query: CompiledQuery;
  /** Whether it is so now, by the query's row. */
  readonly holds: (row: unknown) => boolean;
}

/** Thrown in place of what was read when the check before it did not hold. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

/** What Postgres says of a kept statement whose columns have become others, by a migration (SQLSTATE feature_not_supported). */
const columnsChanged = '0A000';

/** Whether connections keep a statement that is asked often, or plan it anew each time, since what is a good plan depends on its values. */
type Planning = 'kept' | 'anew';

/**
 * The rows of one reading statement that sees one tenant's rows and no others: one round trip, and no plan anew for what is asked often.
 * Whatever writes, or needs two statements that see the same moment, is done by `inTenant`.
 *
 * @throws CheckFailed when the fence's check does not hold; else what Postgres or the connection says
 */
export async function readRows<Row>(
  db: Database,
  { tenantId, check }: Fence,
  query: CompiledQuery<Row>,
  planning: Planning = 'kept',
): Promise<Row[]> {
  const asked = [check === undefined ? fenceTo(tenantId) : partOf(check.query), partOf(query, planning)];
  const [before, rows] = await together(db, asked);
  if (check !== undefined && !check.holds(before?.[0])) throw new CheckFailed();
  return (rows ?? []) as Row[];
}

/** As {@link readRows}, for two statements that belong together, in one round trip. How it is planned is said of the second. */
export async function readRowsOfTwo<One, Other>(
  db: Database,
  { tenantId, check }: Fence,
  [one, other]: readonly [CompiledQuery<One>, CompiledQuery<Other>],
  planning: Planning = 'kept',
): Promise<readonly [One[], Other[]]> {
  const before = check === undefined ? fenceTo(tenantId) : partOf(check.query);
  const [checked, ones, others] = await together(db, [before, partOf(one), partOf(other, planning)]);
  if (check !== undefined && !check.holds(checked?.[0])) throw new CheckFailed();
  return [(ones ?? []) as One[], (others ?? []) as Other[]];
}

/** As {@link readRows}, for a statement that gives one row or none. */
export async function readRow<Row>(db: Database, fence: Fence, query: CompiledQuery<Row>): Promise<Row | undefined> {
  return (await readRows(db, fence, query))[0];
}

/** As {@link readRow}, for a statement that finds its tenant itself. */
export async function readUnfencedRow<Row>(db: Database, query: CompiledQuery<Row>): Promise<Row | undefined> {
  const [rows] = await together(db, [partOf(query)]);
  return rows?.[0] as Row | undefined;
}

function partOf({ sql, parameters }: CompiledQuery, planning: Planning = 'kept'): Part {
  const part = { text: sql, values: [...parameters] };
  if (planning === 'anew') return { ...part, isPlannedAnew: true };
  const name = statementName(sql);
  return name === undefined ? part : { ...part, name };
}

/** All in one round trip; once more, and without names, where a migration has changed what a kept statement gives. */
async function together(db: Database, parts: readonly Part[]): Promise<readonly RowsGiven[]> {
  try {
    return await onClient(db, parts);
  } catch (error) {
    if ((error as { code?: string }).code !== columnsChanged) throw error;
    return onClient(
      db,
      parts.map(({ name: _, ...part }) => part),
    );
  }
}

/** After an error nobody knows which statements the connection still holds: it is closed, and the pool opens another. */
async function onClient(db: Database, parts: readonly Part[]): Promise<readonly RowsGiven[]> {
  const client = await poolOf(db).connect();
  try {
    const results = await ask(client, parts);
    client.release();
    return results;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

const ask = (client: PoolClient, parts: readonly Part[]): Promise<readonly RowsGiven[]> =>
  new Promise((resolve, reject) => {
    client.query(
      new QueriesTogether(parts, (error, rowsOfEach) => {
        if (error == null) resolve(rowsOfEach);
        else reject(error);
      }),
    );
  });

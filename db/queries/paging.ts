import { sql, type RawBuilder } from 'kysely';

/** A place in a list: what comes after it is the next page. Opaque to whoever holds it. */
export type Cursor = string;

/** A page of a list. `next` asks for the page after it; null when this is the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: Cursor | null;
}

/** What part of a list is wanted. */
export interface PageWanted {
  readonly sort: 'newest' | 'oldest';
  readonly limit: number;
  readonly cursor?: Cursor | undefined;
}

/** The place of a row in a list that is ordered by its instant and, within one, by its id. */
export interface RowPlace {
  readonly at: string;
  readonly id: string;
}

const write = (parts: readonly (string | number)[]): Cursor => Buffer.from(JSON.stringify(parts)).toString('base64url');

function read(cursor: Cursor): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads a cursor of a list ordered by instant and id; undefined for what is none. */
export function placeOf(cursor: Cursor): RowPlace | undefined {
  const [at, id, ...more] = read(cursor);
  const isPlace =
    typeof at === 'string' && instant.test(at) && typeof id === 'string' && uuid.test(id) && more.length === 0;
  return isPlace ? { at, id } : undefined;
}

/** Reads a cursor of a list ordered by a running number; undefined for what is none. */
export function numberOf(cursor: Cursor): number | undefined {
  const [number, ...more] = read(cursor);
  return typeof number === 'number' && Number.isSafeInteger(number) && more.length === 0 ? number : undefined;
}

/** Reads a cursor of a list ordered by name and id, which is the row's id: an address is no place for a name. Undefined for what is none. */
export function namedRowOf(cursor: Cursor): string | undefined {
  const [id, ...more] = read(cursor);
  return typeof id === 'string' && uuid.test(id) && more.length === 0 ? id : undefined;
}

const heldAccount = /^budget\/[a-z_]{1,20}\/grant\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads a cursor of a list of grants' accounts, ordered by their codes; undefined for what is none. */
export function accountOf(cursor: Cursor): string | undefined {
  const [code, ...more] = read(cursor);
  return typeof code === 'string' && heldAccount.test(code) && more.length === 0 ? code : undefined;
}

/** In SQL: what follows a row in a list of its table ordered by name and id; `row` is what the list calls it. Nothing follows what is not there. */
export function afterNamed(
  table: 'fund' | 'party' | 'person' | 'pot' | 'service',
  row: string,
  tenantId: string,
  id: string,
): RawBuilder<boolean> {
  return sql<boolean>`(lower(${sql.ref(`${row}.name`)}), ${sql.ref(`${row}.id`)})
    > ((select lower(last.name) from ${sql.table(table)} last where last.tenant_id = ${tenantId}::uuid and last.id = ${id}::uuid), ${id}::uuid)`;
}

/** Pages of these sizes are asked for day by day; the API's usual one is the first. */
const usualSizes: readonly number[] = [50, 100, 200];

/** Whether a page is of a size that is asked for day by day. */
export const isUsualSize = (limit: number): boolean => usualSizes.includes(limit);

/**
 * In SQL: one row more than a page, which says whether there is another. A usual size is written into the statement: a plan that is kept
 * for later must know how little is wanted, or it would read and sort all.
 */
export function oneMoreThan(limit: number): RawBuilder<number> {
  return isUsualSize(limit) ? sql<number>`${sql.lit(limit + 1)}` : sql<number>`${limit + 1}`;
}

/** A page out of one row more than was wanted, each row with its place. */
export function pageByPlace<Row>(rows: readonly Row[], limit: number, place: (row: Row) => RowPlace): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  if (rows.length <= limit || last === undefined) return { items, next: null };
  const { at, id } = place(last);
  return { items, next: write([at, id]) };
}

/** A page out of one row more than was wanted, each row with its running number. */
export function pageByNumber<Row>(rows: readonly Row[], limit: number, number: (row: Row) => number): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length <= limit || last === undefined ? null : write([number(last)]) };
}

/** A page out of one row more than was wanted, of a list ordered by name and id. */
export function pageByName<Row extends { readonly id: string }>(rows: readonly Row[], limit: number): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length <= limit || last === undefined ? null : write([last.id]) };
}

/** A page out of one row more than was wanted, of a list of accounts ordered by code. */
export function pageByAccount<Row extends { readonly code: string }>(rows: readonly Row[], limit: number): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length <= limit || last === undefined ? null : write([last.code]) };
}

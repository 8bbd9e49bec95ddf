import { sql } from 'kysely';
import type { Database } from '../../../db/client';
import type { Limit } from '../../domain/people/signing-in';

/** Something that is counted, and how often it may come. */
export interface Counting {
  /** What it is, as a digest: neither addresses nor networks are kept. */
  readonly key: string;
  readonly limit: Limit;
}

/**
 * Counts in Postgres, so that it holds over all web processes. What comes after the limit is counted too, and does not make the wait longer.
 * @returns whether all of these were within their limits
 */
export async function countWithin(db: Database, countings: readonly Counting[]): Promise<boolean> {
  // Always in one order, so that two who count the same things do not wait for each other.
  const ordered = countings
    .map(({ key, limit }) => ({ key: `${key}:${String(limit.withinSeconds)}`, limit }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));
  const { rows } = await sql<{ key: string; count: number }>`
    insert into counted as c (key, count, ends_at)
    select w.key, 1, app.now() + make_interval(secs => w.seconds)
    from unnest(${ordered.map(({ key }) => key)}::text[], ${ordered.map(({ limit }) => limit.withinSeconds)}::int[]) as w (key, seconds)
    on conflict (key) do update set
      count = case when c.ends_at <= app.now() then 1 else c.count + 1 end,
      ends_at = case when c.ends_at <= app.now() then excluded.ends_at else c.ends_at end
    returning c.key, c.count
  `.execute(db);
  return rows.every(({ key, count }) => count <= (ordered.find((one) => one.key === key)?.limit.atMost ?? 0));
}

import type { ClientBase } from 'pg';

import { poolOf, type Database } from '../../db/client';
import { QueriesTogether, type Part } from '../../db/fenced-query';

/** What Postgres was asked in one round trip: one statement, or some together. */
export type RoundTrip = readonly Part[];

/** Notes everything that a database is asked from now on, whoever asks: each entry is a round trip. It goes on until the database is closed. */
export function noteRoundTrips(db: Database): RoundTrip[] {
  const asked: RoundTrip[] = [];
  const noted = new WeakSet<ClientBase>();
  poolOf(db).on('acquire', (client) => {
    if (noted.has(client)) return;
    noted.add(client);
    const query = client.query.bind(client) as (...parameters: unknown[]) => unknown;
    client.query = ((first: string | Part, ...rest: unknown[]) => {
      if (first instanceof QueriesTogether) asked.push(first.parts);
      else asked.push([typeof first === 'string' ? { text: first, values: rest[0] as unknown[] } : first]);
      return query(first, ...rest);
    }) as typeof client.query;
  });
  return asked;
}

/** How many round trips were made for pages: what looks over all tenants besides, on the same connections, is the engine's own. */
export const ofPages = (asked: readonly RoundTrip[]): number =>
  asked.filter((parts) => parts.some(({ text }) => text.includes('app.tenant') || text.includes('from session')))
    .length;

import { Query, type QueryConfig, type QueryResult } from 'pg';

/** What of the driver's connection a query writes to: messages of Postgres's protocol. */
interface Wire {
  sync(): void;
}

// The driver calls this on any query that is submitted to it. The published types leave it out.
declare module 'pg' {
  interface Query {
    prepare(wire: Wire): void;
  }
}

/** One statement of some. */
export interface Part extends QueryConfig {
  /** Never kept under a name: what is a good plan for it depends on its values. */
  readonly isPlannedAnew?: boolean;
}

/** Sets the tenant for the rest of a transaction. */
export const fenceTo = (tenantId: string): Part => ({
  name: 'fence',
  text: "select set_config('app.tenant', $1, true)",
  values: [tenantId],
});

/**
 * Some statements in one round trip and one transaction: all are executed before one Sync, which ends them (PostgreSQL, "Extended Query",
 * pipelining). `answered` is told what each gave, in order. After an error nobody knows which of them the connection still holds under
 * their names: it is to be closed.
 */
export class QueriesTogether extends Query {
  constructor(
    readonly parts: readonly Part[],
    answered: (error: Error | null | undefined, results: readonly QueryResult[]) => void,
  ) {
    super({ text: parts.map(({ text }) => text).join(';\n'), queryMode: 'extended' } as QueryConfig, answered as never);
  }

  /** Each part writes its messages by itself, but for the Sync after it. */
  override prepare(wire: Wire): void {
    const unsynced = Object.create(wire, { sync: { value: () => undefined } }) as Wire;
    for (const part of this.parts) new Query({ ...part, queryMode: 'extended' } as QueryConfig).prepare(unsynced);
    wire.sync();
  }
}

import { Query, type QueryConfig } from 'pg';

/** What of the driver's connection a query writes to: messages of Postgres's protocol. */
interface Wire {
  sync(): void;
  describe(what: unknown): void;
}

/** Reads a value as Postgres has written it. */
type Parser = (text: string) => unknown;

interface Column {
  readonly name: string;
  readonly dataTypeID: number;
  readonly format?: 'text' | 'binary';
}

// The driver calls these on any query that is submitted to it. The published types leave them out.
declare module 'pg' {
  interface Query {
    /** As the last that was handed to the driver: it may put one of its own in place of ours, with a time limit. */
    callback: (error: Error | null, rowsOfEach?: unknown) => void;
    prepare(wire: Wire): void;
    handleRowDescription(message: { readonly fields: readonly Column[] }): void;
    handleDataRow(message: { readonly fields: readonly (string | null)[] }): void;
    handleCommandComplete(): void;
    handleReadyForQuery(): void;
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

/** The columns of a kept statement: their names, and how their values are read. */
interface Columns {
  readonly names: readonly string[];
  readonly parsers: readonly Parser[];
  /** All of them, empty: a row begins as a copy. */
  readonly empty: Readonly<Record<string, null>>;
}

/**
 * What each connection has said of the statements that it keeps. It need not say it again: it refuses to run one whose columns have become
 * others since (`cached plan must not change result type`).
 */
const described = new WeakMap<Wire, Map<string, Columns>>();

/** The rows that a statement gave. */
export type RowsGiven = readonly unknown[];

/**
 * Some reading statements in one round trip and one transaction: all are executed before one Sync, which ends them (PostgreSQL, "Extended
 * Query", pipelining). `answered` is told the rows that each gave, in order. After an error nobody knows which of them the connection
 * still holds under their names: it is to be closed.
 */
export class QueriesTogether extends Query {
  private readonly given: RowsGiven[] = [];
  private current: unknown[] = [];
  private columns: Columns | undefined;
  private known = new Map<string, Columns>();
  private unreadable: Error | undefined;

  constructor(
    readonly parts: readonly Part[],
    answered: (error: Error | null | undefined, rowsOfEach: readonly RowsGiven[]) => void,
  ) {
    super({ text: parts.map(({ text }) => text).join(';\n'), queryMode: 'extended' } as QueryConfig, answered as never);
  }

  /** Each part writes its messages by itself, but for the Sync after it, and without asking for columns that the connection has told before. */
  override prepare(wire: Wire): void {
    this.known = described.get(wire) ?? this.known;
    described.set(wire, this.known);
    const nothing = { value: () => undefined };
    const unsynced = Object.create(wire, { sync: nothing }) as Wire;
    const undescribed = Object.create(unsynced, { describe: nothing }) as Wire;
    for (const part of this.parts) {
      const isKnown = part.name !== undefined && this.known.has(part.name);
      new Query({ ...part, queryMode: 'extended' } as QueryConfig).prepare(isKnown ? undescribed : unsynced);
    }
    wire.sync();
  }

  override handleRowDescription({ fields }: { readonly fields: readonly Column[] }): void {
    const { _types: types } = (this as unknown as TypesGiven)._result;
    this.columns = {
      names: fields.map(({ name }) => name),
      parsers: fields.map(({ dataTypeID, format }) => types.getTypeParser(dataTypeID, format ?? 'text')),
      empty: Object.fromEntries(fields.map(({ name }) => [name, null])),
    };
    const name = this.parts[this.given.length]?.name;
    if (name !== undefined) this.known.set(name, this.columns);
  }

  override handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    if (this.unreadable !== undefined) return;
    try {
      this.columns ??= this.known.get(this.parts[this.given.length]?.name ?? '');
      if (this.columns === undefined) throw new Error('a row came before its columns');
      this.current.push(rowOf(this.columns, fields));
    } catch (error) {
      this.unreadable = error as Error;
    }
  }

  override handleCommandComplete(): void {
    this.given.push(this.current);
    this.current = [];
    this.columns = undefined;
  }

  override handleReadyForQuery(): void {
    if (this.unreadable === undefined) this.callback(null, this.given);
    else this.callback(this.unreadable);
  }
}

/** Where the driver leaves the reader of values that its client was opened with. */
interface TypesGiven {
  readonly _result: { readonly _types: { getTypeParser(type: number, format: string): Parser } };
}

function rowOf({ names, parsers, empty }: Columns, values: readonly (string | null)[]): Record<string, unknown> {
  const row: Record<string, unknown> = { ...empty };
  for (let place = 0; place < values.length; place += 1) {
    const [name, parse, value] = [names[place], parsers[place], values[place]];
    if (name !== undefined && parse !== undefined && value != null) row[name] = parse(value);
  }
  return row;
}

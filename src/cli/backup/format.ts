/**
 * The file of a backup: gzip of text, so that it can be looked at with `zcat`.
 *
 * - the first line says in JSON what it is: its *header*;
 * - for each table, a line of JSON with its name and columns, its rows as Postgres's COPY writes them, and a line `\.`;
 * - then the *manifest*, a line of JSON: each table's count and digest, and the sequences;
 * - last, the *seal*: the digest of everything before it. A file without one was cut off.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import { z } from 'zod';

import { StartupError } from '../../config/startup-error';

const FORMAT = 'grantpot backup';
/** Of the file; the structure of the database is said by its migrations. */
const VERSION = 1;
/** The line after a table's rows. COPY never writes it for a row. */
export const END_OF_ROWS = '\\.\n';

const header = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** The instant of the rows (UTC, by the database's clock). */
  at: z.iso.datetime(),
  migrations: z.array(z.string()).min(1),
  /** The ids of the field keys without which sealed details stay closed; `nameless` for what was sealed before keys had names. */
  fieldKeys: z.array(z.string()),
});
const tableLine = z.object({ table: z.string(), columns: z.array(z.string()) });
const manifest = z.object({
  tables: z.array(z.object({ table: z.string(), rows: z.number(), sha256: z.string() })),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string().regex(/^-?\d+$/), isCalled: z.boolean() })),
});
const seal = z.object({ sha256: z.string() });

/** What a backup says of itself first. */
export type Header = z.infer<typeof header>;
/** What begins a table's rows. */
export type TableLine = z.infer<typeof tableLine>;
/** What a backup says last: what it holds. */
export type Manifest = z.infer<typeof manifest>;

/** A header, with what makes it one. */
export function headerOf(facts: Omit<Header, 'format' | 'version'>): Header {
  return { format: FORMAT, version: VERSION, ...facts };
}

/** A line of the file. */
export function lineOf(value: Header | TableLine | Manifest | z.infer<typeof seal>): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

/** Who reads a backup, told in the order of the file. */
export interface BackupReader {
  readonly onHeader?: (header: Header) => Promise<void>;
  /** Must use up the rows. They come in pieces that end with whole rows. */
  readonly onTable: (table: TableLine, rows: AsyncIterable<Buffer>) => Promise<void>;
}

/**
 * Reads a backup from the first line to the last.
 *
 * @throws StartupError for a file that is not one, or was cut off or altered; what the reader throws
 */
export async function readBackup(file: string, reader: BackupReader): Promise<{ header: Header; manifest: Manifest }> {
  const problems: { reading?: unknown } = {};
  try {
    let found: { header: Header; manifest: Manifest } | undefined;
    await pipeline(createReadStream(file), createGunzip(), async (plain: AsyncIterable<Buffer>) => {
      try {
        found = await readPlain(new Lines(plain), reader);
      } catch (error) {
        problems.reading = error;
        throw error;
      }
    });
    if (found === undefined) throw damaged('nothing was read');
    return found;
  } catch (error) {
    // When one end of a stream breaks, the other only says that it was closed.
    const ofTheFile = [error, problems.reading].find(isOfTheFile);
    throw ofTheFile === undefined ? (problems.reading ?? error) : sentenceFor(file, ofTheFile);
  }
}

class Damage extends Error {}

const damaged = (what: string): Damage => new Damage(what);
const codeOf = (error: unknown): string => {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
};
const isOfTheFile = (error: unknown): boolean =>
  error instanceof Damage || /^(Z_|ENOENT|EACCES|EISDIR|EIO)/.test(codeOf(error));

function sentenceFor(file: string, error: unknown): StartupError {
  const code = codeOf(error);
  if (code === 'ENOENT') return new StartupError(`There is no file ${file}: name the backup that is to be restored.`);
  if (code === 'EACCES' || code === 'EISDIR')
    return new StartupError(`${file} cannot be read (${code}): name a backup that this user may read.`);
  const what = error instanceof Damage ? error.message : 'what it holds cannot be unpacked';
  return new StartupError(
    `${file} is not a whole backup (${what}): take another; nothing was written to the database.`,
  );
}

async function readPlain(lines: Lines, reader: BackupReader): Promise<{ header: Header; manifest: Manifest }> {
  const head = parsed(header, await lines.next(), 'it does not begin as a backup of this version');
  await reader.onHeader?.(head);
  const counted: Manifest['tables'] = [];
  for (;;) {
    const line = await lines.next();
    const begun = tableLine.safeParse(fromJson(line));
    if (!begun.success) return { header: head, manifest: await readEnd(lines, line, counted) };
    const digest = createHash('sha256');
    let rows = 0;
    const counting = async function* () {
      for await (const piece of lines.rows()) {
        digest.update(piece);
        for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) rows += 1;
        yield piece;
      }
    };
    await reader.onTable(begun.data, counting());
    counted.push({ table: begun.data.table, rows, sha256: digest.digest('hex') });
  }
}

async function readEnd(lines: Lines, line: string, counted: Manifest['tables']): Promise<Manifest> {
  const said = parsed(manifest, line, 'the list of what it holds is missing');
  if (JSON.stringify(said.tables) !== JSON.stringify(counted)) throw damaged('its rows are not those that it lists');
  const digest = lines.digest();
  if (parsed(seal, await lines.next(), 'it was cut off').sha256 !== digest) throw damaged('it was altered');
  if (!(await lines.isOver())) throw damaged('something was added to it');
  return said;
}

function parsed<T>(schema: z.ZodType<T>, line: string, otherwise: string): T {
  const result = schema.safeParse(fromJson(line));
  if (!result.success) throw damaged(otherwise);
  return result.data;
}

function fromJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Bytes as lines, and whole rows of many lines at once. */
class Lines {
  private readonly source: AsyncIterator<Buffer>;
  private readonly hash = createHash('sha256');
  private left: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** The next line, without its end. */
  async next(): Promise<string> {
    for (;;) {
      const end = this.left.indexOf(10);
      if (end !== -1) return this.take(end + 1).toString('utf8', 0, end);
      await this.more();
    }
  }

  /** The rows of a table, up to the line that ends them. */
  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      if (this.left.subarray(0, 3).equals(END)) return void this.take(3);
      const end = this.left.indexOf(END_AFTER_ROW);
      if (end !== -1) yield this.take(end + 1);
      else {
        // The last line may be the beginning of the end.
        const whole = this.left.lastIndexOf(10) + 1;
        if (whole > 0) yield this.take(whole);
        await this.more();
      }
    }
  }

  /** The digest of all that was read so far. */
  digest(): string {
    return this.hash.copy().digest('hex');
  }

  async isOver(): Promise<boolean> {
    return this.left.length === 0 && (await this.source.next()).done === true;
  }

  private take(length: number): Buffer {
    const taken = this.left.subarray(0, length);
    this.left = this.left.subarray(length);
    this.hash.update(taken);
    return taken;
  }

  private async more(): Promise<void> {
    const next: IteratorResult<Buffer, unknown> = await this.source.next();
    if (next.done === true) throw damaged('it was cut off');
    this.left = this.left.length === 0 ? next.value : Buffer.concat([this.left, next.value]);
  }
}

const END = Buffer.from(END_OF_ROWS);
const END_AFTER_ROW = Buffer.from(`\n${END_OF_ROWS}`);

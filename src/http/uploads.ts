import type { Request, RequestHandler, Response } from 'express';
import multer, { type StorageEngine } from 'multer';
import { v5 as idFromName } from 'uuid';
import type { Database } from '../../db/client';
import type { Asker } from '../../db/queries/asker';
import { addFile, mayBeAdded, type AskedFile, type FileOutcome } from '../commands/files/add-file';
import { cleanFileName } from '../domain/files/file-name';
import { LARGEST_FILE } from '../domain/files/files';
import { refuse, type Refusal, type RefusalCode } from '../domain/refusals/refusal';
import type { Scan } from '../files/clamd';
import { inspectFile, tooLarge } from '../files/inspect';
import { doorProblem, refusalProblem, type Problem } from './problems';
import { Turnstile } from './turnstile';

/** What a form with a file holds. */
export interface ReceivedForm {
  /** The other fields, as they were typed. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly file: ReceivedFile | undefined;
  /** Why a file that was sent is not there, though what was typed is: FILE_TOO_LARGE, UPLOADS_TOO_MANY. */
  readonly refused: Problem | undefined;
}

/** A file as it came, with the name that it had on the sender's device. */
export interface ReceivedFile {
  readonly name: string;
  readonly content: Buffer;
}

/** What is read of a form. */
export interface FormLimits {
  /** How many fields besides the file. */
  readonly fields: number;
  /** The most that one field holds, in bytes. */
  readonly fieldSize: number;
  /** The most that all of it holds, in bytes. What of a file is over its own limit is read past, so that what was typed is not lost. */
  readonly whole: number;
  /** Of a file nothing is kept: only what was typed is wanted. */
  readonly leavesFile?: true;
}

/** What is read of a program's form. */
export const programForm: FormLimits = { fields: 12, fieldSize: 4_000, whole: LARGEST_FILE + 100_000 };

/** What is read of a page's form: a browser shows an answer only once it has sent everything, so a large photo is read to its end. */
export const pageForm: FormLimits = { fields: 80, fieldSize: 20_000, whole: 6 * LARGEST_FILE };

/** What is read of a page's form for what was typed into it. */
export const typedForm: FormLimits = { ...pageForm, leavesFile: true };

/** The field that the file is in. */
const field = 'file';

/** Files are held and made anew in memory: so many at a time in one process, and so many of one person. */
const uploads = new Turnstile({ atMost: 6, ofOne: 2 });

/** Keeps a file in memory, and writes it to no disk; what is over the limit is read past, and nothing of it kept. */
const storage = (keeps: boolean, onTooLarge: () => void): StorageEngine => ({
  _handleFile: (_request, { stream }, done) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    stream.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > LARGEST_FILE) pieces.length = 0;
      else if (keeps) pieces.push(piece);
    });
    stream.on('end', () => {
      if (bytes > LARGEST_FILE) onTooLarge();
      done(null, { buffer: Buffer.concat(pieces), size: bytes });
    });
  },
  _removeFile: (_request, _file, done) => {
    done(null);
  },
});

const reading = ({ fields, fieldSize, whole }: FormLimits, engine: StorageEngine): RequestHandler =>
  multer({
    storage: engine,
    defParamCharset: 'utf8',
    limits: {
      fileSize: whole,
      files: 1,
      fields,
      fieldSize,
      fieldNameSize: 100,
      fieldNestingDepth: 0,
      parts: fields + 1,
      headerPairs: 50,
    },
  }).single(field);

/**
 * Reads a form with a file, piece by piece and no further than its limits. Gives back a problem for what is none: MULTIPART_WANTED,
 * MALFORMED_FORM, FILE_TOO_LARGE. Whoever asks is known, and may ask, before this is called; `who` stands for them.
 */
export async function receiveForm(
  request: Request,
  response: Response,
  limits: FormLimits,
  who: string,
): Promise<ReceivedForm | Problem> {
  if (request.is('multipart/form-data') === false) return doorProblem('MULTIPART_WANTED');
  // Nothing of it is read then, and nothing more of what comes over this connection.
  if (Number(request.headers['content-length'] ?? 0) > limits.whole) {
    response.set('Connection', 'close');
    return refusalProblem(tooLarge());
  }
  const leave = limits.leavesFile === true ? undefined : uploads.enter(who);
  if (leave !== undefined) response.once('close', leave);
  const found = { isTooLarge: false };
  const engine = storage(leave !== undefined, () => {
    found.isTooLarge = true;
  });
  try {
    await new Promise<void>((resolve, reject) => {
      void reading(limits, engine)(request, response, (error: unknown) => {
        if (error === undefined || error === null) resolve();
        else reject(error instanceof Error ? error : new Error('a form could not be read'));
      });
    });
  } catch (error) {
    const isOverAll = (error as { code?: unknown }).code === 'LIMIT_FILE_SIZE';
    return isOverAll ? refusalProblem(tooLarge()) : doorProblem('MALFORMED_FORM');
  }
  const { file } = request;
  const fields = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  if (file === undefined) return { fields, file: undefined, refused: undefined };
  if (found.isTooLarge) return { fields, file: undefined, refused: refusalProblem(tooLarge()) };
  if (leave === undefined) return { fields, file: undefined, refused: doorProblem('UPLOADS_TOO_MANY') };
  return { fields, file: { name: file.originalname, content: file.buffer }, refused: undefined };
}

/** A file that is sent twice with one key is there once: its id is made of who sends it and the key. */
const fileNamespace = '0d0f7a0a-6f0e-4c55-9c6b-8a2f5a1f7c42';

/** The id of a file that somebody sends with a key of their own. */
export const fileIdOf = ({ tenantId, personId }: Pick<Asker, 'tenantId' | 'personId'>, key: string): string =>
  idFromName(`${tenantId}/${personId}/${key}`, fileNamespace);

/** Why a file that was sent is not kept, whatever it is for. */
export const contentRefusals = [
  'FILE_MISSING',
  'FILE_EMPTY',
  'FILE_TOO_LARGE',
  'FILE_TYPE_NOT_TAKEN',
  'FILE_TYPE_OLD',
  'FILE_IS_HEIC',
  'FILE_DAMAGED',
  'FILE_OF_TWO_KINDS',
  'FILE_HAS_MACROS',
  'FILE_HAS_PROGRAM',
  'FILE_UNPACKS_TOO_LARGE',
  'IMAGE_TOO_LARGE',
  'FILE_HAS_VIRUS',
  'FILE_SCAN_UNAVAILABLE',
] as const satisfies readonly RefusalCode[];

/** What a file is kept with. */
export interface Keeping {
  readonly db: Database;
  readonly scan?: Scan | undefined;
}

/** A file that is sent, with all that is said of it. */
export interface SentFile extends AskedFile {
  readonly file: ReceivedFile | undefined;
}

/**
 * Keeps a file that came with a form, if who sends it may, if it is wanted now, and if what is in it is what we take: the one way in, for
 * pages and programs.
 * @returns as {@link addFile}; refused besides with FILE_MISSING, FILE_HAS_VIRUS, FILE_SCAN_UNAVAILABLE and those of `inspectFile`
 */
export async function keepFile(
  { db, scan }: Keeping,
  asker: Pick<Asker, 'tenantId' | 'personId' | 'roles'>,
  { file, ...said }: SentFile,
): Promise<FileOutcome> {
  const refused = (refusal: Refusal): FileOutcome => ({ kind: 'refused', refusal });
  if (file === undefined) return refused(refuse('FILE_MISSING', { field: '/file' }));
  // Before anything is unpacked: whoever may not send it makes no work.
  const allowed = await mayBeAdded(db, asker, said);
  if (allowed.kind !== 'done') return allowed;
  const inspected = await inspectFile(file.content);
  if ('code' in inspected) return refused(inspected);
  const scanned = scan === undefined ? 'clean' : await scan(file.content);
  if (scanned === 'infected') return refused(refuse('FILE_HAS_VIRUS', { field: '/file' }));
  if (scanned === 'unavailable') return refused(refuse('FILE_SCAN_UNAVAILABLE', { field: '/file' }));
  return addFile(db, asker, { ...said, ...inspected, name: cleanFileName(file.name, inspected.kind) });
}

import type { Request, Response } from 'express';
import multer, { MulterError, memoryStorage } from 'multer';
import type { Database } from '../../db/client';
import type { Asker } from '../../db/queries/asker';
import { addFile, mayBeAdded, type AskedFile, type FileOutcome } from '../commands/files/add-file';
import { cleanFileName } from '../domain/file-name';
import { LARGEST_FILE } from '../domain/files';
import { refuse, type Refusal } from '../domain/refusal';
import type { Scan } from '../files/clamd';
import { inspectFile, tooLarge } from '../files/inspect';
import { doorProblem, refusalProblem, type Problem } from './problems';

/** What a form with a file holds. */
export interface ReceivedForm {
  /** The other fields, as they were typed. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly file: ReceivedFile | undefined;
}

/** A file as it came, with the name that it had on the sender's device. */
export interface ReceivedFile {
  readonly name: string;
  readonly content: Buffer;
}

/** The most that a form holds besides its file, in bytes. */
const LARGEST_REST = 100_000;

/** The field that the file is in. */
const field = 'file';

/** Kept in memory up to the limits, and written to no disk. */
const receive = multer({
  storage: memoryStorage(),
  defParamCharset: 'utf8',
  limits: {
    fileSize: LARGEST_FILE,
    files: 1,
    fields: 12,
    fieldSize: 4_000,
    fieldNameSize: 100,
    parts: 13,
    headerPairs: 50,
  },
}).single(field);

/**
 * Reads a form with a file, piece by piece and no further than its limits. Gives back a problem for what is none: MULTIPART_WANTED,
 * MALFORMED_FORM, FILE_TOO_LARGE. Whoever asks is known, and may ask, before this is called.
 */
export async function receiveForm(request: Request, response: Response): Promise<ReceivedForm | Problem> {
  if (request.is('multipart/form-data') === false) return doorProblem('MULTIPART_WANTED');
  // Nothing of it is read then, and nothing more of what comes over this connection.
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_FILE + LARGEST_REST) {
    response.set('Connection', 'close');
    return refusalProblem(tooLarge());
  }
  try {
    await new Promise<void>((resolve, reject) => {
      receive(request, response, (error: unknown) => {
        if (error === undefined || error === null) resolve();
        else reject(error instanceof Error ? error : new Error('a form could not be read'));
      });
    });
  } catch (error) {
    const isTooLarge = error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE';
    return isTooLarge ? refusalProblem(tooLarge()) : doorProblem('MALFORMED_FORM');
  }
  const { file } = request;
  const fields = (request.body ?? {}) as Readonly<Record<string, unknown>>;
  return { fields, file: file === undefined ? undefined : { name: file.originalname, content: file.buffer } };
}

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

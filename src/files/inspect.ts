import { createHash } from 'node:crypto';
import { LARGEST_FILE } from '../domain/files/files';
import { fileKinds, type FileKind } from '../domain/files/file-name';
import { refuse, type Refusal } from '../domain/refusals/refusal';
import { inspectImage } from './image';
import { inspectOffice } from './office';
import { pdfRefusal } from './pdf';

/** A file as it is kept. */
export interface Inspected {
  readonly kind: FileKind;
  readonly mediaType: (typeof fileKinds)[FileKind];
  /** As it was sent, but for pictures, which are made anew. */
  readonly content: Buffer;
  /** SHA-256 of what is kept, and of what was sent. */
  readonly sha256: Buffer;
  readonly sentSha256: Buffer;
}

/** The field that a refusal of a file points at. */
const field = '/file';

/**
 * Looks at what is in a file, whatever it is called, and gives back what may be kept of it. A picture is made anew, so that nothing comes
 * with it but what is seen: no place, no device, no second file behind it.
 * @returns or a refusal: FILE_EMPTY, FILE_TOO_LARGE, FILE_TYPE_NOT_TAKEN, FILE_TYPE_OLD, FILE_IS_HEIC, FILE_DAMAGED, FILE_OF_TWO_KINDS,
 * FILE_HAS_MACROS, FILE_HAS_PROGRAM, FILE_UNPACKS_TOO_LARGE, IMAGE_TOO_LARGE
 */
export async function inspectFile(sent: Buffer): Promise<Inspected | Refusal> {
  if (sent.length === 0) return refuse('FILE_EMPTY', { field });
  if (sent.length > LARGEST_FILE) return tooLarge();
  const found = await kept(sent);
  if ('code' in found) return found;
  const { kind, content } = found;
  return { kind, mediaType: fileKinds[kind], content, sha256: digest(content), sentSha256: digest(sent) };
}

/** FILE_TOO_LARGE, with the limit. */
export const tooLarge = (): Refusal =>
  refuse('FILE_TOO_LARGE', { field, facts: { limitMegabytes: LARGEST_FILE / 1_000_000 } });

async function kept(sent: Buffer): Promise<Pick<Inspected, 'kind' | 'content'> | Refusal> {
  const begins = (...bytes: readonly number[]): boolean => bytes.every((byte, place) => sent[place] === byte);
  if (begins(0xff, 0xd8, 0xff)) return inspectImage(sent, 'jpg');
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return inspectImage(sent, 'png');
  if (begins(0x25, 0x50, 0x44, 0x46, 0x2d)) return pdfRefusal(sent) ?? { kind: 'pdf', content: sent };
  if (begins(0x50, 0x4b, 0x03, 0x04)) return inspectOffice(sent);
  // Compound files: Word and Excel before 2007, and those with a password.
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) return refuse('FILE_TYPE_OLD', { field });
  // ISO base media files whose brand is one of HEIF's (ISO/IEC 23008-12).
  if (/^ftyp(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(sent.subarray(4, 12).toString('latin1')))
    return refuse('FILE_IS_HEIC', { field });
  return refuse('FILE_TYPE_NOT_TAKEN', { field });
}

const digest = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

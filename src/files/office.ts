import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { refuse, type Refusal } from '../domain/refusals/refusal';

const field = '/file';

/** What an ordinary document stays far below, unpacked: parts, and bytes of all and of one. */
const most = { parts: 2_000, bytes: 100_000_000 } as const;

/** The content types of the main part, by the kind of file (ECMA-376, part 1). */
const mainParts = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
} as const;

const macroParts = /(^|\/)(vbaProject[^/]*\.bin|vbaData\.xml|macrosheets\/)/i;
const programParts = /(^|\/)(activeX\/|oleObject[^/]*\.bin$|[^/]+\.(exe|dll|js|vbs|scr|bat|cmd|ps1|lnk|hta)$)/i;
/** A template that is fetched from elsewhere when the document is opened. */
const remoteTemplate = /<Relationship\b(?=[^>]*attachedTemplate")(?=[^>]*Target="(https?:|ftp:|\\\\)[^"]*")[^>]*>/i;

/**
 * A Word or Excel file of today, as it came. Every part of it is unpacked once to see that it is as large as it says; no part is kept.
 * @returns or a refusal: FILE_TYPE_NOT_TAKEN for a zip of anything else, FILE_DAMAGED, FILE_UNPACKS_TOO_LARGE, FILE_HAS_MACROS,
 * FILE_HAS_PROGRAM
 */
export async function inspectOffice(
  sent: Buffer,
): Promise<{ readonly kind: 'docx' | 'xlsx'; readonly content: Buffer } | Refusal> {
  try {
    const zip = await fromBufferPromise(sent);
    const { names, texts } = await unpacked(zip);
    const types = texts.get('[Content_Types].xml') ?? '';
    const hasMacros = names.some((name) => macroParts.test(name)) || /macroEnabled|vbaProject/i.test(types);
    if (hasMacros) return refuse('FILE_HAS_MACROS', { field });
    const kind = (['docx', 'xlsx'] as const).find((one) => types.includes(`"${mainParts[one]}"`));
    if (kind === undefined) return refuse('FILE_TYPE_NOT_TAKEN', { field });
    const isActive =
      names.some((name) => programParts.test(name)) || [...texts.values()].some((text) => remoteTemplate.test(text));
    return isActive ? refuse('FILE_HAS_PROGRAM', { field }) : { kind, content: sent };
  } catch (error) {
    return refuse(error instanceof TooMuch ? 'FILE_UNPACKS_TOO_LARGE' : 'FILE_DAMAGED', { field });
  }
}

class TooMuch extends Error {}

/** The names of all parts, and the text of those that say what the others are. @throws TooMuch, or what is wrong with the zip */
async function unpacked(zip: ZipFile): Promise<{ names: readonly string[]; texts: ReadonlyMap<string, string> }> {
  const names: string[] = [];
  const texts = new Map<string, string>();
  let bytes = 0;
  if (zip.entryCount > most.parts) throw new TooMuch();
  for await (const entry of zip.eachEntry()) {
    names.push(entry.fileName);
    if (isEncrypted(entry)) throw new Error('encrypted');
    // What it says is believed only to refuse sooner.
    if (bytes + entry.uncompressedSize > most.bytes) throw new TooMuch();
    const isText = entry.fileName === '[Content_Types].xml' || entry.fileName.endsWith('.rels');
    const pieces: Buffer[] = [];
    for await (const piece of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > most.bytes) throw new TooMuch();
      if (isText) pieces.push(piece);
    }
    if (isText) texts.set(entry.fileName, Buffer.concat(pieces).toString('utf8'));
  }
  return { names, texts };
}

const isEncrypted = ({ generalPurposeBitFlag }: Entry): boolean => (generalPurposeBitFlag & 1) === 1;

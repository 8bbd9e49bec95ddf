import { inflateRawSync } from 'node:zlib';

import { pdfText } from './pdf-text';

const localHeader = Buffer.from('PK\x03\x04');

/** What can be read in an answer: of a PDF its text, of an Excel file that of its parts, and else what it says. */
export function readable(type: string, content: Buffer): string {
  if (type.startsWith('application/pdf')) return pdfText(content);
  return content.subarray(0, 4).equals(localHeader) ? partsOf(content).join('\n') : content.toString('utf8');
}

/** The parts of a zip, by its directory (APPNOTE.TXT, section 4.3.12). */
function partsOf(zip: Buffer): readonly string[] {
  const parts: string[] = [];
  const entry = Buffer.from('PK\x01\x02');
  for (let at = zip.indexOf(entry); at !== -1; at = zip.indexOf(entry, at + 4)) {
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(from, from + zip.readUInt32LE(at + 20));
    parts.push((zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)).toString('utf8'));
  }
  return parts;
}

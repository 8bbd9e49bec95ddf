/** What a file is called. A name comes from somebody's device, so it may hold anything. */

/** The kinds of files that are kept, by their endings. */
export const fileKinds = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jpg: 'image/jpeg',
  png: 'image/png',
} as const;
export type FileKind = keyof typeof fileKinds;

const longest = 100;

/** Control characters, and those that turn the direction of writing or cannot be seen: what a name could lie with. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * The name that a file is kept by: without the folders of somebody's device and without what cannot be seen, at most 100 characters, and
 * with the ending of what it really is. `C:\Users\me\accounts.pdf.exe` that holds a PDF is `accounts.pdf.pdf`.
 */
export function cleanFileName(name: string, kind: FileKind): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const seen = last
    .replaceAll(unseen, '')
    .replaceAll(/[<>:"|?*%]/g, '_')
    .replace(/\.[^.]*$/, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const base = Array.from(seen)
    .slice(0, longest - kind.length - 1)
    .join('')
    .trim();
  return `${base === '' ? 'file' : base}.${kind}`;
}

import { listFiles, type FileListed, type FileSubject } from '../../../../db/queries/files';
import { isId } from '../../../contracts/ids';
import { londonDate, shortDateInWords } from '../../../domain/calendar/calendar';
import type { PageContext } from '../frame/page';
import { fileWords as w } from './words';

/** A file as its template has it. */
export interface FileShown {
  readonly id: string;
  readonly name: string;
  readonly href: string;
  /** Its kind, its size, who put it there and when. */
  readonly line: string;
  /** What its button says, for whoever may take it away. */
  readonly remove: string | undefined;
  /** What is said before it is taken away. */
  readonly removing: string;
  readonly removeNow: string;
}

/** The files of a grant, or of a purchase, that whoever looks may see; none where there is no such thing for them. */
export async function filesOf(
  of: FileSubject,
  { parts, asker }: Pick<PageContext, 'parts' | 'asker'>,
): Promise<readonly FileListed[]> {
  const id = 'grantId' in of ? of.grantId : of.purchaseId;
  return (isId(id) ? await listFiles(parts.reading.db, asker, of) : undefined) ?? [];
}

/** Files in words. Whoever `adds` may take away what they added, and in a draft, which is written together, anybody's. */
export const filesView = (
  files: readonly Pick<FileListed, 'id' | 'name' | 'mediaType' | 'bytes' | 'people' | 'uploadedBy' | 'uploadedAt'>[],
  adds?: { readonly personId: string; readonly isDraft?: boolean },
): readonly FileShown[] =>
  files.map(({ id, name, mediaType, bytes, people, uploadedBy, uploadedAt }) => ({
    id,
    name,
    href: `/files/${id}`,
    line: [
      `${w.kinds[mediaType] ?? ''}, ${sizeInWords(bytes)}`,
      uploadedBy === null
        ? shortDateInWords(londonDate(uploadedAt))
        : w.by(uploadedBy.name, shortDateInWords(londonDate(uploadedAt))),
      ...(people === null ? [] : [people === 'agreed' ? w.people.saidAgreed : w.people.saidNobody]),
    ].join(' · '),
    remove:
      adds !== undefined && (adds.isDraft === true || uploadedBy?.id === adds.personId) ? w.remove(name) : undefined,
    removing: w.removing(name),
    removeNow: w.removeNow(name),
  }));

/** How large a file is, as people say it. */
function sizeInWords(bytes: number): string {
  if (bytes < 1_000_000) return `${String(Math.max(1, Math.round(bytes / 1_000)))} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

import { sql } from 'kysely';
import type { Database, Tx } from '../../../db/client';
import type { Asker } from '../../../db/queries/asker';
import { findFileSubject, type FileSubject, type SubjectFound } from '../../../db/queries/files';
import { inTenant } from '../../../db/transaction';
import {
  type FilePurpose,
  fileRemovalRefusal,
  type FileSaid,
  fileSaidRefusals,
  isConcernedWithFiles,
  isFromGroup,
  isOpenForFiles,
  mayAddFile,
  maySeeFile as maySee,
  MOST_FILES,
} from '../../domain/files/files';
import { refuse, type Refusal, together } from '../../domain/refusals/refusal';
import { storeOwnCommand } from '../apply/store-own-command';
import type { NoteEvidenceBody } from '../grant/note-evidence';
import type { NoteFileTakenAwayBody } from '../grant/note-file-taken-away';

/**
 * Files are no commands: a draft has them before anything can be commanded, and what is in them is no fact of the record until somebody
 * relies on it. What is relied on is not taken away.
 */

/** A file that somebody would add. */
export interface AskedFile extends FileSaid {
  /** Made of whoever sends it and their key: sent twice, the file is there once. */
  readonly id: string;
  readonly of: FileSubject;
}

/** A file to be kept. */
interface NewFile extends AskedFile {
  /** As it is shown: cleaned. */
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
  readonly sha256: Buffer;
  readonly sentSha256: Buffer;
}

/** What comes of adding or removing a file: `unknown` also where it is none of the asker's business; `other` when the key was used for another file. */
export type FileOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'other' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

type Adding = Pick<Asker, 'tenantId' | 'personId' | 'roles'>;

/**
 * Whether somebody may add such a file, asked before anything is unpacked of it.
 * @returns refused with FILE_ABOUT_MISSING, FILE_ABOUT_UNWANTED, FILE_PEOPLE_NOT_SAID, FILE_PEOPLE_UNWANTED, FILE_CONSENT_MISSING,
 * NOT_YOURS_TO_DO, FILE_ABOUT_UNKNOWN, FILE_NOT_WANTED_NOW or FILES_TOO_MANY
 */
export async function mayBeAdded(db: Database, asker: Adding, asked: AskedFile): Promise<FileOutcome> {
  return inTenant(db, asker.tenantId, async (tx) => {
    if ((await keptAlready(tx, asker, asked.id)) !== undefined) return { kind: 'done' };
    const found = await subjectFor(tx, asker, asked);
    return 'kind' in found ? found : { kind: 'done' };
  });
}

/** Keeps a file. @returns as {@link mayBeAdded}, or `other` */
export async function addFile(db: Database, asker: Adding, file: NewFile): Promise<FileOutcome> {
  const { tenantId, personId } = asker;
  return inTenant(db, tenantId, async (tx) => {
    const before = await keptAlready(tx, asker, file.id);
    if (before !== undefined) {
      const isSame = before.sent_sha256.equals(file.sentSha256) && isOf(file.of, before);
      return { kind: isSame ? 'done' : 'other' };
    }
    const found = await subjectFor(tx, asker, file);
    if ('kind' in found) return found;
    const { purpose, about = null } = file;
    await tx
      .insertInto('file')
      .values({
        tenant_id: tenantId,
        id: file.id,
        grant_id: found.grantId,
        purchase_id: found.purchaseId,
        purpose,
        about: purpose === 'condition' ? null : about,
        condition_id: purpose === 'condition' ? about : null,
        name: file.name,
        media_type: file.mediaType,
        bytes: file.content.length,
        sha256: file.sha256,
        sent_sha256: file.sentSha256,
        people: file.people ?? null,
        uploaded_by: personId,
        uploaded_at: sql<string>`app.now()`,
      })
      .execute();
    await tx
      .insertInto('file_content')
      .values({ tenant_id: tenantId, file_id: file.id, content: file.content })
      .execute();
    if (purpose === 'condition' && about !== null && isFromGroup(asker.roles, found))
      await storeOwnCommand(tx, {
        tenantId,
        command: 'noteEvidence',
        subjectId: found.grantId,
        key: `evidence:${file.id}`,
        body: { conditionId: about, fileId: file.id } satisfies NoteEvidenceBody,
      });
    return { kind: 'done' };
  });
}

const keptAlready = (tx: Tx, { tenantId }: Adding, id: string) =>
  tx
    .selectFrom('file')
    .select(['sent_sha256', 'grant_id', 'purchase_id'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();

const isOf = (of: FileSubject, row: { readonly grant_id: string; readonly purchase_id: string | null }): boolean =>
  'grantId' in of ? row.grant_id === of.grantId && row.purchase_id === null : row.purchase_id === of.purchaseId;

/** What the file would belong to, or why it may not. */
async function subjectFor(
  tx: Tx,
  { tenantId, roles }: Adding,
  { of, purpose, about, people }: Pick<NewFile, 'of' | 'purpose' | 'about' | 'people'>,
): Promise<SubjectFound | Exclude<FileOutcome, { kind: 'done' }>> {
  const refused = (refusal: Refusal) => ({ kind: 'refused', refusal }) as const;
  const found = await findFileSubject(tx, tenantId, of, { purpose, about: about ?? null });
  if (found === undefined || !isConcernedWithFiles(roles, found)) return { kind: 'unknown' };
  if (!mayAddFile(roles, found, purpose))
    return refused(refuse('NOT_YOURS_TO_DO', { facts: { command: 'addFile', needs: [] } }));
  const unfit = together(fileSaidRefusals({ purpose, about, people }));
  if (unfit !== undefined) return refused(unfit);
  if (!isKnown(found, purpose, about)) return refused(refuse('FILE_ABOUT_UNKNOWN', { field: '/about' }));
  if (!isOpenForFiles(purpose, found)) return refused(refuse('FILE_NOT_WANTED_NOW'));
  const { aboutOne, ofGrant } = MOST_FILES;
  if (found.filesAboutOne >= aboutOne) return refused(refuse('FILES_TOO_MANY', { facts: { limit: aboutOne } }));
  if (found.filesOfGrant >= ofGrant) return refused(refuse('FILES_TOO_MANY', { facts: { limit: ofGrant } }));
  return found;
}

function isKnown(found: SubjectFound, purpose: FilePurpose, about: string | undefined): boolean {
  if (about === undefined) return true;
  if (purpose === 'condition') return found.conditionState !== null;
  return (purpose === 'answer' ? found.questionKeys : found.checkKinds).includes(about);
}

/**
 * Takes a file away; that it was there, and who took it, stays, and stands in the timeline of what was sent.
 * @returns refused with NOT_YOURS_TO_DO, FILE_OF_ANOTHER or FILE_RELIED_UPON
 */
export async function removeFile(db: Database, asker: Adding, id: string): Promise<FileOutcome> {
  const { tenantId, personId, roles } = asker;
  return inTenant(db, tenantId, async (tx) => {
    const file = await tx
      .selectFrom('file')
      .select([
        'grant_id',
        'purchase_id',
        'purpose',
        'uploaded_at',
        'uploaded_by',
        sql<string | null>`coalesce(about, condition_id::text)`.as('about'),
      ])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (file === undefined) return { kind: 'unknown' };
    const purpose = file.purpose as FilePurpose;
    const of = file.purchase_id === null ? { grantId: file.grant_id } : { purchaseId: file.purchase_id };
    const found = await findFileSubject(tx, tenantId, of, { purpose, about: file.about });
    if (found === undefined || !maySee(roles, found, purpose)) return { kind: 'unknown' };
    const refusal = fileRemovalRefusal(purpose, { personId, roles, uploadedBy: file.uploaded_by }, found);
    if (refusal !== undefined) return { kind: 'refused', refusal };
    if (purpose === 'check' && (await isChecked(tx, tenantId, found.partyId, file.about, file.uploaded_at)))
      return { kind: 'refused', refusal: refuse('FILE_RELIED_UPON') };
    await tx
      .updateTable('file')
      .set({ removed_by: personId, removed_at: sql<string>`app.now()` })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    await tx.deleteFrom('file_content').where('tenant_id', '=', tenantId).where('file_id', '=', id).execute();
    if (purpose === 'condition') await nothingWaits(tx, tenantId, file.about);
    if (found.stage !== 'draft')
      await storeOwnCommand(tx, {
        tenantId,
        command: 'noteFileTakenAway',
        subjectId: found.grantId,
        key: `taken-away:${id}`,
        body: { fileId: id } satisfies NoteFileTakenAwayBody,
      });
    return { kind: 'done' };
  });
}

/** Nobody needs to look at a condition again for what was taken away, unless something else was sent since. */
async function nothingWaits(tx: Tx, tenantId: string, conditionId: string | null): Promise<void> {
  await sql`update condition k set evidence_at = null where k.tenant_id = ${tenantId}::uuid and k.id = ${conditionId}::uuid and k.evidence_at is not null
    and not exists (select from file f where f.tenant_id = k.tenant_id and f.grant_id = k.grant_id and f.condition_id = k.id
      and f.removed_at is null and f.uploaded_at >= k.evidence_at)`.execute(tx);
}

/** Whether the group's check of a kind was recorded since. */
async function isChecked(
  tx: Tx,
  tenantId: string,
  partyId: string,
  kind: string | null,
  since: string,
): Promise<boolean> {
  const { rows } =
    await sql`select from party_check k join command c on c.tenant_id = k.tenant_id and c.id = k.command_id
    where k.tenant_id = ${tenantId}::uuid and k.party_id = ${partyId}::uuid and k.kind = ${kind} and c.received_at >= ${since}::timestamptz limit 1`.execute(
      tx,
    );
  return rows.length > 0;
}

/**
 * Files that people send: what each is for decides when it may be added and taken away, by whom, and who may see it. What is in a file is
 * looked at elsewhere; this is about its place.
 */
import { isOpenToStaff, type DraftSight } from '../application/draft-feedback';
import type { GrantStage } from '../lives/grant-life';
import type { PurchaseState } from '../lives/purchase-life';
import { type HeldRole, partyRoles, type Role, rolesReaching, staffRoles } from '../lives/roles';
import { type Refusal, refuse } from '../refusals/refusal';

/** What a file is for. All but an invoice belong to an application or its grant; an invoice to a purchase. */
export const filePurposes = ['answer', 'check', 'condition', 'photo', 'receipt', 'invoice', 'agreement'] as const;
export type FilePurpose = (typeof filePurposes)[number];

/** Whether people can be recognised in a photo, and whether they agreed to it. */
export const peopleInPhoto = ['nobody', 'agreed', 'not_agreed'] as const;
export type PeopleInPhoto = (typeof peopleInPhoto)[number];

/** The largest file, in bytes. */
export const LARGEST_FILE = 10_000_000;

/** The most files of one purpose about one thing, and of one grant altogether. */
export const MOST_FILES = { aboutOne: 10, ofGrant: 100 } as const;

/** Who may add a file, and who may see it besides them. */
interface FileRule {
  readonly add: readonly Role[];
  readonly see: readonly Role[];
  /** Whether it is about one question, condition or check. */
  readonly isAboutOne: boolean;
}

const group: readonly Role[] = ['applicant', 'grants_officer'];
const reporter: readonly Role[] = ['applicant', 'budget_holder', 'grants_officer'];

/**
 * An officer adds what came on paper. Statements, identity papers and receipts are for staff alone. A funder sees photos in which nobody can be
 * recognised: whoever can has agreed to our keeping it, and to no more.
 */
const fileRules: Readonly<Record<FilePurpose, FileRule>> = {
  answer: { add: group, see: [...staffRoles, 'panel_member'], isAboutOne: true },
  check: { add: group, see: staffRoles, isAboutOne: true },
  condition: { add: group, see: staffRoles, isAboutOne: true },
  photo: { add: reporter, see: [...staffRoles, 'panel_member'], isAboutOne: false },
  receipt: { add: reporter, see: staffRoles, isAboutOne: false },
  invoice: { add: ['provider', 'budget_holder', 'grants_officer'], see: staffRoles, isAboutOne: false },
  agreement: { add: ['grants_officer'], see: [...staffRoles, 'applicant'], isAboutOne: false },
};

/** Who sees besides what nobody can be recognised in. */
const seeNobody: readonly Role[] = ['funder'];

/** What a file belongs to, as far as roles must reach it. */
export interface FilePlace extends DraftSight {
  readonly potId: string;
  readonly partyId: string;
  /** Of the purchase that it belongs to. */
  readonly providerId: string | null;
  /** What is not sent yet is for its group, and for staff who help to write it or are shown it. */
  readonly stage: GrantStage;
}

const holds = (
  roles: readonly HeldRole[],
  { potId, partyId, providerId }: FilePlace,
  names: readonly Role[],
): boolean =>
  rolesReaching(roles, {
    potId,
    parties: { applicant: partyId, budget_holder: partyId, ...(providerId === null ? {} : { provider: providerId }) },
  }).some(({ name }) => names.includes(name));

/** Whether somebody may add files for a purpose. */
export const mayAddFile = (roles: readonly HeldRole[], place: FilePlace, purpose: FilePurpose): boolean =>
  holds(
    roles,
    place,
    fileRules[purpose].add.filter((role) => !isOnlyRead(place) || partyRoles.includes(role)),
  );

/** Whether it is a draft that no officer helps to write: staff change nothing of it. */
const isOnlyRead = ({ stage, helpedBy }: FilePlace): boolean => stage === 'draft' && helpedBy === null;

/** Whether somebody may see files for a purpose; of photos, those in which people are so. */
export const maySeeFile = (
  roles: readonly HeldRole[],
  place: FilePlace,
  purpose: FilePurpose,
  people: PeopleInPhoto | null = null,
): boolean =>
  holds(
    roles,
    place,
    [...fileRules[purpose].add, ...fileRules[purpose].see, ...(people === 'nobody' ? seeNobody : [])].filter(
      (role) =>
        place.stage !== 'draft' || partyRoles.includes(role) || (isOpenToStaff(place) && staffRoles.includes(role)),
    ),
  );

/** Whether the subject of files is there at all for somebody: they may add or see some kind of file of it. */
export const isConcernedWithFiles = (roles: readonly HeldRole[], place: FilePlace): boolean =>
  (['answer', 'photo', 'invoice'] as const).some((purpose) => maySeeFile(roles, place, purpose, 'nobody'));

/** Whether somebody sends a file for the group, and is not staff who keep what came on paper. */
export const isFromGroup = (roles: readonly HeldRole[], place: FilePlace): boolean => holds(roles, place, partyRoles);

/** How things stand with what a file would belong to. */
export interface FileStanding extends Pick<FilePlace, 'stage'> {
  /** Whether the group is asked something that it has not answered. */
  readonly hasOpenQuestion: boolean;
  /** The state of the grant's report, where it has one. */
  readonly reportState: string | null;
  /** The state of the condition that it is about. */
  readonly conditionState: string | null;
  readonly purchaseState: PurchaseState | null;
}

const beforeTheEnd: readonly GrantStage[] = ['draft', 'submitted', 'checking', 'assessing', 'offered', 'active'];
/** Where an invoice's file can be taken away by whoever added it: nobody has relied on it yet. */
export const beforeInvoiceIsSent: readonly PurchaseState[] = ['ordered', 'accepted', 'delivered'];
/** Where an invoice's file can be added. */
const beforeInvoice: readonly PurchaseState[] = ['ordered', 'accepted', 'delivered', 'invoiced', 'disputed'];

/**
 * Whether files for a purpose may be added: until somebody relies on them. An answer's file while the
 * application is written or a question is open, evidence until the condition is settled, a report's until it is handed in, an invoice's
 * until it is matched.
 */
export function isOpenForFiles(purpose: FilePurpose, standing: FileStanding): boolean {
  const { stage, reportState } = standing;
  switch (purpose) {
    case 'answer':
      return stage === 'draft' || standing.hasOpenQuestion;
    case 'check':
      return beforeTheEnd.includes(stage);
    case 'condition':
      return (stage === 'offered' || stage === 'active') && standing.conditionState === 'open';
    case 'photo':
    case 'receipt':
      return (
        stage === 'active' && reportState !== null && ['not_due', 'due', 'overdue', 'queried'].includes(reportState)
      );
    case 'agreement':
      return stage === 'offered';
    case 'invoice':
      return standing.purchaseState !== null && beforeInvoice.includes(standing.purchaseState);
  }
}

/** Who would take a file away, and who added it. */
interface Removing {
  readonly personId: string;
  readonly roles: readonly HeldRole[];
  readonly uploadedBy: string;
}

/**
 * Why somebody may not take a file away: NOT_YOURS_TO_DO, FILE_OF_ANOTHER or FILE_RELIED_UPON. Whoever added it takes it away, and nobody
 * else; a draft is written together, so whoever writes it may. An invoice's file stays once its invoice was sent.
 */
export function fileRemovalRefusal(
  purpose: FilePurpose,
  { personId, roles, uploadedBy }: Removing,
  place: FilePlace & FileStanding,
): Refusal | undefined {
  if (!mayAddFile(roles, place, purpose))
    return refuse('NOT_YOURS_TO_DO', { facts: { command: 'removeFile', needs: [] } });
  if (place.stage !== 'draft' && uploadedBy !== personId) return refuse('FILE_OF_ANOTHER');
  const isSent =
    purpose === 'invoice' && (place.purchaseState === null || !beforeInvoiceIsSent.includes(place.purchaseState));
  return isSent || !isOpenForFiles(purpose, place) ? refuse('FILE_RELIED_UPON') : undefined;
}

/** What is said of a file beside the file itself. */
export interface FileSaid {
  readonly purpose: FilePurpose;
  /** The key of the question, the id of the condition or the kind of the check that it is about. */
  readonly about?: string | undefined;
  readonly people?: PeopleInPhoto | undefined;
}

/** What is wrong with what is said of a file: FILE_ABOUT_MISSING, FILE_ABOUT_UNWANTED, FILE_PEOPLE_NOT_SAID, FILE_PEOPLE_UNWANTED, FILE_CONSENT_MISSING. */
export function fileSaidRefusals({ purpose, about, people }: FileSaid): readonly Refusal[] {
  const { isAboutOne } = fileRules[purpose];
  return [
    isAboutOne && about === undefined ? refuse('FILE_ABOUT_MISSING', { field: '/about' }) : undefined,
    !isAboutOne && about !== undefined ? refuse('FILE_ABOUT_UNWANTED', { field: '/about' }) : undefined,
    purpose === 'photo' && people === undefined ? refuse('FILE_PEOPLE_NOT_SAID', { field: '/people' }) : undefined,
    purpose !== 'photo' && people !== undefined ? refuse('FILE_PEOPLE_UNWANTED', { field: '/people' }) : undefined,
    purpose === 'photo' && people === 'not_agreed' ? refuse('FILE_CONSENT_MISSING', { field: '/people' }) : undefined,
  ].filter((refusal) => refusal !== undefined);
}

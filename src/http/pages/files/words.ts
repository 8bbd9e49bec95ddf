import type { FilePurpose } from '../../../domain/files/files';

/** The texts of everything with files. */
export const fileWords = {
  choose: 'Choose a file',
  choosePhoto: 'Choose a photo',
  hint: 'PDF, Word, Excel, or a photo as JPEG or PNG. At most 10 MB.',
  photoHint: 'A photo as JPEG or PNG, at most 10 MB. We take out where it was taken.',
  upload: 'Upload the file',
  uploadPhoto: 'Upload the photo',
  remove: (name: string) => `Take away ${name}`,
  removing: (name: string) => `We delete ${name}, and nobody can open it any more. You cannot undo this.`,
  removeNow: (name: string) => `Yes, take away ${name}`,
  by: (who: string, when: string) => `${who}, ${when}`,
  people: {
    label: 'Can anybody be recognised in the photo?',
    hint: 'If so, we need to know that each of them agrees to our keeping it. For a child, a parent says so.',
    nobody: 'No, nobody',
    agreed: 'Yes, and everybody in it has agreed',
    not_agreed: 'Yes, and not everybody has agreed',
    saidNobody: 'Nobody can be recognised',
    saidAgreed: 'Everybody in it has agreed',
    missing: 'Say whether anybody can be recognised in the photo',
  },
  kinds: {
    'application/pdf': 'PDF',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel',
    'image/jpeg': 'Photo',
    'image/png': 'Picture',
  } as Readonly<Record<string, string>>,
  purposes: {
    answer: 'Files with the application',
    check: 'Papers',
    condition: 'What shows that conditions are met',
    photo: 'Photos',
    receipt: 'Receipts',
    invoice: 'Invoices',
    agreement: 'The agreement, signed on paper',
  } satisfies Record<FilePurpose, string>,
} as const;

/** What is said once something was done with a file; part of the `done` of every area that has files. */
export const fileDone = {
  fileAdded: 'The file is here.',
  fileRemoved: 'The file is taken away.',
} as const;

import fc from 'fast-check';

import { cleanFileName, fileKinds, type FileKind } from '../../src/domain/files/file-name';
import {
  filePurposes,
  fileRemovalRefusal,
  fileSaidRefusals,
  isOpenForFiles,
  mayAddFile,
  isConcernedWithFiles,
  maySeeFile,
  type FilePurpose,
  type FilePlace,
  type FileStanding,
} from '../../src/domain/files/files';
import type { HeldRole, Role } from '../../src/domain/lives/roles';
import { partyRoles, roles } from '../../src/domain/lives/roles';

describe('the name of a file', () => {
  it.each([
    ['accounts.pdf', 'pdf', 'accounts.pdf'],
    ['C:\\Users\\me\\Desktop\\accounts 2026.PDF', 'pdf', 'accounts 2026.pdf'],
    ['../../etc/passwd', 'docx', 'passwd.docx'],
    ['/var/www/html/', 'png', 'file.png'],
    ['photo.svg', 'png', 'photo.png'],
    ['invoice.pdf.exe', 'pdf', 'invoice.pdf.pdf'],
    ['gpj.\u202eexe.fdp', 'pdf', 'gpj.exe.pdf'],
    ['a\r\nSet-Cookie: x.pdf', 'pdf', 'aSet-Cookie_ x.pdf'],
    ['..', 'jpg', 'file.jpg'],
    ['.htaccess', 'jpg', 'file.jpg'],
    ['Siân’s “report” <final>.docx', 'docx', 'Siân’s “report” _final_.docx'],
    ['', 'xlsx', 'file.xlsx'],
  ] as const)('%j of a %s is kept as %j', (name, kind, expected) => {
    expect(cleanFileName(name, kind)).toBe(expected);
  });

  it('is never long, never a path, and always ends as what it is', () => {
    const kind = fc.constantFrom<FileKind>('pdf', 'docx', 'xlsx', 'jpg', 'png');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), kind, (name, of) => {
        const cleaned = cleanFileName(name, of);
        expect(cleaned).toMatch(new RegExp(`^[^./\\\\][^/\\\\]*\\.${of}$|^[^./\\\\]\\.${of}$`, 'u'));
        expect(Array.from(cleaned).length).toBeLessThanOrEqual(100);
        expect(cleaned).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
    expect(Object.keys(fileKinds)).toHaveLength(5);
  });
});

const place: FilePlace = {
  potId: 'pot',
  partyId: 'group',
  providerId: 'provider',
  stage: 'active',
  helpedBy: null,
  sharedAt: null,
};
const parties: Readonly<Partial<Record<Role, string>>> = {
  applicant: 'group',
  budget_holder: 'group',
  provider: 'provider',
};
const held = (name: Role, partyId = parties[name] ?? null): readonly HeldRole[] => [
  { name, potId: null, partyId, ownLimitPence: null },
];
const those = (may: (role: Role) => boolean) => roles.filter(may);

describe('who may', () => {
  it.each([
    ['answer', ['grants_officer', 'applicant']],
    ['check', ['grants_officer', 'applicant']],
    ['condition', ['grants_officer', 'applicant']],
    ['photo', ['grants_officer', 'budget_holder', 'applicant']],
    ['receipt', ['grants_officer', 'budget_holder', 'applicant']],
    ['invoice', ['grants_officer', 'budget_holder', 'provider']],
  ] as const)('add and take away a file for %s: %j', (purpose, expected) => {
    expect(those((role) => mayAddFile(held(role), place, purpose))).toEqual(expected);
    for (const role of partyRoles) expect(mayAddFile(held(role, 'another'), place, purpose)).toBe(false);
  });

  const staff = [
    'fund_manager',
    'grants_officer',
    'payment_maker',
    'payment_authoriser',
    'independent_examiner',
    'administrator',
  ];
  it.each([
    ['answer', ['panel_member', 'applicant']],
    ['check', ['applicant']],
    ['condition', ['applicant']],
    ['photo', ['panel_member', 'budget_holder', 'applicant']],
    ['receipt', ['budget_holder', 'applicant']],
    ['invoice', ['budget_holder', 'provider']],
  ] as const)('see a file for %s: staff, and %j', (purpose, others) => {
    expect(those((role) => maySeeFile(held(role), place, purpose)).toSorted()).toEqual(
      [...staff, ...others].toSorted(),
    );
    for (const role of partyRoles) expect(maySeeFile(held(role, 'another'), place, purpose)).toBe(false);
  });

  it('see a photo in which nobody can be recognised: a funder too', () => {
    expect(maySeeFile(held('funder'), place, 'photo', 'nobody')).toBe(true);
    expect(maySeeFile(held('funder'), place, 'photo', 'agreed')).toBe(false);
    expect(maySeeFile(held('provider'), place, 'photo', 'nobody')).toBe(false);
    expect(maySeeFile(held('funder'), { ...place, stage: 'draft' }, 'photo', 'nobody')).toBe(false);
    expect(
      filePurposes.filter(
        (purpose) => isConcernedWithFiles(held('funder'), place) && maySeeFile(held('funder'), place, purpose),
      ),
    ).toEqual([]);
  });

  it('see one of a draft: its group, and staff who are shown it or help; they change only what they help with', () => {
    const draft = { ...place, stage: 'draft' } as const;
    expect(maySeeFile(held('panel_member'), draft, 'answer')).toBe(false);
    expect(maySeeFile(held('applicant'), draft, 'answer')).toBe(true);
    for (const role of ['fund_manager', 'grants_officer'] as const)
      expect(maySeeFile(held(role), draft, 'answer')).toBe(false);
    const shared = { ...draft, sharedAt: '2026-11-05T10:00:00.000Z' };
    expect(maySeeFile(held('fund_manager'), shared, 'answer')).toBe(true);
    expect(maySeeFile(held('panel_member'), shared, 'answer')).toBe(false);
    expect(
      [shared, { ...draft, helpedBy: 'somebody' }].map((one) => mayAddFile(held('grants_officer'), one, 'answer')),
    ).toEqual([false, true]);
  });

  it('reach another pot: nobody', () => {
    const other: readonly HeldRole[] = [
      { name: 'grants_officer', potId: 'another', partyId: null, ownLimitPence: null },
    ];
    for (const purpose of filePurposes) expect(maySeeFile(other, place, purpose)).toBe(false);
  });
});

describe('files are added and taken away until somebody relies on them', () => {
  const standing: FileStanding = {
    stage: 'active',
    hasOpenQuestion: false,
    reportState: 'due',
    conditionState: 'open',
    purchaseState: null,
  };
  const open = (changed: Partial<FileStanding>) =>
    filePurposes.filter((purpose) => isOpenForFiles(purpose, { ...standing, ...changed }));

  it.each<[string, Partial<FileStanding>, readonly string[]]>([
    ['a draft', { stage: 'draft', reportState: null, conditionState: null }, ['answer', 'check']],
    ['checked', { stage: 'checking', reportState: null, conditionState: null }, ['check']],
    ['asked', { stage: 'checking', hasOpenQuestion: true, reportState: null }, ['answer', 'check']],
    ['offered', { stage: 'offered', reportState: 'not_due' }, ['check', 'condition', 'agreement']],
    ['running', {}, ['check', 'condition', 'photo', 'receipt']],
    ['with a settled condition', { conditionState: 'met' }, ['check', 'photo', 'receipt']],
    ['with its report handed in', { reportState: 'submitted' }, ['check', 'condition']],
    ['with its report asked about', { reportState: 'queried' }, ['check', 'condition', 'photo', 'receipt']],
    ['with an order', { purchaseState: 'ordered' }, ['check', 'condition', 'photo', 'receipt', 'invoice']],
    ['with a matched invoice', { purchaseState: 'matched' }, ['check', 'condition', 'photo', 'receipt']],
    ['closed', { stage: 'closed' }, []],
  ])('of one that is %s', (_, changed, expected) => {
    expect(open(changed)).toEqual(expected);
  });
});

describe('taking a file away', () => {
  const standing: FilePlace & FileStanding = {
    ...place,
    hasOpenQuestion: false,
    reportState: 'due',
    conditionState: 'open',
    purchaseState: 'delivered',
  };
  const taking = (
    role: Role,
    uploadedBy: string,
    changed: Partial<FileStanding> = {},
    purpose: FilePurpose = 'invoice',
  ) =>
    fileRemovalRefusal(purpose, { personId: 'me', roles: held(role), uploadedBy }, { ...standing, ...changed })?.code;

  it('is for whoever added it, and for nobody else; a draft is written together', () => {
    expect(taking('provider', 'me')).toBeUndefined();
    for (const role of ['provider', 'budget_holder', 'grants_officer'] as const)
      expect(taking(role, 'another')).toBe('FILE_OF_ANOTHER');
    expect(taking('payment_maker', 'me')).toBe('NOT_YOURS_TO_DO');
    expect(taking('applicant', 'another', {}, 'photo')).toBe('FILE_OF_ANOTHER');
    expect(taking('applicant', 'another', { stage: 'draft' }, 'answer')).toBeUndefined();
  });

  it('is over once an invoice was sent', () => {
    for (const purchaseState of ['invoiced', 'disputed', 'matched'] as const)
      expect(taking('provider', 'me', { purchaseState })).toBe('FILE_RELIED_UPON');
  });
});

describe('what is said of a file', () => {
  const codes = (said: Parameters<typeof fileSaidRefusals>[0]) =>
    fileSaidRefusals(said).map(({ code, field }) => [code, field]);
  it('fits its purpose', () => {
    expect(codes({ purpose: 'answer', about: 'why_now' })).toEqual([]);
    expect(codes({ purpose: 'photo', people: 'agreed' })).toEqual([]);
    expect(codes({ purpose: 'photo', people: 'nobody' })).toEqual([]);
    expect(codes({ purpose: 'receipt' })).toEqual([]);
    expect(codes({ purpose: 'check' })).toEqual([['FILE_ABOUT_MISSING', '/about']]);
    expect(codes({ purpose: 'receipt', about: 'x' })).toEqual([['FILE_ABOUT_UNWANTED', '/about']]);
    expect(codes({ purpose: 'photo' })).toEqual([['FILE_PEOPLE_NOT_SAID', '/people']]);
    expect(codes({ purpose: 'photo', people: 'not_agreed' })).toEqual([['FILE_CONSENT_MISSING', '/people']]);
    expect(codes({ purpose: 'receipt', people: 'nobody' })).toEqual([['FILE_PEOPLE_UNWANTED', '/people']]);
  });
});

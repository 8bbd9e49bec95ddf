import { z } from 'zod';
import { readPaperAround } from '../../../../db/queries/grants/paper-acceptance';
import { meetingReaders } from '../../../../db/queries/meetings/meetings';
import { agreementOf, agreementPdf } from '../../documents/agreement';
import { staffRoles } from '../../../domain/lives/roles';
import { fileKinds } from '../../../domain/files/file-name';
import { listAs, sheetKinds } from '../../documents/grants-list';
import { minutePdf, packPdf } from '../../documents/meeting';
import { agreementAnswer, fileBytes, paperAcceptanceAnswer, pdfExample } from '../../schemas/reads/documents';
import { grantsQuery } from '../../schemas/reads/grants/list';
import { exampleAgreementHash, exampleIds } from '../examples';
import { readRoute } from '../read-route';

const { stage, potId, partyId, ownerId, roundId, sort } = grantsQuery.shape;
const exportQuery = z.strictObject({
  as: z.enum(sheetKinds).default('csv'),
  stage,
  potId,
  partyId,
  ownerId,
  roundId,
  sort,
});

/** Documents that are made of the record. */
export const documentReads = [
  // Before one grant, whose address its own would be taken for.
  readRoute({
    operationId: 'exportGrants',
    path: '/grants/export',
    summary:
      'The list of applications and grants that you may see, as CSV or Excel; at most 10,000 lines, the last of which says so',
    roles: 'any',
    query: exportQuery,
    response: fileBytes,
    example: 'Reference,Group,Pot\r\nCRO-2026-0042,F.W.P. Hibiscus,Croydon small grants\r\n',
    contentType: ['text/csv', fileKinds.xlsx],
    handle: ({ db, query: { as: kind, ...filters }, params: _, ...asker }) => listAs(kind, db, asker, filters),
  }),
  readRoute({
    operationId: 'getAgreement',
    path: '/grants/{id}/agreement',
    summary: 'The agreement of a grant, as it is offered or was signed, with the fingerprint that a signature covers',
    roles: 'any',
    response: agreementAnswer,
    refusals: ['APPLICATION_WITHHELD'],
    example: {
      hash: exampleAgreementHash,
      fixedAt: '2026-11-10T10:00:00.000Z',
      document: {
        title: 'Grant agreement CRO-2026-0042',
        blocks: [
          { kind: 'heading', level: 1, text: 'Grant agreement CRO-2026-0042' },
          { kind: 'facts', facts: [['Sum', '£1,935']] },
        ],
      },
      signatures: [
        { name: 'Grace Boateng', typed: 'Grace Boateng', acceptedAt: '2026-11-10T10:00:00.000Z', onPaperOn: null },
      ],
    },
    handle: ({ db, params, ...asker }) => agreementOf(db, asker, params['id'] ?? ''),
  }),
  readRoute({
    operationId: 'getAgreementPdf',
    path: '/grants/{id}/agreement/pdf',
    refusals: ['APPLICATION_WITHHELD'],
    summary: 'The same agreement as a PDF; once all have accepted it is kept, and stays the same file',
    roles: 'any',
    response: fileBytes,
    example: pdfExample,
    contentType: 'application/pdf',
    handle: ({ db, params, ...asker }) => agreementPdf(db, asker, params['id'] ?? ''),
  }),
  readRoute({
    operationId: 'getPaperAcceptance',
    path: '/grants/{id}/paper-acceptance',
    summary:
      'What was recorded last of an agreement that the group signed on paper: who signed, when, and who saw the scan',
    roles: staffRoles,
    response: paperAcceptanceAnswer,
    refusals: ['APPLICATION_WITHHELD'],
    example: {
      paper: {
        id: exampleIds.paperAcceptance,
        fileId: exampleIds.file,
        fileName: 'Signed agreement.pdf',
        agreementHash: exampleAgreementHash,
        signatories: [
          { id: exampleIds.person, name: 'Grace Boateng' },
          { id: exampleIds.otherPerson, name: 'Yaw Mensah' },
        ],
        signedOn: '2026-11-09',
        recordedBy: { id: exampleIds.thirdPerson, name: 'Grants Officer' },
        recordedAt: '2026-11-10T10:00:00.000Z',
        confirmedBy: null,
        confirmedAt: null,
      },
    },
    handle: async ({ db, params, ...asker }) => {
      const around = await readPaperAround(db, asker, params['id'] ?? '', []);
      return around === undefined ? undefined : { paper: around.paper };
    },
  }),
  readRoute({
    operationId: 'getMeetingMinute',
    path: '/meetings/{id}/minute',
    summary:
      'The minute of a meeting as a PDF: who came, interests, what was decided and why; a draft until the meeting is ended',
    roles: meetingReaders,
    response: fileBytes,
    example: pdfExample,
    contentType: 'application/pdf',
    handle: ({ db, params, ...asker }) => minutePdf(db, asker, params['id'] ?? ''),
  }),
  readRoute({
    operationId: 'getMeetingPack',
    path: '/meetings/{id}/pack',
    summary:
      'The panel’s pack for a meeting as one PDF: each application with its budget, checks and history, and the money that is left',
    roles: meetingReaders,
    response: fileBytes,
    example: pdfExample,
    contentType: 'application/pdf',
    handle: ({ db, params, ...asker }) => packPdf(db, asker, params['id'] ?? ''),
  }),
] as const;

import { meetingReaders } from '../../../../db/queries/meetings';
import { agreementOf, agreementPdf } from '../../documents/agreement';
import { minutePdf, packPdf } from '../../documents/meeting';
import { agreementAnswer, fileBytes, pdfExample } from '../../schemas/reads/documents';
import { exampleAgreementHash } from '../examples';
import { readRoute } from '../read-route';

/** Documents that are made of the record. */
export const documentReads = [
  readRoute({
    operationId: 'getAgreement',
    path: '/grants/{id}/agreement',
    summary: 'The agreement of a grant, as it is offered or was signed, with the fingerprint that a signature covers',
    roles: 'any',
    response: agreementAnswer,
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
      signatures: [{ name: 'Grace Boateng', typed: 'Grace Boateng', acceptedAt: '2026-11-10T10:00:00.000Z' }],
    },
    handle: ({ db, params, ...asker }) => agreementOf(db, asker, params['id'] ?? ''),
  }),
  readRoute({
    operationId: 'getAgreementPdf',
    path: '/grants/{id}/agreement/pdf',
    summary: 'The same agreement as a PDF; once all have accepted it is kept, and stays the same file',
    roles: 'any',
    response: fileBytes,
    example: pdfExample,
    contentType: 'application/pdf',
    handle: ({ db, params, ...asker }) => agreementPdf(db, asker, params['id'] ?? ''),
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

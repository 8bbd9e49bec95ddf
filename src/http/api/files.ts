import { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { describeFile, type FileSubject } from '../../../db/queries/files';
import { removeFile, type FileOutcome } from '../../commands/files/add-file';
import { isId } from '../../contracts/ids';
import type { FileSaid } from '../../domain/files/files';
import type { Role } from '../../domain/lives/roles';
import { refuse, type RefusalCode } from '../../domain/refusals/refusal';
import { bearerOf } from '../authenticate';
import { readAs } from '../body';
import { noteOperation } from '../noted';
import { doorProblem, refusalProblem } from '../problems';
import { fileField, fileListed, grantFileFields, invoiceFileFields } from '../schemas/files';
import { sendProblem } from '../send-problem';
import { contentRefusals, fileIdOf, keepFile, programForm, receiveForm, type Keeping } from '../uploads';
import { logoOperation, takingLogo } from './logo';

const ofContent = [
  ...contentRefusals,
  'NOT_YOURS_TO_DO',
  'FILE_NOT_WANTED_NOW',
  'FILES_TOO_MANY',
] as const satisfies readonly RefusalCode[];

const groupAndOfficer: readonly Role[] = ['applicant', 'budget_holder', 'grants_officer'];
const around: readonly Role[] = ['applicant', 'budget_holder', 'provider', 'grants_officer'];

/** The operations on files that change something, as the API's document has them. Files are no commands. */
export const fileOperations = [
  {
    operationId: 'addGrantFile',
    method: 'post',
    path: '/grants/{id}/files',
    summary:
      'Add a file to an application or its grant: to an answer, as a check’s paper, as evidence for a condition, for the report',
    roles: groupAndOfficer,
    form: z.strictObject({ file: fileField, ...grantFileFields.shape }),
    example: { file: '%PDF-1.7', purpose: 'condition', about: '0199d3a0-5c1e-7000-8000-00000000000b' },
    response: fileListed,
    refusals: [
      ...ofContent,
      'FILE_ABOUT_MISSING',
      'FILE_ABOUT_UNKNOWN',
      'FILE_ABOUT_UNWANTED',
      'FILE_PEOPLE_NOT_SAID',
      'FILE_PEOPLE_UNWANTED',
      'FILE_CONSENT_MISSING',
    ],
  },
  {
    operationId: 'addPurchaseFile',
    method: 'post',
    path: '/purchases/{id}/files',
    summary: 'Add the file of a purchase’s invoice',
    roles: around,
    form: z.strictObject({ file: fileField, ...invoiceFileFields.shape }),
    example: { file: '%PDF-1.7' },
    response: fileListed,
    refusals: ofContent,
  },
  {
    operationId: 'removeFile',
    method: 'delete',
    path: '/files/{id}',
    summary: 'Take a file away that nobody has relied on yet',
    roles: around,
    form: undefined,
    example: undefined,
    response: undefined,
    refusals: ['NOT_YOURS_TO_DO', 'FILE_OF_ANOTHER', 'FILE_RELIED_UPON'],
  },
  logoOperation,
] as const;

interface Adding {
  readonly operationId: string;
  readonly roles: readonly Role[];
  readonly fields: z.ZodType<Partial<FileSaid>>;
  readonly subjectOf: (id: string) => FileSubject;
}

/** Takes files in, and takes them away. It reads its forms itself, so it comes before what reads JSON. */
export function createFiles(keeping: Keeping): Router {
  const router = Router();
  const [grantFile, purchaseFile, removing] = fileOperations;
  router.post(
    '/grants/:id/files',
    adding(keeping, { ...grantFile, fields: grantFileFields, subjectOf: (grantId) => ({ grantId }) }),
  );
  router.post(
    '/purchases/:id/files',
    adding(keeping, { ...purchaseFile, fields: invoiceFileFields, subjectOf: (purchaseId) => ({ purchaseId }) }),
  );
  router.post('/organisations/:id/logo', takingLogo(keeping));
  router.delete('/files/:id', async (request, response) => {
    noteOperation(request, removing.operationId);
    const bearer = bearerOf(request);
    if (!mayAsk(bearer.roles, removing.roles)) return refuseRole(response, removing);
    const { id } = request.params;
    const outcome = isId(id) ? await removeFile(keeping.db, bearer, id) : ({ kind: 'unknown' } as const);
    if (outcome.kind === 'done') response.status(204).end();
    else sendOutcome(response, outcome);
  });
  return router;
}

function adding(keeping: Keeping, { operationId, roles, fields, subjectOf }: Adding): RequestHandler {
  return async (request: Request, response: Response) => {
    noteOperation(request, operationId);
    const bearer = bearerOf(request);
    if (!mayAsk(bearer.roles, roles)) return refuseRole(response, { operationId, roles });
    const key = request.get('idempotency-key')?.trim() ?? '';
    if (key === '' || key.length > 200) return sendProblem(response, doorProblem('IDEMPOTENCY_KEY_MISSING'));
    const subject = String(request.params['id'] ?? '');
    if (!isId(subject)) return sendProblem(response, doorProblem('NOT_FOUND'));
    const form = await receiveForm(request, response, programForm, bearer.personId);
    if ('code' in form) return sendProblem(response, form);
    if (form.refused !== undefined) return sendProblem(response, form.refused);
    const said = readAs(fields, form.fields);
    if ('errors' in said) return sendProblem(response, doorProblem('BODY_INVALID', said));
    const id = fileIdOf(bearer, key);
    const { purpose = 'invoice', ...about } = said.data;
    const sent = { id, of: subjectOf(subject), purpose, ...about, file: form.file };
    const outcome = await keepFile(keeping, bearer, sent);
    if (outcome.kind !== 'done') return sendOutcome(response, outcome);
    const kept = await describeFile(keeping.db, bearer, id);
    if (kept === undefined) return sendProblem(response, doorProblem('NOT_FOUND'));
    response.status(201).location(`${request.baseUrl}/files/${id}`).set('Cache-Control', 'no-store').json(kept);
  };
}

const mayAsk = (held: readonly { readonly name: Role }[], roles: readonly Role[]): boolean =>
  held.some(({ name }) => roles.includes(name));

function refuseRole(response: Response, { operationId, roles }: { operationId: string; roles: readonly Role[] }): void {
  const facts = { command: operationId, needs: roles };
  sendProblem(response, refusalProblem(refuse('NOT_YOURS_TO_DO', { facts })));
}

function sendOutcome(response: Response, outcome: Exclude<FileOutcome, { kind: 'done' }>): void {
  switch (outcome.kind) {
    case 'unknown':
      sendProblem(response, doorProblem('NOT_FOUND'));
      return;
    case 'other':
      sendProblem(response, doorProblem('IDEMPOTENCY_KEY_REUSED'));
      return;
    case 'refused':
      sendProblem(response, refusalProblem(outcome.refusal));
  }
}

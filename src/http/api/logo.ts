import type { RequestHandler } from 'express';
import { z } from 'zod';
import { findOrganisation } from '../../../db/queries/look';
import { lookChangers } from '../../commands/organisation/keep-logo';
import { refuse, type RefusalCode } from '../../domain/refusals/refusal';
import { bearerOf } from '../authenticate';
import { noteOperation } from '../noted';
import { doorProblem, refusalProblem } from '../problems';
import { fileField } from '../schemas/files';
import { organisationAnswer } from '../schemas/organisation';
import { sendProblem } from '../send-problem';
import { takeLogo } from '../take-logo';
import { contentRefusals, programForm, receiveForm, type Keeping } from '../uploads';
import { answerOrganisation } from './reads/organisation';

/** Sending a logo. The same one sent again is kept once, so its key only has to be there. */
export const logoOperation = {
  operationId: 'addLogo',
  method: 'post',
  path: '/organisations/{id}/logo',
  summary: 'Show a logo in place of the organisation’s name: a PNG or JPEG picture, which is made small',
  roles: lookChangers,
  form: z.strictObject({ file: fileField }),
  example: { file: 'PNG' },
  response: organisationAnswer,
  refusals: [
    'NOT_YOURS_TO_DO',
    'NOT_FOR_ONE_POT',
    'LOGO_NOT_PICTURE',
    ...contentRefusals,
  ] as const satisfies readonly RefusalCode[],
} as const;

/** Answers it with the organisation as it then is. */
export function takingLogo(keeping: Keeping): RequestHandler {
  return async (request, response) => {
    noteOperation(request, logoOperation.operationId);
    const bearer = bearerOf(request);
    if (!bearer.roles.some(({ name }) => lookChangers.includes(name))) {
      const facts = { command: logoOperation.operationId, needs: [...lookChangers] };
      return sendProblem(response, refusalProblem(refuse('NOT_YOURS_TO_DO', { facts })));
    }
    if ((request.get('idempotency-key') ?? '') === '')
      return sendProblem(response, doorProblem('IDEMPOTENCY_KEY_MISSING'));
    if (request.params['id'] !== bearer.tenantId) return sendProblem(response, doorProblem('NOT_FOUND'));
    const form = await receiveForm(request, response, programForm, bearer.personId);
    if ('code' in form) return sendProblem(response, form);
    if (form.refused !== undefined) return sendProblem(response, form.refused);
    const taken = await takeLogo(keeping, bearer, form.file);
    if ('code' in taken) return sendProblem(response, refusalProblem(taken));
    const found = await findOrganisation(keeping.db, bearer);
    if (found === undefined) return sendProblem(response, doorProblem('NOT_FOUND'));
    response.status(201).set('Cache-Control', 'no-store').json(answerOrganisation(found, bearer.roles));
  };
}

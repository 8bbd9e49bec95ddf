import { Router, type Response } from 'express';
import { v5 as idFromName } from 'uuid';
import { z } from 'zod';
import type { Database } from '../../../db/client';
import {
  createDraft,
  readDraft,
  saveDraft,
  type Draft,
  type DraftAnswer,
  type NewDraft,
} from '../../commands/application/draft';
import { isId } from '../../contracts/ids';
import type { Role } from '../../domain/lives/roles';
import { bearerOf } from '../authenticate';
import { readAs } from '../body';
import { noteOperation } from '../noted';
import { doorProblem, refusalProblem } from '../problems';
import { applicationContentSchema, newDraftSchema } from '../schemas/applications';
import { ids } from '../schemas/reads/examples';
import { sendProblem } from '../send-problem';

/** A draft as it is answered with. */
const draftSchema = z
  .strictObject({
    id: z.uuid(),
    version: z.int(),
    potId: z.uuid(),
    partyId: z.uuid(),
    followsId: z.uuid().nullable(),
    helpedBy: z.uuid().nullable(),
    changedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    content: applicationContentSchema,
  })
  .meta({
    id: 'Draft',
    example: {
      id: ids.grant,
      version: 2,
      potId: ids.pot,
      partyId: ids.group,
      followsId: null,
      helpedBy: null,
      changedAt: '2026-10-12T09:30:00.000Z',
      expiresAt: '2027-04-12T16:00:00.000Z',
      content: { askedPence: 193_500, area: 'Croydon' },
    },
  });

const writers: readonly Role[] = ['applicant', 'grants_officer'];

/** The operations on drafts, as the API's document has them. Drafts are plain rows, so these are no commands. */
export const draftOperations = [
  {
    operationId: 'createApplication',
    method: 'post',
    path: '/applications',
    summary: 'Begin a draft of an application',
    roles: writers,
    body: newDraftSchema,
    example: { potId: ids.pot, partyId: ids.group },
    response: draftSchema,
    refusals: [
      'NOT_YOURS_TO_DO',
      'PARTY_UNKNOWN',
      'POT_UNKNOWN',
      'POT_TAKES_NOTHING',
      'APPLICANT_CANNOT_APPLY',
      'FOLLOWS_UNKNOWN',
      'HELPER_NOT_OFFICER',
    ],
  },
  {
    operationId: 'getApplication',
    method: 'get',
    path: '/applications/{id}',
    summary: 'One draft of an application, to go on writing it',
    roles: writers,
    body: undefined,
    example: undefined,
    response: draftSchema,
    refusals: [],
  },
  {
    operationId: 'saveApplication',
    method: 'put',
    path: '/applications/{id}',
    summary: 'Save all that a draft holds; anything may still be missing',
    roles: writers,
    body: applicationContentSchema,
    example: {
      askedPence: 193_500,
      purpose: 'Two information meetings at HMP Holloway.',
      peopleHelped: 30,
      area: 'Croydon',
    },
    response: draftSchema,
    refusals: ['TRANSITION_NOT_ALLOWED', 'DRAFT_EXPIRED', 'DRAFT_BEING_SUBMITTED'],
  },
] as const;

// A draft that is begun twice with one key is there once: its id is made of who asks and the key.
const draftNamespace = '5f0c3a52-7d0a-4a53-8f6b-3a4c8d0f9a11';

/** Begins, shows and saves drafts. Who saves says by If-Match which version they saw. */
export function createDrafts(db: Database): Router {
  const router = Router();
  router.post('/applications', async (request, response) => {
    noteOperation(request, 'createApplication');
    const bearer = bearerOf(request);
    const key = request.get('idempotency-key')?.trim() ?? '';
    if (key === '' || key.length > 200) return sendProblem(response, doorProblem('IDEMPOTENCY_KEY_MISSING'));
    const sent = readAs(newDraftSchema, request.body ?? {});
    if ('errors' in sent) return sendProblem(response, doorProblem('BODY_INVALID', sent));
    const id = idFromName(`${bearer.tenantId}/${bearer.personId}/${key}`, draftNamespace);
    const answer = await createDraft(db, bearer, { ...sent.data, id });
    if (answer.kind === 'draft' && !isAsAsked(answer.draft, sent.data))
      return sendProblem(response, doorProblem('IDEMPOTENCY_KEY_REUSED'));
    response.location(`${request.baseUrl}/applications/${id}`);
    send(response, answer, 201);
  });
  router.get('/applications/:id', async (request, response) => {
    noteOperation(request, 'getApplication');
    const { id } = request.params;
    send(response, isId(id) ? await readDraft(db, bearerOf(request), id) : { kind: 'unknown' }, 200);
  });
  router.put('/applications/:id', async (request, response) => {
    noteOperation(request, 'saveApplication');
    const { id } = request.params;
    const match = /^(?:W\/)?"(\d{1,9})"$/.exec(request.get('if-match') ?? '');
    if (request.get('if-match') === undefined) return sendProblem(response, doorProblem('IF_MATCH_MISSING'));
    if (match === null) return sendProblem(response, doorProblem('STALE_VERSION'));
    const sent = readAs(applicationContentSchema, request.body ?? {});
    if ('errors' in sent) return sendProblem(response, doorProblem('BODY_INVALID', sent));
    send(
      response,
      isId(id) ? await saveDraft(db, bearerOf(request), id, Number(match[1]), sent.data) : { kind: 'unknown' },
      200,
    );
  });
  return router;
}

/** Whether a draft that is there already under this key was begun with just these words. Who helped may have been noted since. */
function isAsAsked(draft: Draft, asked: Omit<NewDraft, 'id'>): boolean {
  return (
    draft.potId === asked.potId &&
    draft.partyId === asked.partyId &&
    draft.followsId === (asked.followsId ?? null) &&
    (asked.helpedBy === undefined || draft.helpedBy === asked.helpedBy)
  );
}

function send(response: Response, answer: DraftAnswer, status: number): void {
  switch (answer.kind) {
    case 'draft':
      response
        .status(status)
        .set('ETag', `"${String(answer.draft.version)}"`)
        .set('Cache-Control', 'no-store')
        .json(answer.draft);
      return;
    case 'unknown':
      sendProblem(response, doorProblem('NOT_FOUND'));
      return;
    case 'stale':
      response.set('ETag', `"${String(answer.version)}"`);
      sendProblem(response, doorProblem('STALE_VERSION'));
      return;
    case 'refused':
      sendProblem(response, refusalProblem(answer.refusal));
  }
}

import type { Request, RequestHandler } from 'express';
import type { z } from 'zod';
import type { Database } from '../../../db/client';
import type { Bearer } from '../../../db/queries/bearer';
import { isId } from '../../contracts/ids';
import type { Role } from '../../domain/lives/roles';
import { refuse, type Refusal, type RefusalCode } from '../../domain/refusal';
import { bearerOf } from '../authenticate';
import { readAs } from '../body';
import { noteOperation } from '../noted';
import { doorProblem, refusalProblem } from '../problems';
import { sendProblem } from '../send-problem';

/** What a plain operation is given. */
export interface PlainContext<Body> {
  readonly db: Database;
  readonly bearer: Bearer;
  /** The id that the address names. */
  readonly id: string;
  readonly body: Body;
}

/**
 * A change over HTTP that is no command, because nothing that has a life changes: a mark of one's own, a draft. Asked for twice, it is as if it
 * was asked for once, so it is a PUT without a key.
 */
export interface PlainOperation<Body = never> {
  readonly operationId: string;
  readonly method: 'put';
  /** Below `/api/v1`, with `{id}` for an id. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** Who may ask at all. */
  readonly roles: readonly Role[];
  readonly body: z.ZodType<Body>;
  readonly example: Body;
  readonly response: z.ZodType;
  readonly refusals: readonly RefusalCode[];
  /** Undefined when there is no such thing for whoever asks. */
  readonly handle: (context: PlainContext<Body>) => Promise<unknown>;
}

/** Declares a plain operation. */
export function plainOperation<Body>(operation: PlainOperation<Body>): PlainOperation {
  return operation as unknown as PlainOperation;
}

const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' && answer !== null && 'code' in answer && 'detail' in answer;

/** Answers a plain operation: 200 with what it answers, 404 for what is not there for this person, or the refusal. */
export function plainEndpoint(operation: PlainOperation, db: Database): RequestHandler {
  return async (request: Request, response) => {
    noteOperation(request, operation.operationId);
    const bearer = bearerOf(request);
    if (!bearer.roles.some((role) => operation.roles.includes(role.name))) {
      const facts = { command: operation.operationId, needs: [...operation.roles] };
      return sendProblem(response, refusalProblem(refuse('NOT_YOURS_TO_DO', { facts })));
    }
    const id = String(request.params['id'] ?? '');
    if (!isId(id)) return sendProblem(response, doorProblem('NOT_FOUND'));
    const sent = readAs(operation.body, request.body ?? {});
    if ('errors' in sent) return sendProblem(response, doorProblem('BODY_INVALID', sent));
    const answer = await operation.handle({ db, bearer, id, body: sent.data });
    if (answer === undefined) return sendProblem(response, doorProblem('NOT_FOUND'));
    if (isRefusal(answer)) return sendProblem(response, refusalProblem(answer));
    response.set('Cache-Control', 'no-store').json(answer);
  };
}

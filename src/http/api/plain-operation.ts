import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import type { Bearer } from '../../../db/queries/people/bearer';
import { isId } from '../../contracts/ids';
import type { Role } from '../../domain/lives/roles';
import { refuse, type Refusal, type RefusalCode } from '../../domain/refusals/refusal';
import { bearerOf } from '../authenticate';
import { readAs } from '../body';
import { noteOperation } from '../noted';
import type { CommandDoor } from '../perform-command';
import { doorProblem, refusalProblem } from '../problems';
import { sendProblem } from '../send-problem';

/** What every plain operation is given. */
interface Given<Body> {
  readonly door: CommandDoor;
  readonly body: Body;
}

/** What a plain operation of somebody who is known is given. */
export interface PlainContext<Body> extends Given<Body> {
  readonly bearer: Bearer;
  /** The id that the address names; empty where it names none. */
  readonly id: string;
}

/** What a public operation is given. */
export interface PublicContext<Body> extends Given<Body> {
  /** The address that it was asked from, to be counted. */
  readonly ip: string;
}

interface Described<Body> {
  readonly operationId: string;
  readonly method: 'put';
  readonly tag: string;
  readonly summary: string;
  readonly body: z.ZodType<Body>;
  readonly example: Body;
  readonly response: z.ZodType;
  readonly refusals: readonly RefusalCode[];
}

/**
 * A change over HTTP that is no command, because nothing that has a life changes: a mark of one's own, a draft. Asked for twice, it is as if it
 * was asked for once, so it is a PUT without a key.
 */
export interface PlainOperation<Body = never> extends Described<Body> {
  /** Below `/api/v1`, with `{id}` for an id where it is about one thing. */
  readonly path: string;
  /** Who may ask at all. */
  readonly roles: readonly Role[];
  /** Undefined when there is no such thing for whoever asks. */
  readonly handle: (context: PlainContext<Body>) => Promise<unknown>;
}

/** The same for whoever has no account: what they may do is said by a link's token in the body, or is anybody's to ask. */
export interface PublicOperation<Body = never> extends Described<Body> {
  /** Below `/api/v1`; it names no id. */
  readonly path: string;
  readonly handle: (context: PublicContext<Body>) => Promise<unknown>;
}

/** Declares a plain operation. */
export function plainOperation<Body>(operation: PlainOperation<Body>): PlainOperation {
  return operation as unknown as PlainOperation;
}

/** Declares a public operation. */
export function publicOperation<Body>(operation: PublicOperation<Body>): PublicOperation {
  return operation as unknown as PublicOperation;
}

const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' && answer !== null && 'code' in answer && 'detail' in answer;

/** Answers a plain operation: 200 with what it answers, 404 for what is not there for this person, or the refusal. */
export function plainEndpoint(operation: PlainOperation, door: CommandDoor): RequestHandler {
  return async (request, response) => {
    noteOperation(request, operation.operationId);
    const bearer = bearerOf(request);
    if (!bearer.roles.some((role) => operation.roles.includes(role.name))) {
      const facts = { command: operation.operationId, needs: [...operation.roles] };
      return sendProblem(response, refusalProblem(refuse('NOT_YOURS_TO_DO', { facts })));
    }
    const id = String(request.params['id'] ?? '');
    if (operation.path.includes('{id}') && !isId(id)) return sendProblem(response, doorProblem('NOT_FOUND'));
    await answer(operation, request, response, (body) => operation.handle({ door, bearer, id, body }));
  };
}

/** Answers a public operation: 200 with what it answers, or the refusal. */
export function publicEndpoint(operation: PublicOperation, door: CommandDoor): RequestHandler {
  return async (request, response) => {
    noteOperation(request, operation.operationId);
    await answer(operation, request, response, (body) => operation.handle({ door, ip: request.ip ?? '', body }));
  };
}

async function answer(
  operation: Described<never>,
  request: Request,
  response: Response,
  handle: (body: never) => Promise<unknown>,
): Promise<void> {
  const sent = readAs(operation.body, request.body ?? {});
  if ('errors' in sent) return sendProblem(response, doorProblem('BODY_INVALID', sent));
  const answered = await handle(sent.data);
  if (answered === undefined) return sendProblem(response, doorProblem('NOT_FOUND'));
  if (isRefusal(answered)) return sendProblem(response, refusalProblem(answered));
  response.set('Cache-Control', 'no-store').json(answered);
}

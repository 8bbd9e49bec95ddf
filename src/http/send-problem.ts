import type { ErrorRequestHandler, Response } from 'express';
import { willPass } from '../../db/errors';
import { describeError } from '../observing/log';
import { requestIdOf } from './noted';
import { doorProblem, occurring, type Problem } from './problems';

/** Answers with a problem document, which says by its `instance` what to look for in the log. */
export function sendProblem(response: Response, problem: Problem): void {
  const told = occurring(problem, requestIdOf(response.req));
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(told));
}

/** How Express and its body parser mark errors of whoever asks. */
interface Marked {
  readonly type?: unknown;
  readonly status?: unknown;
}

/** The last handler: what went wrong outside any command. Nothing of the error itself is shown, for it may quote a row. */
export function handleErrors(log: (detail: Readonly<Record<string, unknown>>) => void): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { type, status } = typeof error === 'object' && error !== null ? (error as Marked) : {};
    if (type === 'entity.parse.failed') sendProblem(response, doorProblem('MALFORMED_JSON'));
    else if (type === 'entity.too.large') sendProblem(response, doorProblem('BODY_TOO_LARGE'));
    else if (type === 'charset.unsupported' || type === 'encoding.unsupported')
      sendProblem(response, doorProblem('CONTENT_TYPE'));
    else if (error instanceof URIError) sendProblem(response, doorProblem('NOT_FOUND'));
    else if (status === 400) sendProblem(response, doorProblem('MALFORMED_JSON'));
    else if (willPass(error)) sendProblem(response, doorProblem('UNAVAILABLE'));
    else {
      log({ requestId: requestIdOf(request), ...describeError(error) });
      sendProblem(response, doorProblem('INTERNAL'));
    }
  };
}

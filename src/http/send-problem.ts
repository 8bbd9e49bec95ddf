import type { ErrorRequestHandler, Response } from 'express';
import { willPass } from '../../db/errors';
import { doorProblem, type Problem } from './problems';

/** Answers with a problem document. */
export function sendProblem(response: Response, problem: Problem): void {
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** How Express and its body parser mark errors of whoever asks. */
interface Marked {
  readonly type?: unknown;
  readonly status?: unknown;
}

/** The last handler: what went wrong outside any command. Nothing of the error itself is shown, for it may quote a row. */
export function handleErrors(log: (detail: Readonly<Record<string, unknown>>) => void): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
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
      const frames =
        error instanceof Error
          ? (error.stack ?? '')
              .split('\n')
              .filter((line) => line.startsWith('    at '))
              .slice(0, 8)
          : [];
      log({ error: error instanceof Error ? error.name : typeof error, at: frames });
      sendProblem(response, doorProblem('INTERNAL'));
    }
  };
}

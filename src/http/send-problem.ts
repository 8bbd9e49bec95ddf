import type { ErrorRequestHandler, Response } from 'express';
import { willPass } from '../../db/errors';
import { describeError } from '../observing/log';
import { requestIdOf } from './noted';
import { doorProblem, occurring, refusalProblem, type Problem } from './problems';
import { ReadRefused } from '../domain/refusals/read-refused';

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

/**
 * What whoever asked is told of an error outside any command. Undefined for a mistake of ours: it is logged, and told as INTERNAL; nothing
 * of the error itself is shown, for it may quote a row.
 */
export function problemOfError(error: unknown): Problem | undefined {
  if (error instanceof ReadRefused) return refusalProblem(error.refusal);
  const { type, status } = typeof error === 'object' && error !== null ? (error as Marked) : {};
  if (type === 'entity.parse.failed') return doorProblem('MALFORMED_JSON');
  if (type === 'entity.too.large') return doorProblem('BODY_TOO_LARGE');
  if (type === 'charset.unsupported' || type === 'encoding.unsupported') return doorProblem('CONTENT_TYPE');
  if (error instanceof URIError) return doorProblem('NOT_FOUND');
  if (status === 400) return doorProblem('MALFORMED_JSON');
  return willPass(error) ? doorProblem('UNAVAILABLE') : undefined;
}

/** The last handler: what went wrong outside any command. */
export function handleErrors(log: (detail: Readonly<Record<string, unknown>>) => void): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOfError(error);
    if (problem === undefined) log({ requestId: requestIdOf(request), ...describeError(error) });
    sendProblem(response, problem ?? doorProblem('INTERNAL'));
  };
}

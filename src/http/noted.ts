import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';

/** What is known of a request while it is answered: what the log and the figures say of it. */
interface Noted {
  readonly id: string;
  /** An operation of the API's document, or the pattern of an address. */
  operation: string;
  commandId: string | undefined;
}

/** A request that was answered, as the log and the figures have it: no address, query, header or body, for people type what they like there. */
export interface Answered extends Readonly<Noted> {
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
  /** Whether whoever asked went away before the end of the answer. */
  readonly abandoned: boolean;
}

/** Nothing that anybody is told of: an unknown address, a method that it does not take, an asker who is not known. */
const noOperation = 'none';

/** What a proxy gives a request: a UUID, or 32 hexadecimal digits (W3C Trace Context's trace-id). Anything else could hold what somebody typed. */
const wellFormed = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})$/i;

const notes = new WeakMap<Request, Noted>();

/** Gives each request its id, that of its header X-Request-Id where that is one, and answers with it; tells how each was answered. */
export function noteRequests(onAnswered: (request: Answered) => void): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    const given = request.get('x-request-id') ?? '';
    const noted: Noted = {
      id: wellFormed.test(given) ? given : randomUUID(),
      operation: noOperation,
      commandId: undefined,
    };
    notes.set(request, noted);
    response.set('X-Request-Id', noted.id);
    response.once('close', () => {
      const seconds = (performance.now() - began) / 1_000;
      const abandoned = !response.writableFinished;
      onAnswered({ ...noted, method: request.method, status: response.statusCode, seconds, abandoned });
    });
    next();
  };
}

/** Notes which operation a request asks for. */
export function noteOperation(request: Request, operation: string): void {
  const noted = notes.get(request);
  if (noted !== undefined) noted.operation = operation;
}

/** Notes which operation a request asks for, and goes on. */
export function asOperation(operation: string): RequestHandler {
  return (request, _response, next) => {
    noteOperation(request, operation);
    next();
  };
}

/** Notes the command that a request has stored. */
export function noteCommand(request: Request, commandId: string): void {
  const noted = notes.get(request);
  if (noted !== undefined) noted.commandId = commandId;
}

/** The id of a request. */
export function requestIdOf(request: Request): string | undefined {
  return notes.get(request)?.id;
}

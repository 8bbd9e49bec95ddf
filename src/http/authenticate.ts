import type { Request, RequestHandler, Response } from 'express';
import type { Database } from '../../db/client';
import { findBearer, noteTokenUse, type Bearer } from '../../db/queries/people/bearer';
import { digestOf } from '../commands/people/access-token';
import { doorProblem } from './problems';
import { sendProblem } from './send-problem';

/** How a request says who asks, and what whoever is unknown is told. */
export interface Asking {
  readonly tokenOf: (request: Request) => string | undefined;
  readonly refuse: (response: Response) => void;
}

const bearers = new WeakMap<Request, Bearer>();

/** Finds who asks by the bearer token, and refuses who is unknown: `UNAUTHENTICATED`; `TOKEN_READS_ONLY` when a reading token would change something. */
export function authenticate(db: Database, asking: Asking = askingByHeader): RequestHandler {
  return async (request, response, next) => {
    const token = asking.tokenOf(request);
    const bearer = token === undefined ? undefined : await findBearer(db, digestOf(token));
    if (bearer === undefined) {
      asking.refuse(response);
      return;
    }
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    if (!isReading && bearer.scopes.length > 0 && !bearer.scopes.includes('write')) {
      sendProblem(response, doorProblem('TOKEN_READS_ONLY'));
      return;
    }
    if (bearer.noteUse) await noteTokenUse(db, bearer);
    bearers.set(request, bearer);
    next();
  };
}

/** Who asks. @throws Error on a route that does not authenticate. */
export function bearerOf(request: Request): Bearer {
  const bearer = bearers.get(request);
  if (bearer === undefined) throw new Error('this route does not authenticate');
  return bearer;
}

/** By the header `Authorization: Bearer`; who is unknown is told `UNAUTHENTICATED`. */
export const askingByHeader: Asking = {
  tokenOf: (request) => /^Bearer +(\S{16,200})$/i.exec(request.get('authorization') ?? '')?.[1],
  refuse: (response) => {
    response.set('WWW-Authenticate', 'Bearer');
    sendProblem(response, doorProblem('UNAUTHENTICATED'));
  },
};

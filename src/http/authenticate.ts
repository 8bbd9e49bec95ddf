import { createHash } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Database } from '../../db/client';
import { findBearer, noteTokenUse, type Bearer } from '../../db/queries/bearer';
import { doorProblem } from './problems';
import { sendProblem } from './send-problem';

const bearers = new WeakMap<Request, Bearer>();

/** Finds who asks by the bearer token, and refuses who is unknown: `UNAUTHENTICATED`; `TOKEN_READS_ONLY` when a reading token would change something. */
export function authenticate(
  db: Database,
  tokenOf: (request: Request) => string | undefined = bearerToken,
): RequestHandler {
  return async (request, response, next) => {
    const token = tokenOf(request);
    const bearer = token === undefined ? undefined : await findBearer(db, hashToken(token));
    if (bearer === undefined) {
      response.set('WWW-Authenticate', 'Bearer');
      sendProblem(response, doorProblem('UNAUTHENTICATED'));
      return;
    }
    if (request.method !== 'GET' && bearer.scopes.length > 0 && !bearer.scopes.includes('write')) {
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

/** Tokens are stored as their SHA-256 only. They are long and random, so nothing slower is needed. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function bearerToken(request: Request): string | undefined {
  return /^Bearer (\S{16,200})$/.exec(request.get('authorization') ?? '')?.[1];
}

import type { RequestHandler } from 'express';
import type { Database } from '../../../db/client';
import { refuse } from '../../domain/refusals/refusal';
import { isId } from '../../contracts/ids';
import { readAs } from '../body';
import { Download, sendDownload } from '../download';
import { noteOperation } from '../noted';
import { doorProblem, refusalProblem } from '../problems';
import type { Recogniser } from '../recognise';
import { sendProblem } from '../send-problem';
import type { ReadRoute } from './read-route';

/** What every read needs. */
export interface Reading {
  readonly db: Database;
  /** Opens a sealed field of a row; undefined for one that cannot be read. */
  readonly open: (sealed: string) => string | undefined;
}

/** Answers a read: 404 for what is not there for this person, whosever it is; the row's version as ETag where it has one. */
export function readEndpoint(route: ReadRoute, reading: Reading, recognise: Recogniser): RequestHandler {
  return (request, response) =>
    recognise(request, response, async ({ beSure, ...asker }) => {
      noteOperation(request, route.operationId);
      const { roles } = route;
      if (roles !== 'any' && !asker.roles.some((role) => roles.includes(role.name))) {
        beSure();
        sendProblem(
          response,
          refusalProblem(refuse('NOT_YOURS_TO_DO', { facts: { command: route.operationId, needs: [...roles] } })),
        );
        return;
      }
      const params = Object.fromEntries(Object.entries(request.params).map(([key, value]) => [key, String(value)]));
      if (Object.values(params).some((value) => !isId(value))) {
        beSure();
        return sendProblem(response, doorProblem('NOT_FOUND'));
      }
      const query = route.query === undefined ? { data: {} } : readAs(route.query, request.query);
      if ('errors' in query) {
        beSure();
        return sendProblem(response, doorProblem('QUERY_INVALID', query));
      }

      const { db, open } = reading;
      const found = await route.handle({ ...asker, params, query: query.data as never, db, open });
      beSure();
      if (found === undefined) return sendProblem(response, doorProblem('NOT_FOUND'));
      if (found instanceof Download) return sendDownload(response, found);
      if (typeof found === 'object' && found !== null && 'version' in found)
        response.set('ETag', `"${String(found.version)}"`);
      response.set('Cache-Control', 'no-store');
      if (typeof found === 'string') response.type([route.contentType ?? []].flat()[0] ?? 'text/plain').send(found);
      else response.json(found);
    });
}

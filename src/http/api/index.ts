import express, { Router, type RequestHandler } from 'express';
import type { AppParts } from '../parts';
import { authenticate } from '../authenticate';
import { asOperation } from '../noted';
import { doorProblem } from '../problems';
import { createRecogniser } from '../recognise';
import { sendProblem } from '../send-problem';
import { commandEndpoint } from './command-endpoint';
import { pathOfCommand } from './command-route';
import { commandRoutes } from './command-routes';
import { createDrafts, draftOperations } from './drafts';
import { createFiles, fileOperations } from './files';
import { plainEndpoint, publicEndpoint } from './plain-operation';
import { plainOperations, publicOperations } from './plain-operations';
import { readEndpoint } from './read-endpoint';
import { readRoutes } from './reads';

const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** The JSON API below `/api/v1`: its document, reads, drafts, and one endpoint a command. */
export function createApi(
  parts: Pick<AppParts, 'door' | 'reading' | 'scan'>,
  document: () => Readonly<Record<string, unknown>>,
): Router {
  const router = Router();
  router.get('/', asOperation('/api/v1'), (_request, response) => {
    response.json({ name: 'Grantpot', version: '1', document: '/api/v1/openapi.json', docs: '/api/docs' });
  });
  router.get('/openapi.json', asOperation('/openapi.json'), (_request, response) => {
    response.json(document());
  });
  // Reads first: they recognise who asks by themselves, in one round trip with what they read.
  const recognise = createRecogniser(parts.reading.db);
  for (const route of readRoutes) router.get(expressPath(route.path), readEndpoint(route, parts.reading, recognise));
  const readJson = [refuseOtherContent, express.json({ limit: '1mb', strict: true })];
  for (const operation of publicOperations)
    router[operation.method](operation.path, ...readJson, publicEndpoint(operation, parts.door));
  router.use(authenticate(parts.door.db));
  router.use(createFiles({ db: parts.door.db, scan: parts.scan })); // forms with files: the rest is JSON
  router.use(...readJson);
  router.use(createDrafts(parts.door.db));
  for (const operation of plainOperations)
    router[operation.method](expressPath(operation.path), plainEndpoint(operation, parts.door));
  for (const route of commandRoutes) router.post(expressPath(pathOfCommand(route)), commandEndpoint(route, parts.door));
  for (const [path, methods] of methodsByPath()) {
    router.all(expressPath(path), (_request, response) => {
      response.set('Allow', methods.join(', '));
      sendProblem(response, doorProblem('METHOD_NOT_ALLOWED'));
    });
  }
  router.use((_request, response) => {
    sendProblem(response, doorProblem('NOT_FOUND'));
  });
  return router;
}

/** The methods that each address takes. */
function methodsByPath(): ReadonlyMap<string, readonly string[]> {
  const taken = [
    ...readRoutes.map(({ path }) => [path, ['GET', 'HEAD']] as const),
    ...commandRoutes.map((route) => [pathOfCommand(route), ['POST']] as const),
    ...[...plainOperations, ...publicOperations].map(({ path, method }) => [path, [method.toUpperCase()]] as const),
    ...fileOperations.map(({ path, method }) => [path, [method.toUpperCase()]] as const),
    ...draftOperations.map(
      ({ path, method }) => [path, method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]] as const,
    ),
  ];
  const byPath = new Map<string, readonly string[]>();
  for (const [path, methods] of taken) byPath.set(path, [...(byPath.get(path) ?? []), ...methods]);
  return byPath;
}

/** A body that says it is something else than JSON is not read. */
const refuseOtherContent: RequestHandler = (request, response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (hasBody && request.is('application/json') === false) sendProblem(response, doorProblem('CONTENT_TYPE'));
  else next();
};

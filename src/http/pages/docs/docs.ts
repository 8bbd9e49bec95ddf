import { Router } from 'express';
import { asOperation } from '../../noted';
import { allCodes, operationOf, sectionsOf, type ApiDocument } from './docs-view';
import { pageOf } from '../frame/render';

/** Nothing but this server's own style sheets: no script, no frame, nobody else's server. The icon is empty, and in the page itself. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * The API's document for people who build against it: how it works, every operation on a page of its own, and every code. Written on
 * the server, from the very document that programs read, so that it can be read without JavaScript, searched, linked to and printed.
 */
export function createDocs(document: ApiDocument): Router {
  const router = Router();
  const pages = new Map<string, string>();
  const page = (address: string, write: () => string | undefined): string | undefined => {
    const written = pages.get(address) ?? write();
    if (written !== undefined) pages.set(address, written);
    return written;
  };
  router.use(asOperation('/api/docs'), (_request, response, next) => {
    response.set('Content-Security-Policy', policy);
    next();
  });
  const sections = sectionsOf(document);
  const count = sections.reduce((sum, { operations }) => sum + operations.length, 0);
  const server = document.servers[0]?.url ?? '';
  router.get('/', (_request, response) => {
    response.send(
      page('', () => pageOf('docs/docs.njk', { title: 'The API', sections, count, server, info: document.info })),
    );
  });
  router.get('/errors', (_request, response) => {
    response.send(page('errors', () => pageOf('docs/docs-errors.njk', { title: 'Error codes', codes: allCodes() })));
  });
  router.get('/:operationId', (request, response, next) => {
    const { operationId } = request.params;
    const operation = operationOf(document, operationId);
    if (operation === undefined) return next();
    response.send(page(operationId, () => pageOf('docs/docs-operation.njk', { title: operation.summary, operation })));
  });
  return router;
}

import express, { type Express } from 'express';
import helmet from 'helmet';
import { createApi } from './api';
import { createOpenApi } from './api/openapi';
import { createDevelopmentPages } from './pages/development';
import { createDocs } from './pages/docs';
import type { ApiDocument } from './pages/docs-view';
import { createPages } from './pages';
import { asOperation, noteRequests } from './noted';
import type { AppParts } from './parts';
import { handleErrors } from './send-problem';

/** The whole front door: health, the JSON API, pages for people. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false); // an ETag of ours is a row's version
  app.use(noteRequests(parts.onAnswered));
  // Over plain HTTP, asking browsers to change over to HTTPS would only keep style sheets from loading.
  const isPlain = parts.publicUrl.startsWith('http:');
  app.use(
    helmet(
      isPlain
        ? { strictTransportSecurity: false, contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }
        : {},
    ),
  );
  app.get('/healthz', asOperation('/healthz'), (_request, response) => {
    response.json({ status: 'alive' });
  });
  app.get('/readyz', asOperation('/readyz'), async (_request, response) => {
    const failing = await parts.readiness.failing();
    response
      .status(failing.length === 0 ? 200 : 503)
      .json(failing.length === 0 ? { status: 'ready' } : { status: 'not ready', failing });
  });
  const document = createOpenApi(parts.publicUrl);
  app.use('/api/docs', createDocs(document as unknown as ApiDocument));
  app.use('/api/v1', createApi(parts, document));
  if (parts.demonstration !== undefined)
    app.use('/dev', asOperation('/dev'), createDevelopmentPages(parts.demonstration));
  app.use(createPages(parts));
  app.use(handleErrors(parts.logError));
  return app;
}

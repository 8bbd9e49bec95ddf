import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { createApi } from './api';
import { createOpenApi } from './api/openapi';
import { createDocs } from './pages/docs/docs';
import type { ApiDocument } from './pages/docs/docs-view';
import { createCalendarFiles } from './documents/calendar';
import { createPages } from './pages';
import { leaveByOneClick } from './leave-by-one-click';
import { asOperation, noteRequests } from './noted';
import type { AppParts } from './parts';
import { handleErrors } from './send-problem';

/** The whole front door: health, the JSON API, pages for people. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  if (parts.trustedProxies !== undefined) app.set('trust proxy', parts.trustedProxies);
  app.set('etag', false); // an ETag of ours is a row's version
  app.use(noteRequests(parts.onAnswered));
  app.use(securityHeaders(parts.publicUrl.startsWith('https:')), forbidDevices);
  app.get('/healthz', asOperation('/healthz'), (_request, response) => {
    response.json({ status: 'alive' });
  });
  app.get('/readyz', asOperation('/readyz'), async (_request, response) => {
    const failing = await parts.readiness.failing();
    response
      .status(failing.length === 0 ? 200 : 503)
      .json(failing.length === 0 ? { status: 'ready' } : { status: 'not ready', failing });
  });
  const document = onceAskedFor(() => createOpenApi(parts.publicUrl));
  const docs = onceAskedFor(() => createDocs(document() as unknown as ApiDocument));
  app.use('/api/docs', (request, response, next) => {
    docs()(request, response, next);
  });
  app.use('/api/v1', createApi(parts, document));
  app.use('/calendar', createCalendarFiles(parts.reading.db, parts.publicUrl));
  app.use(leaveByOneClick(parts.door));
  app.use(createPages(parts));
  app.use(handleErrors(parts.logError));
  return app;
}

/** What is made when it is asked for first, and kept: few ask for the API's document, and it takes a good part of a start to write. */
function onceAskedFor<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** What browsers may do for a page: of what needs a permission ours use passkeys and nothing else (W3C Permissions Policy, section 5.2). */
const permissions = [
  ...['accelerometer', 'autoplay', 'camera', 'display-capture', 'encrypted-media', 'geolocation', 'gyroscope'],
  ...['magnetometer', 'microphone', 'midi', 'payment', 'picture-in-picture', 'screen-wake-lock', 'usb'],
]
  .map((feature) => `${feature}=()`)
  .concat('publickey-credentials-create=(self)', 'publickey-credentials-get=(self)')
  .join(', ');

const forbidDevices: RequestHandler = (_request, response, next) => {
  response.set('Permissions-Policy', permissions);
  next();
};

/** Pages load from this server alone, run no script that stands in a page, and are shown in nobody's frame. */
function securityHeaders(isSecure: boolean) {
  const own = ["'self'"];
  return helmet({
    strictTransportSecurity: isSecure,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: own,
        styleSrc: own,
        imgSrc: own,
        fontSrc: own,
        connectSrc: own,
        formAction: own,
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        // Over plain HTTP, asking browsers to change over to HTTPS would only keep style sheets from loading.
        ...(isSecure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
  });
}

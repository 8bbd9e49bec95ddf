import compression from 'compression';
import express, { Router } from 'express';
import { noteOperation } from '../noted';
import type { AppParts } from '../parts';
import { applicationPages } from './applications/pages';
import { budgetPages } from './budget/pages';
import { waitingPage } from './commands/waiting';
import { directoryPages } from './directory/pages';
import { developmentPages } from './development/pages';
import { documentPages } from './documents/pages';
import { filePages } from './files/pages';
import { figuresPages } from './figures/pages';
import { firstPage } from './frame/first-page';
import type { Page } from './frame/page';
import { assetsDirectory } from './frame/render';
import { servePages } from './frame/serve';
import { peoplePages } from './people/pages';
import { setUpPages } from './set-up/pages';
import { publicPages } from './public/pages';
import { signInPages } from './sign-in/pages';
import { findBySession } from './sign-in/session';
import { grantPages } from './grants/pages';
import { partyPages } from './groups/pages';
import { operationPages } from './operations/pages';
import { groupPages } from './group/pages';
import { createLooks } from './looks';
import { meetingPages } from './meetings/pages';
import { orderLinkPages } from './orders/pages';
import { organisationPages } from './organisation/pages';
import { potPages } from './pots/pages';
import { purchasePages } from './purchases/pages';
import { moneyPages } from './money/pages';
import { paymentPages } from './payments/pages';
import { roundPages } from './rounds/pages';
import { togetherPages } from './together/pages';
import { viewPages } from './views/pages';
import { workPages } from './work/pages';

/** Every page for people, but those of the demonstration: what the crawl and the matrix of pages go by. */
export const pages: readonly Page[] = [
  ...publicPages,
  firstPage,
  ...signInPages,
  ...setUpPages,
  ...peoplePages,
  ...applicationPages,
  ...groupPages,
  ...grantPages,
  ...partyPages,
  ...operationPages,
  ...meetingPages,
  ...budgetPages,
  ...purchasePages,
  ...directoryPages,
  ...organisationPages,
  ...potPages,
  ...figuresPages,
  ...orderLinkPages,
  ...roundPages,
  ...paymentPages,
  ...moneyPages,
  ...workPages,
  ...documentPages,
  ...filePages,
  ...togetherPages,
  ...viewPages,
  waitingPage,
];

/** Styles, scripts and pages. What a page asks a browser to fetch comes from here and nowhere else. */
export function createPages(parts: AppParts): Router {
  const router = Router();
  router.use(compression());
  router.use(
    '/assets/:version',
    (request, _response, next) => {
      noteOperation(request, '/assets');
      next();
    },
    express.static(assetsDirectory, { maxAge: '365d', immutable: true, index: false }),
  );
  router.use('/looks', createLooks(parts.reading.db));
  const { demonstration } = parts;
  const all = demonstration === undefined ? pages : [...pages, ...developmentPages(demonstration)];
  router.use(servePages(all, parts, findBySession(parts)));
  return router;
}

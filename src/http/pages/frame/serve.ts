import express, { Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import { describeError } from '../../../observing/log';
import { noteOperation, requestIdOf } from '../../noted';
import type { AppParts } from '../../parts';
import { ReadRefused } from '../../../domain/refusals/read-refused';
import { problemOfError } from '../../send-problem';
import { answerStatus } from './answer';
import { cameFrom } from './came-from';
import { contextOf } from './context';
import { keepUntil, keptFormOf } from './keep-form';
import { load, type OnPage } from './on-page';
import type { Page, PageContext } from './page';
import { takeForm } from './send-form';
import { showPage } from './show-page';
import { type ServedFrom, type Visit, visitOf } from './visit';
import type { Finder } from './visitor';
import { WaitingWork } from './waiting-work';
import { frameWords } from './words';

/** How many parts of a page's address stand for something else, such as an id. */
const partsOpen = ({ address }: Page): number => address.split('/:').length - 1;

/**
 * Serves pages: finds who looks, shows each to whom it is for, reads its forms, and answers with designed pages whatever happens. Of several
 * pages that an address could be of, the one that says more of it comes first: `/pots/new` before `/pots/:id`.
 */
export function servePages(pages: readonly Page[], parts: AppParts, find: Finder): Router {
  const router = Router();
  const from: ServedFrom = { parts, find, work: new WaitingWork(parts.reading.db), pages };
  for (const page of pages.toSorted((one, other) => partsOpen(one) - partsOpen(other))) {
    router.get(page.address, onPage(from, page, showing));
    if (page.forms !== undefined)
      router.post(page.address, express.urlencoded({ extended: false, limit: '1mb' }), onPage(from, page, sending));
  }
  router.use((request, response) => {
    const visit = visitOf(from, request, response);
    return answerStatus(visit, visit.partsOfOthers !== undefined && !visit.foundNothing ? 403 : 404);
  });
  const handleErrors: ErrorRequestHandler = (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOfError(error);
    if (problem === undefined) parts.logError({ requestId: requestIdOf(request), ...describeError(error) });
    const told = error instanceof ReadRefused ? ([frameWords.notReadable, error.refusal.detail] as const) : undefined;
    return answerStatus(visitOf(from, request, response), problem?.status ?? 500, told);
  };
  router.use(handleErrors);
  return router;
}

/** What is done with a visit to a page. False: it was not answered, and the next page of this address is asked. */
type Answering = (on: OnPage) => Promise<boolean>;

const showing: Answering = async (on) => {
  noteOperation(on.visit.request, on.page.address);
  const loaded = await load(on);
  if (loaded === 'nothing there') {
    on.visit.foundNothing = true;
    return false;
  }
  await showPage(on, loaded.data, 200, await keptFormOf(on, loaded.data));
  return true;
};

const sending: Answering = async (on) => {
  const taken = await takeForm(on);
  if (taken === 'nothing there') on.visit.foundNothing = true;
  return taken === 'answered';
};

/** Asks whether a page is for whoever looks, and if it is, has it answer. */
function onPage(from: ServedFrom, page: Page, answering: Answering): RequestHandler {
  return async (request, response, next) => {
    const visit = visitOf(from, request, response);
    const context = await enter(visit, page);
    if (context === 'answered') return;
    if (context === 'not for them' || !(await answering({ page, context, visit }))) next();
  };
}

/** Finds who looks. Who has to sign in first is sent there, and comes back; what they sent is kept meanwhile. */
async function enter(visit: Visit, page: Page): Promise<PageContext | 'not for them' | 'answered'> {
  const { request } = visit;
  // An address that a page of others has word for word is no other page's.
  if ((visit.partsOfOthers ?? Infinity) < partsOpen(page)) return 'not for them';
  const looking = await visit.looking();
  const { visitor } = looking;
  if (page.for !== 'anyone' && visitor === undefined) {
    await keepUntil(visit, page, looking.before);
    return 'answered';
  }
  // Before it is asked whether the page is for whoever they are now.
  if (request.method === 'POST' && (await cameFrom(visit, page)) === 'elsewhere') {
    await keepUntil(visit, page, '/sign-in/choose');
    return 'answered';
  }
  const { for: roles } = page;
  if (typeof roles !== 'string' && visitor?.roles.some(({ name }) => roles.includes(name)) !== true) {
    visit.partsOfOthers ??= partsOpen(page);
    return 'not for them';
  }
  // Meanwhile the page reads what it is about.
  if (request.method === 'GET') void visit.waiting(looking);
  return contextOf(visit, looking);
}

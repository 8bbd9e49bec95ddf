import { v7 as newId } from 'uuid';
import type { Look } from '../../../../db/queries/look';
import { colourAddress, logoAddress } from '../../look-addresses';
import { goesToOf } from '../sign-in/session';
import { formToken } from './form-token';
import { firstPageOf, navigationFor } from './navigation';
import type { Shown } from './page';
import { pageOf } from './render';
import type { Visit } from './visit';
import type { Visitor } from './visitor';
import { lookByAddress } from './whose';
import { frameWords } from './words';

/** Answers a visit with a page from a template, within the frame that each page has. */
export async function answer(visit: Visit, status: number, shown: Shown, visitor: Visitor | undefined): Promise<void> {
  const { request, response } = visit;
  const waiting = shown.countedWork ?? (visitor === undefined ? 0 : await visit.waiting(await visit.looking()));
  response.set('Cache-Control', 'no-store');
  // On a public page its organisation's own look counts, also for somebody who works with another.
  const look = shown.look ?? visitor?.organisation ?? (await lookBefore(visit, status));
  const facts = {
    ...shown,
    whose: look?.name ?? frameWords.product,
    colour: look === undefined ? undefined : colourAddress(look),
    logo: look === undefined ? undefined : logoAddress(look),
    token: await tokenOf(visit, visitor),
    key: newId(),
    address: shown.keepsQuery === true ? request.originalUrl : request.baseUrl + request.path,
    visitor,
    first: visitor === undefined ? (look === undefined ? '/' : `/o/${look.slug}`) : firstPageOf(visitor),
    navigation: visitor === undefined ? undefined : navigationFor(visitor, request.path, waiting),
    demonstration: visit.from.parts.demonstration !== undefined,
  };
  response.status(status).send(pageOf(shown.template, facts));
}

async function tokenOf(visit: Visit, visitor: Visitor | undefined): Promise<string> {
  const { seal } = visit.from.parts.door.preparing;
  const session = visitor === undefined ? undefined : (await visit.looking()).session;
  if (visitor === undefined || session === undefined) return formToken(visit.cookies, seal);
  return formToken(visit.cookies, seal, { loginId: session.loginId, personId: visitor.personId });
}

/** Answers a visit with the page that is designed for a status; `text`: its title and its first sentence, where they say more. */
export async function answerStatus(visit: Visit, status: number, text?: readonly [string, string]): Promise<void> {
  const { statuses } = frameWords;
  const [title, lead] = text ?? (Object.hasOwn(statuses, status) ? statuses[status as 500] : statuses[500]);
  const looking = await visit.looking().catch(() => undefined);
  await answer(visit, status, { template: 'frame/status.njk', title, lead }, looking?.visitor);
}

/** Whose page it is before somebody has signed in completely. Nothing is looked up when something has gone wrong: a plain page is shown then. */
async function lookBefore(visit: Visit, status: number): Promise<Look | undefined> {
  if (status >= 500) return undefined;
  const { session } = await visit.looking();
  const addresses = [visit.request.path, goesToOf(visit)];
  return (
    session?.person?.organisation ??
    (await lookByAddress(visit.from.parts.reading.db, addresses).catch(() => undefined))
  );
}

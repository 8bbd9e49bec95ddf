import { typedText } from '../form/typed';
import { isFormToken, isFromOurPage, shownTo } from './form-token';
import type { Page } from './page';
import { textsOf } from './page-forms';
import type { Visit } from './visit';

/**
 * Whose form it is that was sent.
 * - `here`: it was shown to whoever sends it, in this browser.
 * - `too old`: ours, but this browser has lost what it was shown with.
 * - `elsewhere`: it was shown to the same login, which now works with another organisation.
 * - `somebody else`: it was shown to another login: nobody who is here now may send it, or read it.
 * - `unknown`: it may be another site's.
 */
export type CameFrom = 'here' | 'too old' | 'elsewhere' | 'somebody else' | 'unknown';

/** Finds out whose form was sent. A page for anyone takes those of all people of this browser. */
export async function cameFrom(visit: Visit, page: Pick<Page, 'for'>): Promise<CameFrom> {
  const { request, cookies, from } = visit;
  const { session, visitor } = await visit.looking();
  const token = typedText(textsOf(request.body), '_token');
  const to = shownTo(token, from.parts.door.preparing.open);
  const isOfBrowser = isFormToken(cookies, token);
  const isOfAnother = page.for !== 'anyone' && to !== undefined && to.personId !== visitor?.personId;
  const isOurs = isOfBrowser || isFromOurPage(request) || (to !== undefined && to.personId === visitor?.personId);
  if (!isOurs) return 'unknown';
  if (isOfAnother) return to.loginId === session?.loginId ? 'elsewhere' : 'somebody else';
  return isOfBrowser ? 'here' : 'too old';
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { ShownTo } from '../../../commands/sign-in/kept-forms';
import { isId } from '../../../contracts/ids';
import { opened } from '../sign-in/acted';
import type { Cookies } from './cookies';

/** What one browser has that no other site can read: forms carry a digest of it, so that another site cannot send them (CSRF). */
const cookie = 'grantpot_browser';
const days = 24 * 3_600;

const length = 32;
const digestOf = (browser: string): Buffer => createHash('sha256').update(`form/${browser}`).digest();
const under = (mask: Buffer, digest: Buffer): Buffer => Buffer.from(digest.map((byte, at) => byte ^ (mask[at] ?? 0)));

/** Under a mask of its own each time: pages are compressed, and how long a page is would give away a token that stays the same (BREACH, CVE-2013-3587). */
function tokenOf(browser: string): string {
  const mask = randomBytes(length);
  return Buffer.concat([mask, under(mask, digestOf(browser))]).toString('base64url');
}

/** Whether this browser has been shown a form of ours. */
export const hasBrowser = (cookies: Cookies): boolean => cookies.read(cookie) !== undefined;

/** What only this browser holds; it gets it when it has none. */
export function browserOf(cookies: Cookies): string {
  const known = cookies.read(cookie);
  if (known !== undefined && /^[\w-]{43}$/.test(known)) return known;
  const browser = randomBytes(length).toString('base64url');
  cookies.set(cookie, browser, 30 * days);
  return browser;
}

/** The token that a form shown to this browser carries: for whoever has signed in, also whom it was shown to, sealed. */
export function formToken(cookies: Cookies, seal: (text: string) => string, to?: ShownTo): string {
  const token = tokenOf(browserOf(cookies));
  return to === undefined ? token : `${token}.${seal(`form ${to.loginId} ${to.personId}`)}`;
}

/** Whether a form was shown to the browser that sends it. */
export function isFormToken(cookies: Cookies, sent: string): boolean {
  const browser = cookies.read(cookie);
  const given = Buffer.from(sent.split('.', 1)[0] ?? '', 'base64url');
  if (browser === undefined || given.length !== 2 * length) return false;
  return timingSafeEqual(under(given.subarray(0, length), given.subarray(length)), digestOf(browser));
}

/** Whom the form with this token was shown to; undefined for nobody who had signed in, and for what we have not sealed. */
export function shownTo(sent: string, open: (sealed: string) => string): ShownTo | undefined {
  const [what, loginId = '', personId = ''] = opened(open, sent.slice(sent.indexOf('.') + 1))?.split(' ') ?? [];
  return what === 'form' && isId(loginId) && isId(personId) ? { loginId, personId } : undefined;
}

/** Whether a browser says that one of our own pages has sent this: no page of another site can (Fetch Metadata, section 2.3). */
export const isFromOurPage = (request: Request): boolean => request.get('sec-fetch-site') === 'same-origin';

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Cookies } from './cookies';

/** What one browser has that no other site can read: forms carry a digest of it, so that another site cannot send them (CSRF). */
const cookie = 'grantpot_browser';
const days = 24 * 3_600;

const tokenOf = (browser: string): string => createHash('sha256').update(`form/${browser}`).digest('base64url');

/** The token that a form shown to this browser carries; the browser gets its cookie when it has none. */
export function formToken(cookies: Cookies): string {
  const known = cookies.read(cookie);
  if (known !== undefined && /^[\w-]{43}$/.test(known)) return tokenOf(known);
  const browser = randomBytes(32).toString('base64url');
  cookies.set(cookie, browser, 30 * days);
  return tokenOf(browser);
}

/** Whether a form was shown to the browser that sends it. */
export function isFormToken(cookies: Cookies, sent: string): boolean {
  const browser = cookies.read(cookie);
  const wanted = Buffer.from(tokenOf(browser ?? ''));
  const given = Buffer.from(sent);
  return browser !== undefined && wanted.length === given.length && timingSafeEqual(wanted, given);
}

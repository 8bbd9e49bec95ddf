import type { Request } from 'express';

/** The cookie that holds the token of the person whom somebody looks as in the demonstration. Scripts cannot read it, other sites do not send it. */
export const lookingAsCookie = 'grantpot_looking_as';

/** The token that a page is asked with: the cookie's, or the one in the header. */
export function lookingAs(request: Request): string | undefined {
  const header = /^Bearer (\S{16,200})$/.exec(request.get('authorization') ?? '')?.[1];
  const cookie = (request.get('cookie') ?? '').split(/;\s*/).find((one) => one.startsWith(`${lookingAsCookie}=`));
  return header ?? (cookie === undefined ? undefined : decodeURIComponent(cookie.slice(lookingAsCookie.length + 1)));
}

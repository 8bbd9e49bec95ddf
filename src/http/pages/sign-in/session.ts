import { findSession, type Session } from '../../../../db/queries/people/sessions';
import type { SigningIn } from '../../../commands/sign-in/ask';
import { hashOf } from '../../../commands/sign-in/secrets';
import { openSession, type Opened, type Opening } from '../../../commands/sign-in/sessions';
import type { Refusal } from '../../../domain/refusals/refusal';
import { needsSecondFactor, localPath, sessionLimits } from '../../../domain/people/signing-in';
import type { AppParts } from '../../parts';
import type { Cookies } from '../frame/cookies';
import type { PageContext } from '../frame/page';
import type { Finder, Looking } from '../frame/visitor';

/** Holds the token of a session. It ends with the browser's own limit or with ours, whichever comes first. */
const sessionCookie = 'grantpot_session';
/** Where somebody wanted to go when they were asked to sign in. */
const goesToCookie = 'grantpot_goes_to';
const halfAnHour = 1_800;

/** What signing in needs, out of what the front door is made of. */
export function signingInOf({ door, reading }: Pick<AppParts, 'door' | 'reading'>): SigningIn {
  return { db: door.db, seal: { ...door.preparing, open: reading.open } };
}

/** Finds who looks at a page by the cookie of their session, in one round trip. */
export function findBySession({ reading }: Pick<AppParts, 'reading'>): Finder {
  return async (cookies): Promise<Looking> => {
    const token = cookies.read(sessionCookie);
    const session = token === undefined ? undefined : await findSession(reading.db, hashOf(token));
    if (session === undefined) return { session, visitor: undefined, before: '/sign-in' };
    const { person, roles } = session;
    if (person === null) return { session, visitor: undefined, before: '/sign-in/choose' };
    if (needsSecondFactor(roles) && session.secondFactorAt === null)
      return { session, visitor: undefined, before: '/sign-in/second-factor' };
    return { session, visitor: { ...person, roles }, before: '/' };
  };
}

/** Whether somebody has set up anything as a second factor. */
export const hasFactor = ({ hasApp, hasPasskey }: Pick<Session, 'hasApp' | 'hasPasskey'>): boolean =>
  hasApp || hasPasskey;

/** The digest of the session's token. @throws Error where there is no cookie: a page that needs one asked for the session before */
export function sessionHashOf({ cookies }: Pick<PageContext, 'cookies'>): Buffer {
  const token = cookies.read(sessionCookie);
  if (token === undefined) throw new Error('there is no session');
  return hashOf(token);
}

/** Gives the browser the token of a session that was opened, or has a new id. */
export function keepSession(cookies: Cookies, { token }: Opened): void {
  cookies.set(sessionCookie, token, sessionLimits.others.absoluteSeconds);
}

/** Takes the session's cookie back. */
export function forgetSession(cookies: Cookies): void {
  cookies.clear(sessionCookie);
}

/** Remembers where somebody wanted to go, if it is one of our own paths. */
export function rememberGoesTo({ cookies, query }: PageContext): void {
  const next = query['next'];
  if (next !== undefined) cookies.set(goesToCookie, localPath(next), halfAnHour);
}

/** Where somebody wanted to go: a path of ours. */
export function goesToOf({ cookies }: Pick<PageContext, 'cookies'>): string {
  return localPath(cookies.read(goesToCookie));
}

/** Where somebody wanted to go, which is then remembered no longer. */
export function takeGoesTo(context: Pick<PageContext, 'cookies'>): string {
  const goesTo = goesToOf(context);
  context.cookies.clear(goesToCookie);
  return goesTo;
}

/** Lets somebody in: a session of their own under a new id, in place of the one that this browser had. @refusal SIGN_IN_NOBODY */
export async function letIn(
  { parts, cookies, userAgent }: Pick<PageContext, 'parts' | 'cookies' | 'userAgent'>,
  opening: Omit<Opening, 'userAgent' | 'before'>,
): Promise<Refusal | undefined> {
  const before = cookies.read(sessionCookie);
  const opened = await openSession(parts.door.db, {
    ...opening,
    userAgent,
    ...(before === undefined ? {} : { before: hashOf(before) }),
  });
  if ('code' in opened) return opened;
  keepSession(cookies, opened);
  return undefined;
}

import { toString as toQr } from 'qrcode';
import { beginSecondFactor, confirmSecondFactor } from '../../../commands/sign-in/second-factor';
import { noteShown } from '../../../commands/sign-in/sessions';
import { refuse, type Refusal } from '../../../domain/refusals/refusal';
import { isFresh, needsSecondFactor } from '../../../domain/people/signing-in';
import type { Acted, Form, PageContext } from '../frame/page';
import { codeBox, codeOf, refused } from './acted';
import { keepCodes } from './recovery-codes';
import { keepSession, sessionHashOf, signingInOf, takeGoesTo } from './session';
import { signInWords as words } from './words';

/** Whether a second factor is what keeps somebody out: only then is it set up, or entered, without more ado. */
export const waitsForFactor = (session: PageContext['session']): session is NonNullable<typeof session> =>
  session?.secondFactorAt === null && needsSecondFactor(session.roles);

/** Whether somebody has shown a short while ago that it is them. */
export const isShownLately = ({ session }: PageContext): boolean =>
  session !== undefined && isFresh(session.reauthenticatedAt, session.now);

/** What the page of a second factor is about. */
export interface Factor {
  /** What is set up now; undefined where a code is to be entered. */
  readonly key: { readonly secret: string; readonly picture: string } | undefined;
}

/** The key of an app that is being set up. */
export async function keyOf({ parts, session }: PageContext): Promise<Factor['key']> {
  if (session === undefined) return undefined;
  const { secret, uri } = await beginSecondFactor(signingInOf(parts), session);
  const picture = await toQr(uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
  return { secret: secret.replaceAll(/(.{4})(?=.)/g, '$1 '), picture };
}

/** Notes that a second factor was given: the session has a new id. @refusal SESSION_UNKNOWN */
export async function noteGiven(context: PageContext): Promise<Refusal | undefined> {
  const opened = await noteShown(context.parts.door.db, sessionHashOf(context), { secondFactor: true });
  if (opened === undefined) return refuse('SESSION_UNKNOWN');
  keepSession(context.cookies, opened);
  return undefined;
}

/** Goes on where somebody wanted to go, once the second factor was given. */
export async function given(context: PageContext): Promise<Acted> {
  const over = await noteGiven(context);
  return over === undefined ? { goTo: takeGoesTo(context) } : refused(over);
}

/** Lets the app that was begun count, and leads to its recovery codes. */
export const confirming: Form<Factor> = {
  fields: { code: codeBox(words.secondFactor.code) },
  act: async ({ body }, _data, context) => {
    const { session, parts } = context;
    if (session === undefined) return { goTo: '/sign-in' };
    const signingIn = signingInOf(parts);
    const done = await confirmSecondFactor(signingIn, { loginId: session.loginId, code: codeOf(body) });
    if ('code' in done) return refused(done);
    const over = await noteGiven(context);
    if (over !== undefined) return refused(over);
    keepCodes(context, done.recoveryCodes);
    return { goTo: '/sign-in/recovery-codes' };
  },
};

import { askForFreshCode } from '../../../commands/sign-in/ask';
import { tryFreshCode } from '../../../commands/sign-in/enter';
import { takeSecondFactor } from '../../../commands/sign-in/second-factor';
import { noteShown } from '../../../commands/sign-in/sessions';
import { refuse, type Refusal } from '../../../domain/refusal';
import type { PageContext } from '../frame/page';
import { keepSession, sessionHashOf, signingInOf } from './session';

/** How somebody shows once more that it is them: by the app that they have set up, else by a mail. */
export type FreshBy = 'app' | 'mail';

/** How whoever looks shows that it is them. */
export const freshBy = ({ session }: PageContext): FreshBy => (session?.hasSecondFactor === true ? 'app' : 'mail');

/** Mails a fresh code to whoever has no app. @refusal SIGN_IN_TOO_OFTEN */
export async function sendFreshCode(context: PageContext): Promise<Refusal | undefined> {
  if (freshBy(context) === 'app') return undefined;
  return askForFreshCode(signingInOf(context.parts), sessionHashOf(context));
}

/**
 * Takes a fresh code; the session then has a new id, and counts as fresh. @refusal SECOND_FACTOR_WRONG, SECOND_FACTOR_LOCKED,
 * SECOND_FACTOR_MISSING, SIGN_IN_CODE_WRONG, SIGN_IN_CODE_OVER, SESSION_UNKNOWN
 */
export async function takeFreshCode(context: PageContext, code: string): Promise<Refusal | undefined> {
  const { session, parts } = context;
  if (session === undefined) return refuse('SESSION_UNKNOWN');
  const signingIn = signingInOf(parts);
  const byApp = freshBy(context) === 'app';
  const wrong = byApp
    ? await takeSecondFactor(signingIn, { loginId: session.loginId, code })
    : await tryFreshCode(signingIn, { sessionId: session.sessionId, code }).then((answer) =>
        'loginId' in answer ? undefined : answer,
      );
  if (wrong !== undefined) return wrong;
  const opened = await noteShown(parts.door.db, sessionHashOf(context), { secondFactor: byApp });
  if (opened === undefined) return refuse('SESSION_UNKNOWN');
  keepSession(context.cookies, opened);
  return undefined;
}

import { askForFreshCode } from '../../../commands/sign-in/ask';
import { tryFreshCode } from '../../../commands/sign-in/enter';
import { takeSecondFactor } from '../../../commands/sign-in/second-factor';
import { noteShown } from '../../../commands/sign-in/sessions';
import { refuse, type Refusal } from '../../../domain/refusals/refusal';
import type { PageContext } from '../frame/page';
import { passkeyWanted, takePasskeyOf } from './passkey';
import { hasFactor, keepSession, sessionHashOf, signingInOf } from './session';

/** How somebody can show once more that it is them. */
export interface FreshBy {
  /** By a code of their app. */
  readonly app: boolean;
  /** By a passkey: what the browser is told so that it signs with one. */
  readonly passkey: string | undefined;
  /** By a code that was mailed: only for whoever has neither. */
  readonly mail: boolean;
}

/** How whoever looks can show that it is them. */
export async function freshBy(context: PageContext): Promise<FreshBy> {
  const { session } = context;
  return {
    app: session?.hasApp === true,
    passkey: await passkeyWanted(context),
    mail: session === undefined || !hasFactor(session),
  };
}

/** Mails a fresh code to whoever has no second factor. @refusal SIGN_IN_TOO_OFTEN */
export async function sendFreshCode(context: PageContext): Promise<Refusal | undefined> {
  if (context.session !== undefined && hasFactor(context.session)) return undefined;
  return askForFreshCode(signingInOf(context.parts), sessionHashOf(context));
}

/** What somebody answers who is asked to show that it is them: a code that they typed, or what their passkey has signed. */
export interface FreshAnswer {
  readonly code: string;
  readonly passkey: string;
}

/**
 * Takes a fresh code or passkey; the session then has a new id, and counts as fresh. @refusal SECOND_FACTOR_WRONG, SECOND_FACTOR_LOCKED,
 * SECOND_FACTOR_MISSING, SIGN_IN_CODE_WRONG, SIGN_IN_CODE_OVER, SESSION_UNKNOWN, PASSKEY_WRONG, PASSKEY_OVER, PASSKEY_COPIED
 */
export async function takeFresh(context: PageContext, { code, passkey }: FreshAnswer): Promise<Refusal | undefined> {
  const { session, parts } = context;
  if (session === undefined) return refuse('SESSION_UNKNOWN');
  const byFactor = hasFactor(session);
  const signingIn = signingInOf(parts);
  const wrong =
    passkey !== ''
      ? await takePasskeyOf(context, passkey)
      : byFactor
        ? await takeSecondFactor(signingIn, { loginId: session.loginId, code })
        : await tryFreshCode(signingIn, { sessionId: session.sessionId, code }).then((answer) =>
            'loginId' in answer ? undefined : answer,
          );
  if (wrong !== undefined) return wrong;
  const opened = await noteShown(parts.door.db, sessionHashOf(context), { secondFactor: byFactor });
  if (opened === undefined) return refuse('SESSION_UNKNOWN');
  keepSession(context.cookies, opened);
  return undefined;
}

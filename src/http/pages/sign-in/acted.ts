import { refusalProblem } from '../../problems';
import type { Refusal } from '../../../domain/refusals/refusal';
import type { Entered } from '../../../commands/sign-in/enter';
import type { Acted, PageContext } from '../frame/page';
import { letIn, takeGoesTo } from './session';

/** Binds an emailed code to the browser that asked for it. */
export const browserCookie = 'grantpot_sign_in';

/** Why a form was not done, as its page says it. */
export const refused = (refusal: Refusal): Acted => ({ problem: refusalProblem(refusal) });

/** Lets in who has shown that a mail reached them, and leads on; what else is needed, their next page asks for. */
export async function enter(context: PageContext, entered: Entered | Refusal): Promise<Acted> {
  if ('code' in entered) return refused(entered);
  const nobody = await letIn(context, { loginId: entered.loginId });
  if (nobody !== undefined) return refused(nobody);
  context.cookies.clear(browserCookie);
  takeGoesTo(context);
  return { goTo: entered.goesTo };
}

/** The box for a code of six digits. */
export const codeBox = (label: string) =>
  ({ kind: 'code', at: '/code', label, autocomplete: 'one-time-code', isProof: true }) as const;

/** The code that was typed. */
export const codeOf = (body: Readonly<Record<string, unknown>>): string =>
  typeof body['code'] === 'string' ? body['code'] : '';

/** Undefined for what was not sealed by us. */
export function opened(open: (sealed: string) => string, sealed: string): string | undefined {
  try {
    return open(sealed);
  } catch {
    return undefined;
  }
}

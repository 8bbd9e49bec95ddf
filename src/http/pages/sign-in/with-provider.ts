import { z } from 'zod';
import { findVouched } from '../../../commands/sign-in/vouched';
import { refuse, type Refusal } from '../../../domain/refusals/refusal';
import { definePage, type PageContext } from '../frame/page';
import { opened } from './acted';
import { callbackPath } from './provider';
import { letIn, takeGoesTo } from './session';
import { signInWords as words } from './words';

const fiveMinutes = 300;
/** What belongs to one going to the provider and coming back, sealed. */
const providerCookie = 'grantpot_provider';
const underwaySchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });

/** Sends somebody to the organisation’s own sign-in. */
export const toProviderPage = definePage<{ readonly goTo: string }>({
  address: '/sign-in/with-provider',
  for: 'anyone',
  words,
  load: async (context) => {
    const { provider, door } = context.parts;
    if (provider === undefined) return undefined;
    // The provider sends them back to the one address that it knows, so what the browser keeps meanwhile has to be kept for that one.
    const { hostname, origin } = new URL(context.parts.publicUrl);
    if (hostname === 'localhost' && context.host !== hostname) return { goTo: `${origin}/sign-in/with-provider` };
    const { goTo, underway } = await provider.begin();
    context.cookies.set(providerCookie, door.preparing.seal(JSON.stringify(underway)), fiveMinutes);
    return { goTo };
  },
  show: ({ goTo }) => ({ goTo }),
});

/** Why somebody who comes back from the provider is not let in; undefined once they are. */
async function comeBack(context: PageContext): Promise<Refusal | undefined> {
  const { parts, cookies, query } = context;
  const sealed = cookies.read(providerCookie);
  cookies.clear(providerCookie);
  const kept = sealed === undefined ? undefined : opened(parts.door.preparing.open, sealed);
  if (parts.provider === undefined || kept === undefined) return refuse('SIGN_IN_PROVIDER_FAILED');
  const underway = underwaySchema.parse(JSON.parse(kept));
  // Whatever is wrong with the answer, whoever brings it is not let in; the provider's words are not ours to show.
  const vouched = await parts.provider.finish(query, underway).catch(() => undefined);
  if (vouched === undefined) return refuse('SIGN_IN_PROVIDER_FAILED');
  const login = await findVouched(parts.door.db, vouched.email);
  if ('code' in login) return login;
  return letIn(context, { loginId: login.loginId, hasSecondFactor: vouched.hasSecondFactor });
}

/** Takes whoever comes back from the organisation’s own sign-in. */
export const fromProviderPage = definePage<{ readonly refusal: Refusal | undefined; readonly goTo: string }>({
  address: callbackPath,
  for: 'anyone',
  words,
  load: async (context) => {
    const refusal = await comeBack(context);
    return { refusal, goTo: refusal === undefined ? takeGoesTo(context) : '/sign-in' };
  },
  show: ({ refusal, goTo }) =>
    refusal === undefined
      ? { goTo }
      : { template: 'sign-in/provider.njk', title: words.provider.title, lead: refusal.detail, hideSignIn: true },
});

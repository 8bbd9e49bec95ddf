import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type Configuration,
} from 'openid-client';

/** What a browser keeps between going to the provider and coming back. */
interface Underway {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Whom a provider vouches for. */
export interface Vouched {
  /** Confirmed by the provider; undefined where it does not say so. */
  readonly email: string | undefined;
  readonly hasSecondFactor: boolean;
}

/** An organisation's own sign-in, by OpenID Connect (authorization code with PKCE, state and nonce). */
export interface SignInProvider {
  readonly name: string;
  /** Where the browser goes, and what it keeps meanwhile. */
  begin(): Promise<{ readonly goTo: string; readonly underway: Underway }>;
  /** Reads what the browser came back with. @throws what is wrong with it */
  finish(query: Readonly<Record<string, string>>, underway: Underway): Promise<Vouched>;
}

/** Its address, as it is registered with the provider. */
export const callbackPath = '/sign-in/provider';

/** How a provider is reached and believed. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly isSecondFactor: boolean;
}

/** Asks the provider about itself when the first person comes, so that Grantpot starts also while it is away. */
export function createProvider(settings: ProviderSettings, publicUrl: string): SignInProvider {
  const { issuer, clientId, clientSecret, name, isSecondFactor } = settings;
  const callback = `${publicUrl}${callbackPath}`;
  let discovered: Promise<Configuration> | undefined;
  const configuration = (): Promise<Configuration> => {
    // Plain HTTP only where whoever configured it wrote so, as on one machine.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that nobody takes it lightly
    const execute = issuer.startsWith('http:') ? [allowInsecureRequests] : [];
    discovered ??= discovery(new URL(issuer), clientId, clientSecret, undefined, { execute });
    discovered.catch(() => {
      discovered = undefined;
    });
    return discovered;
  };
  return {
    name,
    begin: async () => {
      const underway: Underway = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const goTo = buildAuthorizationUrl(await configuration(), {
        redirect_uri: callback,
        scope: 'openid email',
        state: underway.state,
        nonce: underway.nonce,
        code_challenge: await calculatePKCECodeChallenge(underway.verifier),
        code_challenge_method: 'S256',
      });
      return { goTo: goTo.href, underway };
    },
    finish: async (query, { state, nonce, verifier }) => {
      const found = await configuration();
      const came = new URL(`${callback}?${new URLSearchParams(query).toString()}`);
      const tokens = await authorizationCodeGrant(found, came, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('there is no ID token');
      const told = claims['email'] === undefined ? await fetchUserInfo(found, tokens.access_token, claims.sub) : claims;
      const address = typeof told.email === 'string' ? told.email : undefined;
      const ways = Array.isArray(claims['amr']) ? claims['amr'] : [];
      return {
        email: told.email_verified === true ? address : undefined,
        hasSecondFactor: isSecondFactor || ways.includes('mfa'),
      };
    },
  };
}

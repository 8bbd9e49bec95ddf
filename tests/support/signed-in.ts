import { lookingAsCookie } from '../../src/http/pages/development/looking-as';
import type { Visit } from './browser';

/** Somebody whom a test signs in. */
export interface SignedIn {
  readonly id: string;
  readonly token: string;
}

/** The cookie with which somebody looks at pages, without the pages on which people sign in: its name and its value. */
export function cookieOf({ token }: SignedIn): Promise<{ readonly name: string; readonly value: string }> {
  return Promise.resolve({ name: lookingAsCookie, value: token });
}

/** Lets a browser look as somebody. */
export async function signInAs(visit: Visit, url: string, person: SignedIn): Promise<void> {
  await visit.context.addCookies([{ ...(await cookieOf(person)), url }]);
}

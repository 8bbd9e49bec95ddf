import { lookingAsCookie } from '../../src/http/pages/development/looking-as';
import type { Visit } from './browser';

/** Lets a browser look as somebody, without the pages on which people sign in. */
export async function signInAs(visit: Visit, url: string, { token }: { readonly token: string }): Promise<void> {
  await visit.context.addCookies([{ name: lookingAsCookie, value: token, url }]);
}

import { definePage, type PageContext } from '../frame/page';
import { opened } from './acted';
import { takeGoesTo } from './session';
import { signInWords as words } from './words';

/** Recovery codes between their making and the page that shows them, sealed. */
const codesCookie = 'grantpot_recovery';
const fiveMinutes = 300;

/** Leads to the page that shows new recovery codes this once; they wait in a sealed cookie. */
export function keepCodes({ parts, cookies }: PageContext, codes: readonly string[]): void {
  cookies.set(codesCookie, parts.door.preparing.seal(codes.join(' ')), fiveMinutes);
}

/** Shows new recovery codes, this once. */
export const recoveryCodesPage = definePage({
  address: '/sign-in/recovery-codes',
  for: 'signed in',
  words,
  show: (_data, { cookies, parts }) => {
    const sealed = cookies.read(codesCookie);
    const codes = sealed === undefined ? undefined : opened(parts.door.preparing.open, sealed);
    if (codes === undefined) return { goTo: '/account' };
    return { template: 'sign-in/recovery-codes.njk', title: words.recoveryCodes.title, codes: codes.split(' ') };
  },
  forms: {
    kept: {
      fields: {},
      act: (_sent, _data, context) => {
        context.cookies.clear(codesCookie);
        return Promise.resolve({ goTo: takeGoesTo(context) });
      },
    },
  },
});

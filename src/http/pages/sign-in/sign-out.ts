import { signOut } from '../../../commands/sign-in/sessions';
import { definePage, saying } from '../frame/page';
import { forgetSession, sessionHashOf } from './session';
import { signInWords as words } from './words';

/** Signs out, once that was asked for. */
export const signOutPage = definePage({
  address: '/sign-out',
  for: 'anyone',
  words,
  show: (_data, { session }) =>
    session === undefined ? { goTo: '/sign-in' } : { template: 'sign-in/sign-out.njk', title: words.signOut.title },
  forms: {
    signOut: {
      fields: {},
      act: async (_sent, _data, context) => {
        if (context.session !== undefined) await signOut(context.parts.door.db, sessionHashOf(context));
        forgetSession(context.cookies);
        return { goTo: saying('/sign-in', 'signedOut') };
      },
    },
  },
});

import { needsSecondFactor } from '../../../domain/people/signing-in';
import { definePage } from '../frame/page';
import { confirming, isShownLately, keyOf, type Factor } from './factor';
import { signInWords as words } from './words';

/** Sets an app up in place of the one that there is. */
export const anotherAppPage = definePage<Factor>({
  address: '/account/app',
  for: 'signed in',
  words,
  // The key is a secret too: whoever finds a browser that was left open must not see it.
  load: async (context) => ({ key: isShownLately(context) ? await keyOf(context) : undefined }),
  show: ({ key }, { asker }) => ({
    template: key === undefined ? 'sign-in/another-app.njk' : 'sign-in/set-up.njk',
    title: words.setUp.title,
    lead: needsSecondFactor(asker.roles) ? words.setUp.lead : words.setUp.leadByChoice,
    app: key,
    back: { to: '/account', words: words.account.title },
  }),
  forms: {
    begin: { fields: {}, needsFresh: true, act: () => Promise.resolve({ goTo: '/account/app' }) },
    confirm: { ...confirming, needsFresh: true },
  },
});

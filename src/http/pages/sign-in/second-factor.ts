import { takeRecoveryCode, takeSecondFactor } from '../../../commands/sign-in/second-factor';
import { definePage } from '../frame/page';
import { codeBox, codeOf, refused } from './acted';
import { confirming, given, keyOf, waitsForFactor, type Factor } from './factor';
import { rememberGoesTo, signingInOf } from './session';
import { signInWords as words } from './words';

/** Asks staff for their second factor, or has them set one up. */
export const secondFactorPage = definePage<Factor>({
  address: '/sign-in/second-factor',
  for: 'anyone',
  words,
  load: async (context) => {
    rememberGoesTo(context);
    return {
      key: waitsForFactor(context.session) && !context.session.hasSecondFactor ? await keyOf(context) : undefined,
    };
  },
  show: ({ key }, { session }) => {
    if (!waitsForFactor(session)) return { goTo: '/' };
    return key === undefined
      ? { template: 'sign-in/second-factor.njk', title: words.secondFactor.title }
      : { template: 'sign-in/set-up.njk', title: words.setUp.title, app: key };
  },
  forms: {
    confirm: {
      ...confirming,
      // Whoever has one changes it on their account, with a fresh code of the old.
      act: async (sent, data, context) =>
        waitsForFactor(context.session) && !context.session.hasSecondFactor
          ? confirming.act(sent, data, context)
          : { goTo: '/sign-in/second-factor' },
    },
    enter: {
      fields: { code: codeBox(words.secondFactor.code) },
      act: async ({ body }, _data, context) => {
        const { session, parts } = context;
        if (session === undefined) return { goTo: '/sign-in' };
        const wrong = await takeSecondFactor(signingInOf(parts), { loginId: session.loginId, code: codeOf(body) });
        return wrong === undefined ? given(context) : refused(wrong);
      },
    },
    recover: {
      fields: {
        recovery: {
          kind: 'text',
          at: '/code',
          label: words.secondFactor.recovery,
          hint: words.secondFactor.recoveryHint,
          width: 20,
        },
      },
      act: async ({ body }, _data, context) => {
        const { session, parts } = context;
        if (session === undefined) return { goTo: '/sign-in' };
        const wrong = await takeRecoveryCode(parts.door.db, { loginId: session.loginId, code: codeOf(body) });
        return wrong === undefined ? given(context) : refused(wrong);
      },
    },
  },
});

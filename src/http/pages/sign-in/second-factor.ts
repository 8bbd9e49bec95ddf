import { takeRecoveryCode, takeSecondFactor } from '../../../commands/sign-in/second-factor';
import { definePage } from '../frame/page';
import { codeBox, codeOf, refused } from './acted';
import { confirming, given, keyOf, waitsForFactor, type Factor } from './factor';
import { hasPasskeys, passkeyBox, passkeyOf, passkeyWanted, takePasskeyOf } from './passkey';
import { hasFactor, rememberGoesTo, signingInOf } from './session';
import { signInWords as words } from './words';

/** Asks staff for their second factor, or has them set one up. */
export const secondFactorPage = definePage<Factor & { readonly wanted: string | undefined }>({
  address: '/sign-in/second-factor',
  for: 'anyone',
  words,
  load: async (context) => {
    rememberGoesTo(context);
    const { session } = context;
    if (!waitsForFactor(session)) return { key: undefined, wanted: undefined };
    return hasFactor(session)
      ? { key: undefined, wanted: await passkeyWanted(context) }
      : { key: await keyOf(context), wanted: undefined };
  },
  show: ({ key, wanted }, context) => {
    const { session } = context;
    if (!waitsForFactor(session)) return { goTo: '/' };
    if (key !== undefined) {
      const passkeyAt = hasPasskeys(context) ? '/sign-in/passkey' : undefined;
      return { template: 'sign-in/set-up.njk', title: words.setUp.title, lead: words.setUp.lead, app: key, passkeyAt };
    }
    return {
      template: 'sign-in/second-factor.njk',
      title: wanted === undefined ? words.secondFactor.title : words.secondFactor.titlePasskey,
      wanted,
      hasApp: session.hasApp,
    };
  },
  forms: {
    confirm: {
      ...confirming,
      // Whoever has one changes it on their account, with a fresh code of the old.
      act: async (sent, data, context) =>
        waitsForFactor(context.session) && !hasFactor(context.session)
          ? confirming.act(sent, data, context)
          : { goTo: '/sign-in/second-factor' },
    },
    passkey: {
      fields: { passkey: passkeyBox(words.passkey.box) },
      act: async ({ body }, _data, context) => {
        const wrong = await takePasskeyOf(context, passkeyOf(body));
        return wrong === undefined ? given(context) : refused(wrong);
      },
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
          isProof: true,
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

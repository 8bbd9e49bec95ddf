import { z } from 'zod';
import { askToSignIn } from '../../../commands/sign-in/ask';
import { enterCode } from '../../../commands/sign-in/enter';
import { emailedCode } from '../../../domain/people/signing-in';
import { isSomethingKept } from '../frame/keep-form';
import { definePage } from '../frame/page';
import { browserCookie, codeBox, codeOf, enter, refused } from './acted';
import { goesToOf, rememberGoesTo, signingInOf } from './session';
import { signInWords as words } from './words';

const address = z.email().max(254);

/** Asks for an address, and has a code mailed to it. */
export const signInPage = definePage({
  address: '/sign-in',
  for: 'anyone',
  words,
  show: (_data, context) => {
    if (context.visitor !== undefined) return { goTo: '/' };
    rememberGoesTo(context);
    const provider = context.parts.provider?.name;
    const kept = isSomethingKept(context.cookies);
    return { template: 'sign-in/sign-in.njk', title: words.signIn.title, hideSignIn: true, provider, kept };
  },
  forms: {
    ask: {
      fields: {
        email: {
          kind: 'email',
          at: '/email',
          label: words.signIn.email,
          hint: words.signIn.hint,
          autocomplete: 'email',
        },
      },
      act: async ({ body }, _data, context) => {
        const email = address.safeParse(body['email']);
        if (!email.success) {
          return { problems: [{ pointer: '/email', code: 'EMAIL_MALFORMED', detail: words.signIn.malformed }] };
        }
        const asked = await askToSignIn(signingInOf(context.parts), {
          email: email.data,
          ip: context.network,
          goesTo: goesToOf(context),
        });
        if ('code' in asked) return refused(asked);
        context.cookies.set(browserCookie, asked.browserSecret, emailedCode.lastsSeconds);
        return { goTo: '/sign-in/sent' };
      },
    },
  },
});

/** Takes the code that was mailed. */
export const sentPage = definePage({
  address: '/sign-in/sent',
  for: 'anyone',
  words,
  show: (_data, { cookies }) =>
    cookies.read(browserCookie) === undefined
      ? { goTo: '/sign-in' }
      : { template: 'sign-in/sent.njk', title: words.sent.title, hideSignIn: true },
  forms: {
    enter: {
      fields: { code: codeBox(words.sent.code) },
      act: async ({ body }, _data, context) =>
        enter(
          context,
          await enterCode(signingInOf(context.parts), {
            browserSecret: context.cookies.read(browserCookie),
            code: codeOf(body),
          }),
        ),
    },
  },
});

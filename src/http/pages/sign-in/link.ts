import { lookAtLink, useLink } from '../../../commands/sign-in/enter';
import { definePage, type Acted } from '../frame/page';
import { browserCookie, enter } from './acted';
import { signInWords as words } from './words';

type LinkSeen =
  | { readonly state: 'over' }
  | { readonly state: 'elsewhere'; readonly email: string }
  | { readonly state: 'done'; readonly acted: Acted };

/** Takes the link that was mailed. */
export const linkPage = definePage<LinkSeen>({
  address: '/sign-in/link/:token',
  for: 'anyone',
  words,
  // In the browser that asked, opening the link is enough. Programs that check mail open it elsewhere, and press no button.
  load: async (context): Promise<LinkSeen> => {
    const link = context.params['token'] ?? '';
    const seen = await lookAtLink(context.parts.door.db, { link, browserSecret: context.cookies.read(browserCookie) });
    if (seen === undefined) return { state: 'over' };
    if (!seen.isSameBrowser) return { state: 'elsewhere', email: seen.email };
    return { state: 'done', acted: await enter(context, await useLink(context.parts.door.db, link)) };
  },
  show: (seen) => {
    if (seen.state === 'done' && 'goTo' in seen.acted) return { goTo: seen.acted.goTo };
    return {
      template: 'sign-in/link.njk',
      title: seen.state === 'elsewhere' ? words.link.title : words.link.over,
      hideSignIn: true,
      email: seen.state === 'elsewhere' ? seen.email : undefined,
    };
  },
  forms: {
    enter: {
      fields: {},
      act: async (_sent, seen, context) =>
        seen.state === 'done'
          ? seen.acted
          : enter(context, await useLink(context.parts.door.db, context.params['token'] ?? '')),
    },
  },
});

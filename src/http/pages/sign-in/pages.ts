import { toString as toQr } from 'qrcode';
import { z } from 'zod';
import { listOrganisationsOf, listSessions } from '../../../../db/queries/sessions';
import { askToSignIn } from '../../../commands/sign-in/ask';
import { enterCode, lookAtLink, useLink, type Entered } from '../../../commands/sign-in/enter';
import {
  beginSecondFactor,
  confirmSecondFactor,
  recoveryCodesLeft,
  renewRecoveryCodes,
  takeRecoveryCode,
  takeSecondFactor,
} from '../../../commands/sign-in/second-factor';
import { findVouched } from '../../../commands/sign-in/vouched';
import { chooseOrganisation, endSession, endSessions, noteShown, signOut } from '../../../commands/sign-in/sessions';
import { instantInWords, type Instant } from '../../../domain/calendar';
import { refuse, type Refusal } from '../../../domain/refusal';
import { emailedCode, isFresh, needsSecondFactor } from '../../../domain/signing-in';
import { refusalProblem } from '../../problems';
import { definePage, saying, type Acted, type Form, type Page, type PageContext } from '../frame/page';
import { callbackPath } from './provider';
import {
  forgetSession,
  keepSession,
  letIn,
  goesToOf,
  rememberGoesTo,
  sessionHashOf,
  signingInOf,
  takeGoesTo,
} from './session';
import { signInWords as words } from './words';

/** Binds an emailed code to the browser that asked for it. */
const browserCookie = 'grantpot_sign_in';
/** Recovery codes between their making and the page that shows them, sealed. */
const codesCookie = 'grantpot_recovery';
const fiveMinutes = 300;

const refused = (refusal: Refusal): Acted => ({ problem: refusalProblem(refusal) });

/** Lets in who has shown that a mail reached them, and leads on; what else is needed, their next page asks for. */
async function enter(context: PageContext, entered: Entered | Refusal): Promise<Acted> {
  if ('code' in entered) return refused(entered);
  const nobody = await letIn(context, { loginId: entered.loginId });
  if (nobody !== undefined) return refused(nobody);
  context.cookies.clear(browserCookie);
  takeGoesTo(context);
  return { goTo: entered.goesTo };
}

const codeBox = (label: string) => ({ kind: 'code', at: '/code', label, autocomplete: 'one-time-code' }) as const;
const codeOf = (body: Readonly<Record<string, unknown>>): string =>
  typeof body['code'] === 'string' ? body['code'] : '';
const address = z.email().max(254);

const signInPage = definePage({
  address: '/sign-in',
  for: 'anyone',
  words,
  show: (_data, context) => {
    if (context.visitor !== undefined) return { goTo: '/' };
    rememberGoesTo(context);
    const provider = context.parts.provider?.name;
    return { template: 'sign-in/sign-in.njk', title: words.signIn.title, hideSignIn: true, provider };
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

const sentPage = definePage({
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

type LinkSeen =
  | { readonly state: 'over' }
  | { readonly state: 'elsewhere'; readonly email: string }
  | { readonly state: 'done'; readonly acted: Acted };

const linkPage = definePage<LinkSeen>({
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

const choosePage = definePage({
  address: '/sign-in/choose',
  for: 'anyone',
  words,
  load: async (context) => {
    rememberGoesTo(context);
    return context.session === undefined ? [] : listOrganisationsOf(context.parts.reading.db, context.session.loginId);
  },
  show: (people, { session }) =>
    session === undefined
      ? { goTo: '/sign-in' }
      : {
          template: 'sign-in/choose.njk',
          title: words.choose.title,
          organisations: people.map(({ tenantId, name, organisation }) => ({
            id: tenantId,
            name: organisation.name,
            as: name,
          })),
        },
  forms: {
    choose: {
      fields: {},
      act: async ({ button }, people, context) => {
        if (context.session === undefined) return { goTo: '/sign-in' };
        // Any other id would be no id at all to the database.
        const wanted = people.find(({ tenantId }) => tenantId === button);
        if (wanted === undefined) return refused(refuse('ORGANISATION_NOT_YOURS'));
        const chosen = await chooseOrganisation(context.parts.door.db, sessionHashOf(context), wanted.tenantId);
        if ('code' in chosen) return refused(chosen);
        keepSession(context.cookies, chosen);
        return { goTo: takeGoesTo(context) };
      },
    },
  },
});

/** Whether a second factor is what keeps somebody out: only then is it set up, or entered, without more ado. */
const waitsForFactor = (session: PageContext['session']): session is NonNullable<typeof session> =>
  session?.secondFactorAt === null && needsSecondFactor(session.roles);

interface Factor {
  /** What is set up now; undefined where a code is to be entered. */
  readonly key: { readonly secret: string; readonly picture: string } | undefined;
}

async function keyOf({ parts, session }: PageContext): Promise<Factor['key']> {
  if (session === undefined) return undefined;
  const { secret, uri } = await beginSecondFactor(signingInOf(parts), session);
  const picture = await toQr(uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });
  return { secret: secret.replaceAll(/(.{4})(?=.)/g, '$1 '), picture };
}

/** Notes that a second factor was given: the session has a new id. @refusal SESSION_UNKNOWN */
async function noteGiven(context: PageContext): Promise<Refusal | undefined> {
  const opened = await noteShown(context.parts.door.db, sessionHashOf(context), { secondFactor: true });
  if (opened === undefined) return refuse('SESSION_UNKNOWN');
  keepSession(context.cookies, opened);
  return undefined;
}

/** Goes on where somebody wanted to go, once the second factor was given. */
async function given(context: PageContext): Promise<Acted> {
  const over = await noteGiven(context);
  return over === undefined ? { goTo: takeGoesTo(context) } : refused(over);
}

/** Leads to the page that shows new recovery codes this once; they wait in a sealed cookie. */
function keepCodes({ parts, cookies }: PageContext, codes: readonly string[]): void {
  cookies.set(codesCookie, parts.door.preparing.seal(codes.join(' ')), fiveMinutes);
}

const confirming: Form<Factor> = {
  fields: { code: codeBox(words.secondFactor.code) },
  act: async ({ body }, _data, context) => {
    const { session, parts } = context;
    if (session === undefined) return { goTo: '/sign-in' };
    const signingIn = signingInOf(parts);
    const done = await confirmSecondFactor(signingIn, { loginId: session.loginId, code: codeOf(body) });
    if ('code' in done) return refused(done);
    const over = await noteGiven(context);
    if (over !== undefined) return refused(over);
    keepCodes(context, done.recoveryCodes);
    return { goTo: '/sign-in/recovery-codes' };
  },
};

const secondFactorPage = definePage<Factor>({
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

const recoveryCodesPage = definePage({
  address: '/sign-in/recovery-codes',
  for: 'signed in',
  words,
  show: (_data, { cookies, parts }) => {
    const sealed = cookies.read(codesCookie);
    const codes = sealed === undefined ? undefined : opened(parts.reading.open, sealed);
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

/** Undefined for what was not sealed by us. */
function opened(open: (sealed: string) => string, sealed: string): string | undefined {
  try {
    return open(sealed);
  } catch {
    return undefined;
  }
}

const anotherAppPage = definePage<Factor>({
  address: '/account/app',
  for: 'signed in',
  words,
  // The key is a secret too: whoever finds a browser that was left open must not see it.
  load: async (context) => ({ key: isShownLately(context) ? await keyOf(context) : undefined }),
  show: ({ key }) => ({
    template: key === undefined ? 'sign-in/another-app.njk' : 'sign-in/set-up.njk',
    title: words.setUp.title,
    app: key,
    back: { to: '/account', words: words.account.title },
  }),
  forms: {
    begin: { fields: {}, needsFresh: true, act: () => Promise.resolve({ goTo: '/account/app' }) },
    confirm: { ...confirming, needsFresh: true },
  },
});

const isShownLately = ({ session }: PageContext): boolean =>
  session !== undefined && isFresh(session.reauthenticatedAt, session.now);

const signOutPage = definePage({
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

const accountPage = definePage({
  address: '/account',
  for: 'signed in',
  words,
  load: async ({ parts, session }) => {
    if (session === undefined) return undefined;
    const { loginId } = session;
    const [sessions, organisations, codesLeft] = await Promise.all([
      listSessions(parts.reading.db, loginId),
      listOrganisationsOf(parts.reading.db, loginId),
      recoveryCodesLeft(parts.door.db, loginId),
    ]);
    return { sessions, organisations, codesLeft, session };
  },
  show: ({ sessions, organisations, codesLeft, session }) => ({
    template: 'sign-in/account.njk',
    title: words.account.title,
    you: words.account.you(session.person?.name ?? '', session.email),
    hasApp: session.hasSecondFactor,
    codesLeft,
    canChange: organisations.length > 1,
    organisation: session.person?.organisation.name,
    sessions: sessions.map((one) => ({
      id: one.id,
      device: one.device,
      since: instantInWords(one.createdAt as Instant),
      seen: instantInWords(one.lastSeenAt as Instant),
      isThis: one.id === session.sessionId,
    })),
  }),
  forms: {
    end: {
      fields: {},
      act: async ({ button }, { sessions, session }, { parts }) => {
        const wanted = sessions.find(({ id }) => id === button);
        if (wanted === undefined) return refused(refuse('SESSION_UNKNOWN'));
        const over = await endSession(parts.door.db, { loginId: session.loginId, sessionId: wanted.id });
        return over === undefined ? { goTo: saying('/account', 'ended') } : refused(over);
      },
    },
    endOthers: {
      fields: {},
      act: async (_sent, { session }, { parts }) => {
        await endSessions(parts.door.db, { loginId: session.loginId, but: session.sessionId });
        return { goTo: saying('/account', 'endedOthers') };
      },
    },
    newCodes: {
      fields: {},
      needsFresh: true,
      act: async (_sent, { session }, context) => {
        if (!session.hasSecondFactor) return refused(refuse('SECOND_FACTOR_MISSING'));
        const { recoveryCodes } = await renewRecoveryCodes(context.parts.door.db, session.loginId);
        keepCodes(context, recoveryCodes);
        return { goTo: '/sign-in/recovery-codes' };
      },
    },
  },
});

/** What belongs to one going to the provider and coming back, sealed. */
const providerCookie = 'grantpot_provider';
const underwaySchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });

const toProviderPage = definePage<{ readonly goTo: string }>({
  address: '/sign-in/with-provider',
  for: 'anyone',
  words,
  load: async (context) => {
    const { provider, door } = context.parts;
    if (provider === undefined) return undefined;
    const { goTo, underway } = await provider.begin();
    context.cookies.set(providerCookie, door.preparing.seal(JSON.stringify(underway)), fiveMinutes);
    return { goTo };
  },
  show: ({ goTo }) => ({ goTo }),
});

/** Why somebody who comes back from the provider is not let in; undefined once they are. */
async function comeBack(context: PageContext): Promise<Refusal | undefined> {
  const { parts, cookies, query } = context;
  const sealed = cookies.read(providerCookie);
  cookies.clear(providerCookie);
  const kept = sealed === undefined ? undefined : opened(parts.reading.open, sealed);
  if (parts.provider === undefined || kept === undefined) return refuse('SIGN_IN_PROVIDER_FAILED');
  const underway = underwaySchema.parse(JSON.parse(kept));
  // Whatever is wrong with the answer, whoever brings it is not let in; the provider's words are not ours to show.
  const vouched = await parts.provider.finish(query, underway).catch(() => undefined);
  if (vouched === undefined) return refuse('SIGN_IN_PROVIDER_FAILED');
  const login = await findVouched(parts.door.db, vouched.email);
  if ('code' in login) return login;
  return letIn(context, { loginId: login.loginId, hasSecondFactor: vouched.hasSecondFactor });
}

const fromProviderPage = definePage<{ readonly refusal: Refusal | undefined; readonly goTo: string }>({
  address: callbackPath,
  for: 'anyone',
  words,
  load: async (context) => {
    const refusal = await comeBack(context);
    return { refusal, goTo: refusal === undefined ? takeGoesTo(context) : '/sign-in' };
  },
  show: ({ refusal, goTo }) =>
    refusal === undefined
      ? { goTo }
      : { template: 'sign-in/provider.njk', title: words.provider.title, lead: refusal.detail, hideSignIn: true },
});

/** The pages on which people sign in, and look after how they do. */
export const signInPages: readonly Page[] = [
  signInPage,
  sentPage,
  linkPage,
  choosePage,
  toProviderPage,
  fromProviderPage,
  secondFactorPage,
  recoveryCodesPage,
  signOutPage,
  accountPage,
  anotherAppPage,
];

import {
  addPasskey,
  beginPasskey,
  listPasskeys,
  removePasskey,
  renamePasskey,
  type PasskeyListed,
} from '../../../commands/sign-in/passkeys';
import { instantInWords, type Instant } from '../../../domain/calendar/calendar';
import { refuse } from '../../../domain/refusals/refusal';
import { deviceOf } from '../../../domain/people/signing-in';
import { definePage, saying, type Acted, type Form, type PageContext } from '../frame/page';

import { refused } from './acted';
import { isShownLately, noteGiven, waitsForFactor } from './factor';
import { hasPasskeys, passkeyAskingOf, passkeyBox, passkeyOf, readMade } from './passkey';
import { keepCodes } from './recovery-codes';
import { hasFactor } from './session';
import { signInWords as words } from './words';

const nameAtMost = 100;
const nameBox = {
  kind: 'text',
  at: '/name',
  label: words.passkey.name,
  hint: words.passkey.nameHint,
  width: 20,
} as const;

/** The name that was typed, or what is wrong with it. */
function nameIn(
  body: Readonly<Record<string, unknown>>,
): { readonly name: string } | Extract<Acted, { problems: unknown }> {
  const name = typeof body['name'] === 'string' ? body['name'] : '';
  const wrong = (code: string, detail: string) => ({ problems: [{ pointer: '/name', code, detail }] });
  if (name === '') return wrong('FIELD_MISSING', words.passkey.nameMissing);
  return name.length > nameAtMost ? wrong('NAME_TOO_LONG', words.passkey.nameTooLong) : { name };
}

interface Making {
  /** What the browser is told; undefined before somebody has shown that it is them. */
  readonly options: string | undefined;
}

async function optionsOf(context: PageContext): Promise<string | undefined> {
  const [asking, { session }] = [passkeyAskingOf(context), context];
  if (asking === undefined || session === undefined) return undefined;
  const name = session.person?.name ?? session.email;
  return beginPasskey(context.parts.door.db, { ...asking, email: session.email, name });
}

const adding: Form<Making> = {
  fields: { name: nameBox, passkey: passkeyBox(words.passkey.box) },
  initial: (_data, { userAgent }) => ({ name: deviceOf(userAgent) }),
  act: async ({ body }, _data, context) => {
    const named = nameIn(body);
    if ('problems' in named) return named;
    const [asking, answer] = [passkeyAskingOf(context), readMade(passkeyOf(body))];
    if (asking === undefined || answer === undefined) return refused(refuse('PASSKEY_WRONG'));
    const added = await addPasskey(context.parts.door.db, asking, { answer, name: named.name });
    if ('code' in added) return refused(added);
    const over = await noteGiven(context);
    if (over !== undefined) return refused(over);
    if (added.recoveryCodes === undefined) return { goTo: saying('/account', 'passkeyAdded') };
    keepCodes(context, added.recoveryCodes);
    return { goTo: '/sign-in/recovery-codes' };
  },
};

/** Whether somebody is to set up a second factor now, and may do so without more ado. */
const setsUp = ({ session }: PageContext): boolean => waitsForFactor(session) && !hasFactor(session);

/** Has staff who have no second factor yet set up a passkey. */
export const firstPasskeyPage = definePage<Making>({
  address: '/sign-in/passkey',
  for: 'anyone',
  words,
  load: async (context) => ({ options: setsUp(context) ? await optionsOf(context) : undefined }),
  show: ({ options }) =>
    options === undefined
      ? { goTo: '/' }
      : {
          template: 'sign-in/new-passkey.njk',
          title: words.passkey.setUpTitle,
          options,
          appAt: '/sign-in/second-factor',
        },
  forms: {
    add: {
      ...adding,
      act: async (sent, data, context) => (setsUp(context) ? adding.act(sent, data, context) : { goTo: '/' }),
    },
  },
});

/** Adds a passkey to an account. */
export const newPasskeyPage = definePage<Making>({
  address: '/account/passkeys/new',
  for: 'signed in',
  words,
  // Whoever finds a browser that was left open must not add a key of their own.
  load: async (context) =>
    hasPasskeys(context) ? { options: isShownLately(context) ? await optionsOf(context) : undefined } : undefined,
  show: ({ options }) => ({
    template: 'sign-in/new-passkey.njk',
    title: words.passkey.title,
    options,
    back: { to: '/account', words: words.account.title },
  }),
  forms: {
    begin: { fields: {}, needsFresh: true, act: () => Promise.resolve({ goTo: '/account/passkeys/new' }) },
    add: { ...adding, needsFresh: true },
  },
});

/** A passkey's line of when it was added, and last used. */
export const passkeyInWords = ({ createdAt, lastUsedAt }: PasskeyListed) => ({
  added: words.passkey.added(instantInWords(createdAt as Instant)),
  used: lastUsedAt === null ? words.passkey.notUsed : words.passkey.used(instantInWords(lastUsedAt as Instant)),
});

interface One {
  readonly passkey: PasskeyListed;
  readonly loginId: string;
  readonly isLast: boolean;
}

/** One passkey of an account: its name, and taking it off. */
export const onePasskeyPage = definePage<One>({
  address: '/account/passkeys/:id',
  for: 'signed in',
  words,
  load: async ({ parts, session, params }) => {
    if (session === undefined) return undefined;
    const held = await listPasskeys(parts.reading.db, session.loginId);
    const passkey = held.find(({ id }) => id === params['id']);
    return passkey && { passkey, loginId: session.loginId, isLast: held.length === 1 && !session.hasApp };
  },
  show: ({ passkey }) => ({
    template: 'sign-in/one-passkey.njk',
    title: passkey.name,
    ...passkeyInWords(passkey),
    back: { to: '/account', words: words.account.title },
  }),
  forms: {
    rename: {
      fields: { name: nameBox },
      initial: ({ passkey }) => ({ name: passkey.name }),
      act: async ({ body }, { passkey, loginId }, { parts }) => {
        const named = nameIn(body);
        if ('problems' in named) return named;
        const gone = await renamePasskey(parts.door.db, { loginId, passkeyId: passkey.id, name: named.name });
        return gone === undefined ? { goTo: saying('/account', 'passkeyRenamed') } : refused(gone);
      },
    },
    remove: {
      fields: {},
      needsFresh: true,
      refusal: ({ isLast }) => (isLast ? refuse('PASSKEY_LAST') : undefined),
      act: async (_sent, { passkey, loginId }, { parts }) => {
        const kept = await removePasskey(parts.door.db, { loginId, passkeyId: passkey.id });
        return kept === undefined ? { goTo: saying('/account', 'passkeyRemoved') } : refused(kept);
      },
    },
  },
});

import { countOrganisationsOf, listSessions } from '../../../../db/queries/people/sessions';
import { recoveryCodesLeft, renewRecoveryCodes } from '../../../commands/sign-in/second-factor';
import { listPasskeys } from '../../../commands/sign-in/passkeys';
import { endSession, endSessions } from '../../../commands/sign-in/sessions';
import { instantInWords, type Instant } from '../../../domain/calendar/calendar';
import { refuse } from '../../../domain/refusals/refusal';
import { needsSecondFactor } from '../../../domain/people/signing-in';
import { definePage, saying } from '../frame/page';
import { refused } from './acted';
import { hasPasskeys, passkeysElsewhere } from './passkey';
import { passkeyInWords } from './passkeys';
import { keepCodes } from './recovery-codes';
import { hasFactor } from './session';
import { signInWords as words } from './words';

/** Who somebody is here, where they are signed in, and how. */
export const accountPage = definePage({
  address: '/account',
  for: 'signed in',
  words,
  load: async ({ parts, session }) => {
    if (session === undefined) return undefined;
    const { loginId } = session;
    const [sessions, organisations, codesLeft, passkeys] = await Promise.all([
      listSessions(parts.reading.db, loginId),
      countOrganisationsOf(parts.reading.db, loginId),
      recoveryCodesLeft(parts.door.db, loginId),
      listPasskeys(parts.reading.db, loginId),
    ]);
    return { sessions, organisations, codesLeft, passkeys, session };
  },
  show: ({ sessions, organisations, codesLeft, passkeys, session }, context) => ({
    template: 'sign-in/account.njk',
    title: words.account.title,
    you: words.account.you(session.person?.name ?? '', session.email),
    hasApp: session.hasApp,
    needsFactor: needsSecondFactor(session.roles),
    hasFactor: hasFactor(session),
    hasPasskeys: hasPasskeys(context),
    passkeysAt: passkeysElsewhere(context),
    passkeys: passkeys.map((one) => ({ id: one.id, name: one.name, ...passkeyInWords(one) })),
    codesLeft,
    canChange: organisations > 1,
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
        if (!hasFactor(session)) return refused(refuse('SECOND_FACTOR_MISSING'));
        const { recoveryCodes } = await renewRecoveryCodes(context.parts.door.db, session.loginId);
        keepCodes(context, recoveryCodes);
        return { goTo: '/sign-in/recovery-codes' };
      },
    },
  },
});

import type { MailTemplate } from '../../../contracts/mail-templates';
import { by, counted, hasSome, pot, reason, type Letter, type Template } from '../letter';

const round = ({ round: named }: Letter): string => (named === null ? 'the round' : `the round "${named.name}"`);

/** A role with its article: `a grants officer`. */
function role({ facts }: Letter): string {
  const name = typeof facts['role'] === 'string' ? facts['role'].replaceAll('_', ' ') : 'somebody who works with it';
  return name.startsWith('somebody') ? name : `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** Where a meeting is, or how one joins it; nothing where nobody said. */
const where = ({ meeting, facts }: Letter): string =>
  meeting?.place == null ? '' : `${facts['online'] === true ? 'How to join' : 'Where'}: ${meeting.place}`;

/** What was handed over, in words: `3 grants, 1 pot`. */
function handedOver(letter: Letter): string {
  return (
    [
      ['grants', 'application or grant', 'applications and grants'],
      ['purchases', 'purchase', 'purchases'],
      ['paymentRuns', 'payment run', 'payment runs'],
      ['rounds', 'round', 'rounds'],
      ['pots', 'pot', 'pots'],
      ['funds', 'fund', 'funds'],
    ] as const
  )
    .filter(([fact]) => Number(letter.facts[fact] ?? 0) > 0)
    .map(([fact, one, several]) => counted(letter, fact, one, several))
    .join(', ');
}

/** Mails about rounds, meetings and people. */
export const roundTemplates = {
  'round-opened': {
    subject: (letter) => `${pot(letter)} takes applications`,
    body: (letter) => [`${round(letter)} of ${pot(letter)} is open.`, by(letter, 'closesAt', 'It closes at')],
  },
  'round-closed': {
    subject: (letter) => `${pot(letter)} takes no more applications`,
    body: (letter) => [
      `${round(letter)} of ${pot(letter)} is closed.`,
      by(letter, 'decideBy', 'All its applications should be decided by'),
    ],
  },
  'round-cancelled': {
    subject: (letter) => `${pot(letter)}: a round is cancelled`,
    body: (letter) => [
      `${round(letter)} of ${pot(letter)}, for which you have an application, is cancelled.`,
      reason(letter, 'This is why:'),
      'What you have sent can still be decided, and a draft is kept. Write to us if you are not sure what to do.',
    ],
  },
  'round-decision-due': {
    subject: (letter) => `${pot(letter)}: decisions are due`,
    body: (letter) => [
      `The day has come by which ${counted(letter, 'undecided', 'application', 'applications')} of ${round(letter)} should have been decided.`,
    ],
  },
  'round-reassigned': {
    subject: () => 'A round is yours to look after',
    body: (letter) => [`${round(letter)} of ${pot(letter)} was given to you to look after.`],
  },
  'meeting-planned': {
    subject: (letter) => `The panel of ${pot(letter)} meets`,
    body: (letter) => [
      by(letter, 'startsAt', `The panel of ${pot(letter)} meets at`),
      where(letter),
      'Look at the applications beforehand. If you are connected to one of the groups, or know them, please say so.',
    ],
  },
  'meeting-moved': {
    subject: (letter) => `The meeting of the panel of ${pot(letter)} has moved`,
    body: (letter) => [
      by(letter, 'startsAt', `The panel of ${pot(letter)} now meets at`),
      letter.facts['wasAt'] === letter.facts['startsAt'] ? '' : by(letter, 'wasAt', 'It was to meet at'),
      where(letter),
      reason(letter, 'This is why:'),
      'Its page has a file for your calendar, which takes the place of the one before.',
    ],
  },
  'meeting-called-off': {
    subject: (letter) => `The meeting of the panel of ${pot(letter)} is called off`,
    body: (letter) => [
      by(letter, 'startsAt', `The panel of ${pot(letter)} does not meet at`),
      reason(letter, 'This is why:'),
      hasSome(letter, 'waiting')
        ? `${counted(letter, 'waiting', 'application waits', 'applications wait')} for the next meeting.`
        : '',
      typeof letter.facts['nextAt'] === 'string'
        ? by(letter, 'nextAt', 'The next one is at')
        : 'No other meeting is planned yet.',
    ],
  },
  // Where it says which letter, that letter is put together in its place.
  'letter-tried': {
    subject: () => 'A letter to try',
    body: () => ['You asked for a letter of a pot as groups get it. It is not there any more.'],
    path: '/pots',
  },
  'token-issued': {
    subject: () => 'Somebody let you in by a token',
    body: () => [
      'A token was issued with which programs can act in your name. If you did not expect this, tell your administrator at once.',
    ],
  },
  'second-factor-reset': {
    subject: () => 'Your app and passkeys were taken off your account',
    body: (letter) => [
      `An administrator of ${letter.organisation} has taken the app for codes and all passkeys off your account, and signed you out everywhere.`,
      'When you sign in next, set up an app or a passkey again. If you did not ask for this, tell your organisation at once.',
    ],
    path: '/sign-in',
  },
  invitation: {
    subject: (letter) => `${letter.organisation} invites you to Grantpot`,
    body: (letter) => [
      `${letter.organisation} works with Grantpot, and has added you as ${role(letter)}.`,
      'Sign in with this email address. You need no password: we send you a code each time.',
    ],
    path: '/sign-in',
  },
  'role-given': {
    subject: () => 'You can do more in Grantpot now',
    body: (letter) => [`${letter.organisation} has added you as ${role(letter)}. You see it when you sign in.`],
    path: '/sign-in',
  },
  'handed-over': {
    subject: () => 'You have taken over from a colleague',
    body: (letter) => [
      'A colleague has left, and what they looked after is yours now.',
      `That is ${handedOver(letter) || 'all that they had'}.`,
    ],
    path: '/',
  },
} as const satisfies Partial<Record<MailTemplate, Template>>;

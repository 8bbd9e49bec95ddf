import type { MailTemplate } from '../../../contracts/mail-templates';
import { by, counted, pot, reason, type Letter, type Template } from '../letter';

const round = ({ round: named }: Letter): string => (named === null ? 'the round' : `the round "${named.name}"`);

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
      letter.meeting?.place == null
        ? ''
        : `${letter.facts['online'] === true ? 'How to join' : 'Where'}: ${letter.meeting.place}`,
      'Look at the applications beforehand. If you are connected to one of the groups, or know them, please say so.',
    ],
  },
  'token-issued': {
    subject: () => 'Somebody let you in by a token',
    body: () => [
      'A token was issued with which programs can act in your name. If you did not expect this, tell your administrator at once.',
    ],
  },
} as const satisfies Partial<Record<MailTemplate, Template>>;

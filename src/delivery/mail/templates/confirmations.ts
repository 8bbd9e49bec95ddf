import type { MailTemplate } from '../../../contracts/mail-templates';
import { group, pot, type Letter, type Template } from '../letter';

const toLink = (_letter: Letter, token: string): string => `/confirmations/${token}`;
const once =
  'Please open the page below and tell us whether that is right. The link works once, and only for you: do not pass it on.';

/** Mails by which somebody without an account is asked to confirm something. */
export const confirmationTemplates = {
  'confirm-second-contact': {
    subject: (letter) => `Are you the second contact of ${group(letter)}?`,
    body: (letter) => [
      `${group(letter)} has applied to ${pot(letter)}, and has named you as the person to ask when its first contact is away.`,
      once,
    ],
    path: toLink,
  },
  'confirm-host': {
    subject: (letter) => `Do you receive money for ${group(letter)}?`,
    body: (letter) => [
      `${group(letter)} has applied to ${pot(letter)}. It has no bank account, and says that your organisation would receive the money for it and pass it on.`,
      'If you say yes, and nobody of your organisation signs in with us yet, you sign in with this email address to give its bank details.',
      once,
    ],
    path: toLink,
  },
  'confirm-application': {
    subject: (letter) => `The application that we wrote down for ${group(letter)}`,
    body: (letter) => [
      `You told us what ${group(letter)} asks of ${pot(letter)}, and we have written it down for you. Before it can be decided we need to know that this is right.`,
      'If you say yes, you act for the group with us from then on: we write to you what we ask and what is decided, and you sign in with this email address.',
      once,
    ],
    path: toLink,
  },
  'acts-for-group': {
    subject: (letter) => `You act for ${group(letter)}`,
    body: (letter) => [
      `You have told us that what we wrote down for ${group(letter)} is right. From now on we write to you about it: what we ask, and what is decided about ${pot(letter)}.`,
      'Sign in with this email address. You need no password: we send you a code. There you see where the application is, and can accept an offer.',
      'An offer is accepted by members of the committee. You can ask another member to accept it with you once there is one.',
    ],
  },
  'acts-for-host': {
    subject: (letter) => `You receive money for ${group(letter)}`,
    body: (letter) => [
      `You have told us that your organisation receives money for ${group(letter)} and passes it on.`,
      `If ${pot(letter)} gives it a grant, we pay your organisation, so we need its bank details. You give them on the page below, now or when we ask for them.`,
      'Sign in with this email address. You need no password: we send you a code.',
    ],
    path: '/receiving',
  },
  'confirmation-denied': {
    subject: (letter) => `Somebody of ${group(letter)} says that something is wrong`,
    body: (letter) => [
      letter.facts['kind'] === 'host'
        ? `The organisation that ${group(letter)} named to receive the money says that it does not.`
        : `Somebody whom we asked to confirm something about the application of ${group(letter)} says that it is not right.`,
      'Please find out what is the matter before the application goes on.',
    ],
  },
} as const satisfies Partial<Record<MailTemplate, Template>>;

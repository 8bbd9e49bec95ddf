import type { MailTemplate } from '../../../contracts/mail-templates';
import { by, pot, type Letter, type Template } from '../letter';

const whatOf = (letter: Letter): string => (letter.pot === null ? `grants from ${letter.organisation}` : pot(letter));

/** Mails to whoever wants to hear when a pot opens. */
export const announcementTemplates = {
  'announcements-confirm': {
    subject: () => 'Please confirm that you want to hear from us',
    body: (letter) => [
      `Somebody, we hope you, has asked us to write to this address when ${whatOf(letter)} can be applied for.`,
      'To confirm it, open this page within seven days. If it was not you, you need do nothing: we will not write again.',
    ],
    path: (_letter, token) => `/announcements/${token}`,
  },
  'pot-takes-applications': {
    subject: (letter) => `${pot(letter)} takes applications`,
    body: (letter) => [
      `You can now apply to ${pot(letter)}.`,
      by(letter, 'closesAt', 'It takes applications until'),
      'The page below says who can apply, for what, and what we will ask for.',
    ],
    path: ({ slug, facts: { potId } }) => (typeof potId === 'string' ? `/o/${slug}/pots/${potId}` : `/o/${slug}`),
    toMany: true,
  },
  'confirm-registration': {
    subject: (letter) => `Go on with ${pot(letter)}`,
    body: (letter) => [
      `Somebody, we hope you, wants to ask ${letter.organisation} for a grant, and gave this address.`,
      'To go on, open this page within seven days. If it was not you, you need do nothing: we keep nothing, and will not write again.',
    ],
    path: (_letter, token) => `/register/${token}`,
  },
} as const satisfies Partial<Record<MailTemplate, Template>>;

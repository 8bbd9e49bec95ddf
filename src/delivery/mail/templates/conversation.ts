import type { MailTemplate } from '../../../contracts/mail-templates';
import { group, type Template } from '../letter';

/** Mails about messages. What was written is on the page, and not in a mail that anybody may forward. */
export const conversationTemplates = {
  'message-for-group': {
    answered: true,
    subject: () => 'A message about your application or grant',
    body: (letter) => [
      `${letter.organisation} has written to ${group(letter)}.`,
      'You can read the message on the page below, and answer it there.',
    ],
  },
  'message-for-staff': {
    answered: true,
    subject: (letter) => `A message from ${group(letter)}`,
    body: (letter) => [
      `${group(letter)} has written to us. You can read the message on the page below, and answer it there.`,
    ],
  },
} as const satisfies Partial<Record<MailTemplate, Template>>;

import type { ClaimedMail } from '../../../db/queries/outbox';
import type { MailTemplate } from '../../contracts/mail-templates';
import type { Letter, Template } from './letter';
import { applicationTemplates } from './templates/applications';
import { conversationTemplates } from './templates/conversation';
import { grantTemplates } from './templates/grants';
import { moneyTemplates } from './templates/money';
import { roundTemplates } from './templates/rounds';

/** The words of every mail. */
const templates: Readonly<Record<MailTemplate, Template>> = {
  ...applicationTemplates,
  ...grantTemplates,
  ...conversationTemplates,
  ...moneyTemplates,
  ...roundTemplates,
};

/** A mail in words. */
export interface Rendered {
  readonly subject: string;
  readonly text: string;
}

/** The pages that there are of what mails are about; whatever has none leads to the start. */
const pages: Readonly<Record<string, string>> = { grant: 'grants' };

/** Puts a mail together: salutation, what there is to say, where to look, who it is from. @throws Error for a template that there is none of */
export function render(mail: ClaimedMail, publicUrl: string): Rendered {
  const template = Object.hasOwn(templates, mail.template) ? templates[mail.template as MailTemplate] : undefined;
  if (template === undefined) throw new Error(`no mail is called ${mail.template}`);
  const page = pages[mail.subjectType];
  const path = template.path ?? (page === undefined ? '' : `/${page}/${mail.subjectId}`);
  const paragraphs = [
    `Dear ${mail.recipient.name},`,
    ...template.body(mail).filter((words) => words !== ''),
    `${publicUrl}${path}`,
    mail.organisation,
  ];
  return { subject: titled(mail, template.subject(mail)), text: `${paragraphs.map(sentence).join('\n\n')}\n` };
}

/** The reference first, so that a mailbox keeps one application's mails together. */
function titled({ grant }: Letter, subject: string): string {
  return grant?.reference == null ? sentence(subject) : `${grant.reference}: ${sentence(subject)}`;
}

const sentence = (words: string): string =>
  words.startsWith('http') ? words : words.charAt(0).toUpperCase() + words.slice(1);

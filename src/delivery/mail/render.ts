import type { ClaimedMail } from '../../../db/queries/messages/outbox';
import { isLetter, type LetterName, type Wording } from '../../contracts/letters';
import { linkToken, type Sign } from '../../contracts/link-token';
import type { MailTemplate } from '../../contracts/mail-templates';
import type { Letter, Template } from './letter';
import { replyLocalPart } from './reply-address';
import { inOwnWords, usualWording } from './wording';
import { announcementTemplates } from './templates/announcements';
import { applicationTemplates } from './templates/applications';
import { confirmationTemplates } from './templates/confirmations';
import { conversationTemplates } from './templates/conversation';
import { grantTemplates } from './templates/grants';
import { moneyTemplates } from './templates/money';
import { paperTemplates } from './templates/papers';
import { roundTemplates } from './templates/rounds';

/** The words of every mail. */
const templates: Readonly<Record<MailTemplate, Template>> = {
  ...announcementTemplates,
  ...applicationTemplates,
  ...grantTemplates,
  ...confirmationTemplates,
  ...conversationTemplates,
  ...moneyTemplates,
  ...roundTemplates,
};

/** A mail in words. */
export interface Rendered {
  readonly subject: string;
  readonly text: string;
  /** Where a post, without anything else, leaves the list that it was sent to (RFC 8058). */
  readonly leave?: string;
  /** Where an answer goes, for a mail that is answered by mail. */
  readonly replyTo?: string;
}

/** Where answers by mail come in, for a mail of one tenant. */
export interface Answering {
  readonly tenantId: string;
  readonly domain: string;
}

/** The pages that there are of what mails are about; whatever has none leads to the start. */
const pages: Readonly<Record<string, string>> = { grant: 'grants', purchase: 'purchases' };

/** Puts a mail together: salutation, what there is to say, where to look, who it is from. @throws Error for a template that there is none of */
export function render(mail: ClaimedMail, publicUrl: string, sign: Sign, answering?: Answering): Rendered {
  const letter = mail.template === 'letter-tried' && isLetter(mail.facts['letter']) ? mail.facts['letter'] : undefined;
  if (letter !== undefined) return renderTried(mail, letter, publicUrl);
  const template: Template | undefined = Object.hasOwn(templates, mail.template)
    ? templates[mail.template as MailTemplate]
    : undefined;
  if (template === undefined) throw new Error(`no mail is called ${mail.template}`);
  const said = wordsOf(mail, template, mail.template);
  const token = mail.link === null ? '' : linkToken(sign, mail.link.purpose, mail.link);
  const leave = `${publicUrl}/announcements/${token}/leave`;
  const replyTo =
    answering === undefined || template.answered !== true
      ? undefined
      : `${replyLocalPart(sign, { tenantId: answering.tenantId, id: mail.id })}@${answering.domain}`;
  const paragraphs = [
    mail.recipient.name === '' ? 'Hello,' : `Dear ${mail.recipient.name},`,
    ...said.body,
    ...(replyTo === undefined ? [] : ['You can also answer by replying to this email. Please send no files with it.']),
    `${publicUrl}${addressOf(mail, template, token)}`,
    mail.organisation,
    ...(template.toMany === true
      ? ['You get this because you asked to hear of it. To leave the list, open this page:', leave]
      : []),
  ];
  return {
    subject: titled(mail, said.subject),
    text: `${paragraphs.map(sentence).join('\n\n')}\n`,
    ...(template.toMany === true ? { leave } : {}),
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}

/** What a letter says: in the pot's own words where it has some, and only to groups; what is for staff or providers is in ours. */
function wordsOf(mail: Pick<ClaimedMail, 'wording'> & Letter, template: Template, name: string) {
  if (mail.wording !== null && isLetter(name) && mail.recipient.isOfParty && mail.purchase === null)
    return inOwnWords(mail, template, mail.wording);
  return { subject: template.subject(mail), body: template.body(mail).filter((words) => words !== '') };
}

/** A letter as a group of the pot would get it, sent to whoever words it. */
function renderTried(mail: ClaimedMail, name: LetterName, publicUrl: string): Rendered {
  const { subject, paragraphs } = letterAs(mail, name);
  const text = [...paragraphs, `${publicUrl}/pots/${mail.subjectId}/letters/${name}`, mail.organisation];
  return { subject: `Test: ${subject}`, text: `${text.join('\n\n')}\n` };
}

/** The usual words of every letter that a pot can word: of mails to groups, and of letters on paper. */
const letterTemplates: Readonly<Record<LetterName, Template>> = { ...templates, ...paperTemplates };

/** The usual wording of a letter, with placeholders where its facts go. */
export const usualWordingOf = (name: LetterName): Wording => usualWording(letterTemplates[name]);

/** Stands where a letter says what somebody wrote, while it is only looked at. */
const exampleReason = 'Here stands what was written at the time.';

/** A letter as its group would read it: what comes before the link. */
export function letterAs(
  letter: Pick<ClaimedMail, 'wording'> & Letter,
  name: LetterName,
): { readonly subject: string; readonly paragraphs: readonly string[] } {
  const toGroup = {
    ...letter,
    reason: letter.reason ?? exampleReason,
    recipient: { ...letter.recipient, isOfParty: true },
    purchase: null,
  };
  const { subject, body } = wordsOf(toGroup, letterTemplates[name], name);
  return { subject: titled(toGroup, subject), paragraphs: [`Dear ${letter.recipient.name},`, ...body].map(sentence) };
}

/** The page that a mail's link leads to. */
function addressOf(mail: ClaimedMail, { path }: Template, token: string): string {
  if (mail.link?.purpose === 'order') return `/orders/${token}`;
  if (path !== undefined) return typeof path === 'string' ? path : path(mail, token);
  const page = pages[mail.subjectType];
  return page === undefined ? '' : `/${page}/${mail.subjectId}`;
}

/** The reference first, so that a mailbox keeps one application's mails together. */
function titled({ grant }: Letter, subject: string): string {
  return grant?.reference == null ? sentence(subject) : `${grant.reference}: ${sentence(subject)}`;
}

const sentence = (words: string): string =>
  words.startsWith('http') ? words : words.charAt(0).toUpperCase() + words.slice(1);

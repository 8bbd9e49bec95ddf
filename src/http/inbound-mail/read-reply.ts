import EmailReplyParser from 'email-reply-parser';
import { simpleParser, type HeaderValue, type ParsedMail } from 'mailparser';

/** What a mail that came in holds for a thread of messages. */
export type ReadReply =
  | { readonly kind: 'reply'; readonly from: string; readonly text: string; readonly messageId: string | undefined }
  /** By a machine: nobody wrote it, and an answer to it could go round for ever (RFC 3834). */
  | { readonly kind: 'automatic' }
  | { readonly kind: 'refused'; readonly why: 'FILES' | 'EMPTY' | 'UNREADABLE' };

/** Reads a mail as it came: what its writer wrote anew, without what they quote and their signature. */
export async function readReply(source: Buffer): Promise<ReadReply> {
  const mail = await simpleParser(source, { skipImageLinks: true }).catch(() => undefined);
  if (mail === undefined) return { kind: 'refused', why: 'UNREADABLE' };
  if (isAutomatic(mail)) return { kind: 'automatic' };
  // Pictures of a signature belong to the text, and are left out with it.
  if (mail.attachments.some(({ related }) => !related)) return { kind: 'refused', why: 'FILES' };
  const from = mail.from?.value.length === 1 ? mail.from.value[0]?.address : undefined;
  if (from === undefined) return { kind: 'refused', why: 'UNREADABLE' };
  const text = new EmailReplyParser()
    .read(mail.text ?? '')
    .getVisibleText()
    .trim();
  return text === ''
    ? { kind: 'refused', why: 'EMPTY' }
    : { kind: 'reply', from: from.toLowerCase(), text, messageId: mail.messageId };
}

function isAutomatic({ headers }: ParsedMail): boolean {
  const said = (name: string): string => wordsOf(headers.get(name)).toLowerCase();
  const submitted = said('auto-submitted');
  return (
    (submitted !== '' && submitted !== 'no') ||
    ['bulk', 'junk', 'list', 'auto_reply'].includes(said('precedence')) ||
    ['list', 'list-id', 'x-autoreply', 'x-autorespond', 'x-loop'].some((name) => headers.has(name)) ||
    said('content-type') === 'multipart/report'
  );
}

/** A header's first word or value, whatever shape it was parsed into. */
function wordsOf(value: HeaderValue | undefined): string {
  if (typeof value === 'string') return value.split(';')[0]?.trim() ?? '';
  return typeof value === 'object' && 'value' in value && typeof value.value === 'string' ? value.value : '';
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A mail in the folder, as a list has it. */
export interface FiledMail {
  /** The name of its file. */
  readonly name: string;
  readonly to: string;
  readonly subject: string;
  readonly date: string;
}

/** A mail in the folder with its words. */
export interface ReadMail extends FiledMail {
  readonly text: string;
}

const fileName = /^[0-9a-f-]{36}\.eml$/;

/** Which of the mails somebody wants to see. */
export interface MailsSought {
  /** What stands in the name or the address of whom they are to. */
  readonly to?: string | undefined;
  readonly atMost?: number;
}

/** The mails that became files, the last asked for first. */
export async function listMail(
  mailDirectory: string,
  { to = '', atMost = Infinity }: MailsSought = {},
): Promise<readonly FiledMail[]> {
  const names = (await readdir(mailDirectory).catch(() => [])).filter((name) => fileName.test(name));
  const found: FiledMail[] = [];
  for (const name of names.toSorted().toReversed()) {
    const mail = await readMail(mailDirectory, name);
    if (mail?.to.toLowerCase().includes(to.toLowerCase()) !== true) continue;
    found.push({ name: mail.name, to: mail.to, subject: mail.subject, date: mail.date });
    if (found.length >= atMost) break;
  }
  return found;
}

/** One mail that became a file. Undefined for a name that is none of ours. */
export async function readMail(mailDirectory: string, name: string): Promise<ReadMail | undefined> {
  if (!fileName.test(name)) return undefined;
  const bytes = await readFile(join(mailDirectory, name), 'latin1').catch(() => undefined);
  if (bytes === undefined) return undefined;
  const [head = '', ...rest] = bytes.split('\r\n\r\n');
  const header = headersOf(head);
  return {
    name,
    to: decodeWords(header('to')),
    subject: decodeWords(header('subject')),
    date: header('date'),
    text: decodeBody(rest.join('\r\n\r\n'), header('content-transfer-encoding')).replaceAll('\r\n', '\n'),
  };
}

function headersOf(head: string): (name: string) => string {
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  return (name) =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? '';
}

/** Words of a header that are not plain letters (RFC 2047); the space between two of them is none. */
function decodeWords(value: string): string {
  return value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, how: string, words: string) =>
      how.toLowerCase() === 'b' ? Buffer.from(words, 'base64').toString('utf8') : unquote(words.replaceAll('_', ' ')),
    );
}

function decodeBody(body: string, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8');
    case 'quoted-printable':
      return unquote(body.replaceAll(/=\r\n/g, ''));
    default:
      return Buffer.from(body, 'latin1').toString('utf8');
  }
}

/** `=C2=A3` is a pound sign. */
function unquote(text: string): string {
  const bytes = text.replaceAll(/=([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

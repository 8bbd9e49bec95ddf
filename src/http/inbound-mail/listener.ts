import { createHash } from 'node:crypto';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { findReplier, type Replier } from '../../../db/queries/messages/replies';
import { readReplyLocalPart, type AnswerableMail } from '../../delivery/mail/reply-address';
import type { Sign } from '../../contracts/link-token';
import { commandRoutes } from '../api/command-routes';
import { performCommand, type CommandDoor } from '../perform-command';
import { readReply } from './read-reply';
import { inboundMailWords as words } from './words';

/** What the listener for answers by mail needs. */
export interface InboundMail {
  readonly door: CommandDoor;
  /** What reply addresses are signed with. */
  readonly sign: Sign;
  /** What stands behind the @ of reply addresses. */
  readonly domain: string;
  /** Told what came of each mail: a code, and no words or addresses. */
  readonly onMail: (came: { readonly outcome: string; readonly error?: unknown }) => void;
}

/** A mail of words is far smaller. */
const bytesAtMost = 1_000_000;
const clientsAtMost = 20;
const silenceMs = 60_000;
const closesWithinMs = 5_000;

/** Why a mail is not taken, with its SMTP code (RFC 5321, section 4.2). */
class NotTaken extends Error {
  constructor(
    readonly responseCode: 451 | 452 | 550 | 552,
    readonly outcome: string,
    words: string,
  ) {
    super(words);
  }
}

/**
 * Takes answers to mails about messages, by SMTP from the organisation's own mail server: whoever an address was made for writes to the thread by the
 * same command as on the page. Whatever it does not take it refuses while the sender is still there, so that it never mails anybody itself.
 */
export function createInboundMail({ door, sign, domain, onMail }: InboundMail): SMTPServer {
  const answered = (address: string): AnswerableMail | undefined => {
    const at = address.lastIndexOf('@');
    if (address.slice(at + 1).toLowerCase() !== domain.toLowerCase()) return undefined;
    return readReplyLocalPart(sign, address.slice(0, at));
  };
  const replierOf = async (address: string): Promise<(AnswerableMail & { readonly by: Replier }) | undefined> => {
    const mail = answered(address);
    const by = mail === undefined ? undefined : await findReplier(door.db, mail);
    return mail === undefined || by === undefined ? undefined : { ...mail, by };
  };

  const taken = async (stream: SMTPServerDataStream, { envelope }: SMTPServerSession): Promise<string> => {
    const source = await wholeOf(stream);
    if (source === undefined) throw new NotTaken(552, 'too large', words.large);
    const mail = await replierOf(envelope.rcptTo[0]?.address ?? '');
    if (mail === undefined) throw new NotTaken(550, 'unknown address', words.unknown);
    // What comes from nobody is a report of something that was not delivered.
    if (envelope.mailFrom === false || envelope.mailFrom.address === '') return 'automatic';
    const read = await readReply(source);
    if (read.kind === 'automatic') return 'automatic';
    if (read.kind === 'refused') throw new NotTaken(550, read.why.toLowerCase(), words[read.why]);
    if (read.from !== mail.by.email?.toLowerCase()) throw new NotTaken(550, 'another sender', words.sender);
    await write(door, mail, read.text, read.messageId ?? source);
    return 'taken';
  };

  return new SMTPServer({
    name: domain,
    banner: 'Grantpot',
    // It stands behind a mail server of the organisation's, on a network of theirs.
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: bytesAtMost,
    maxClients: clientsAtMost,
    socketTimeout: silenceMs,
    disableReverseLookup: true,
    closeTimeout: closesWithinMs,
    onRcptTo: ({ address }, { envelope }, answer) => {
      if (envelope.rcptTo.length > 0) {
        answer(new NotTaken(452, 'several addresses', words.one));
        return;
      }
      replierOf(address).then(
        (mail) => {
          if (mail === undefined) onMail({ outcome: 'unknown address' });
          answer(mail === undefined ? new NotTaken(550, 'unknown address', words.unknown) : null);
        },
        (error: unknown) => {
          onMail({ outcome: 'later', error });
          answer(new NotTaken(451, 'later', words.later));
        },
      );
    },
    onData: (stream, session, answer) => {
      taken(stream, session).then(
        (outcome) => {
          onMail({ outcome });
          answer(null);
        },
        (error: unknown) => {
          const known = error instanceof NotTaken ? error : new NotTaken(451, 'later', words.later);
          onMail(known === error ? { outcome: known.outcome } : { outcome: known.outcome, error });
          answer(known);
        },
      );
    },
  });
}

/** Writes in the thread as whom the mail went to. The same mail twice is one message. */
async function write(
  door: CommandDoor,
  { tenantId, by: { personId, roles, grantId } }: AnswerableMail & { readonly by: Replier },
  text: string,
  of: string | Buffer,
): Promise<void> {
  const route = commandRoutes.find(({ command }) => command === 'sendMessage');
  if (route === undefined) throw new Error('there is no route to send a message');
  const idempotencyKey = `mail:${createHash('sha256').update(of).digest('hex')}`;
  const sender = { tenantId, personId, roles };
  const { problem } = await performCommand(door, route, undefined, sender, {
    subjectId: grantId,
    idempotencyKey,
    body: { text },
  });
  if (problem === undefined) return;
  if (problem.status >= 500) throw new NotTaken(451, 'later', words.later);
  throw new NotTaken(550, problem.code, problem.errors?.[0]?.detail ?? problem.detail);
}

/** All of a mail; undefined for one that is too large, of which the rest is read and forgotten. */
async function wholeOf(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of stream) {
    bytes += (part as Buffer).length;
    if (bytes <= bytesAtMost) parts.push(part as Buffer);
  }
  return bytes > bytesAtMost || stream.sizeExceeded ? undefined : Buffer.concat(parts);
}

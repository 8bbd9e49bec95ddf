import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';

/** A mail that leaves the building. */
export interface OutgoingMail {
  /** Makes a repeat recognisable: whoever gets it twice sees one Message-ID. */
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  /** Where a post leaves the list that it was sent to, for a mail to many. */
  readonly leave?: string;
  /** Where an answer goes, where one is taken. */
  readonly replyTo?: string;
  /** When it is sent, by the one clock. */
  readonly at: string;
}

/** Where mail goes. */
export interface Mail {
  /** @throws what kept it from leaving */
  send(mail: OutgoingMail): Promise<void>;
  /** Ends connections that are kept open. */
  close(): void;
}

/** How mail leaves. */
export interface MailSettings {
  /** `smtp://user:password@host:587`; without it, mails become files. */
  readonly smtpUrl: string | undefined;
  readonly mailDirectory: string;
  /** The sender: an address, or `Name <address>`. */
  readonly from: string;
}

const connectWithinMs = 10_000;
const answerWithinMs = 30_000;

/** Opens the way out for mail: an SMTP server, or files where none is configured. */
export function createMail({ smtpUrl, mailDirectory, from }: MailSettings): Mail {
  return smtpUrl === undefined ? toFiles(mailDirectory, from) : bySmtp(smtpUrl, from);
}

function bySmtp(url: string, from: string): Mail {
  const transport = createTransport({
    pool: true,
    url,
    maxConnections: 5,
    connectionTimeout: connectWithinMs,
    greetingTimeout: connectWithinMs,
    socketTimeout: answerWithinMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail) => {
      await transport.sendMail(envelope(mail, from));
    },
    close: () => {
      transport.close();
    },
  };
}

function toFiles(directory: string, from: string): Mail {
  return {
    send: async (mail) => {
      const bytes = await new MailComposer(envelope(mail, from)).compile().build();
      // Whoever looks sees a whole mail or none, and a repeat takes the place of the first.
      const unfinished = join(directory, `.${mail.id}.unfinished`);
      try {
        await writeInto(directory, unfinished, bytes);
        await rename(unfinished, join(directory, `${mail.id}.eml`));
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    close: () => undefined,
  };
}

/** Makes the folder when it turns out to be missing: somebody may clear it away, and it is there nearly always. */
async function writeInto(directory: string, file: string, bytes: Buffer): Promise<void> {
  try {
    await writeFile(file, bytes, { mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(file, bytes, { mode: 0o600 });
  }
}

function envelope({ id, to, subject, text, leave, replyTo, at }: OutgoingMail, from: string) {
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
  return {
    from,
    to,
    subject,
    text,
    ...(replyTo === undefined ? {} : { replyTo }),
    messageId: `<${id}@${domain}>`,
    date: new Date(at),
    // No answer comes from a machine to a machine (RFC 3834).
    headers: {
      'Auto-Submitted': 'auto-generated',
      // One click, without a page to confirm (RFC 8058).
      ...(leave === undefined
        ? {}
        : { 'List-Unsubscribe': `<${leave}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  };
}

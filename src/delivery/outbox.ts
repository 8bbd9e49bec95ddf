import type { Database } from '../../db/client';
import {
  claimMail,
  noteMailMissed,
  noteMailSent,
  waitingMail,
  type ClaimedMail,
  type WaitingMail,
} from '../../db/queries/outbox';
import { render } from './mail/render';
import type { Mail } from './mail/transport';

/** What the outbox needs. */
export interface DeliveringOutbox {
  readonly db: Database;
  readonly mail: Mail;
  /** The address that links lead to; no slash at its end. */
  readonly publicUrl: string;
  /** Told of a mail that did not leave; ids and codes only. Unless it was given up, it will be tried again. */
  readonly onMiss: (miss: { readonly mailId: string; readonly error: string; readonly givenUp: boolean }) => void;
}

const atMost = 200;
const atOnce = 5;
/** Longer than any attempt takes. Within it nobody else tries the mail; after it, somebody does: then it may come twice, with one Message-ID. */
const claimSeconds = 120;
const firstPauseSeconds = 5;
const longestPauseSeconds = 15 * 60;
const giveUpAfterSeconds = 2 * 24 * 60 * 60;

/**
 * One pass over the mails that wait, of all tenants. Each is claimed in a transaction of its own, leaves while none is open, and is then
 * noted as sent: who dies in between lets the claim run out, and the mail is sent again with the same Message-ID. What does not
 * leave is tried again after 5, 10, 20 … seconds, at most 15 minutes apart, for two days; then it is given up, and listed.
 * @returns how many left
 */
export async function deliverOutbox(delivering: DeliveringOutbox): Promise<number> {
  const queue = [...(await waitingMail(delivering.db, atMost))];
  let sent = 0;
  const lanes = Array.from({ length: atOnce }, async () => {
    for (let waiting = queue.shift(); waiting !== undefined; waiting = queue.shift()) {
      const outcome = await deliverOne(delivering, waiting);
      if (outcome === 'sent') sent += 1;
      // Nobody there: the others of this pass would only wait for it too.
      if (outcome === 'nobody there') queue.length = 0;
    }
  });
  await Promise.all(lanes);
  return sent;
}

type Outcome = 'sent' | 'not ours' | 'missed' | 'nobody there';

async function deliverOne(delivering: DeliveringOutbox, waiting: WaitingMail): Promise<Outcome> {
  const claimed = await claimMail(delivering.db, waiting, claimSeconds);
  if (claimed === undefined) return 'not ours';
  const { recipient } = claimed;
  if (recipient.email === null || recipient.hasLeft) {
    await miss(delivering, waiting, claimed, {
      error: recipient.hasLeft ? 'PERSON_LEFT' : 'NO_ADDRESS',
      hopeless: true,
    });
    return 'missed';
  }
  try {
    const { subject, text } = render(claimed, delivering.publicUrl);
    await delivering.mail.send({
      id: claimed.id,
      to: { name: recipient.name, address: recipient.email },
      subject,
      text,
      at: claimed.now,
    });
  } catch (error) {
    await miss(delivering, waiting, claimed, { error: codeOf(error), hopeless: isRefusedAddress(error) });
    return isNobodyThere(error) ? 'nobody there' : 'missed';
  }
  await noteMailSent(delivering.db, waiting);
  return 'sent';
}

async function miss(
  { db, onMiss }: DeliveringOutbox,
  waiting: WaitingMail,
  { id, attempts, ageSeconds }: ClaimedMail,
  { error, hopeless }: { readonly error: string; readonly hopeless: boolean },
): Promise<void> {
  const givenUp = hopeless || ageSeconds >= giveUpAfterSeconds;
  await noteMailMissed(db, waiting, { error, againInSeconds: givenUp ? null : pauseAfter(attempts) });
  onMiss({ mailId: id, error, givenUp });
}

const pauseAfter = (attempts: number): number =>
  Math.min(firstPauseSeconds * 2 ** Math.min(attempts - 1, 20), longestPauseSeconds);

interface MailError {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly command?: unknown;
}

const told = (error: unknown): MailError => (typeof error === 'object' && error !== null ? error : {});

/** What may be kept of an error: a code of ours, of the system or of SMTP; never its words, which quote addresses. */
function codeOf(error: unknown): string {
  const { code, responseCode } = told(error);
  const smtp = typeof responseCode === 'number' ? ` ${String(responseCode)}` : '';
  return typeof code === 'string' ? `${code}${smtp}` : 'NOT_PUT_TOGETHER';
}

/** Whether the server will never take a mail for this address: a 5xx to RCPT TO (RFC 5321, section 4.2.1). One that refuses the sender may be mended. */
function isRefusedAddress(error: unknown): boolean {
  const { code, responseCode, command } = told(error);
  return code === 'EENVELOPE' && command === 'RCPT TO' && typeof responseCode === 'number' && responseCode >= 500;
}

const nobodyThere: readonly unknown[] = [
  'ECONNECTION',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'EAUTH',
  'ETLS',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
];

const isNobodyThere = (error: unknown): boolean => nobodyThere.includes(told(error).code);

import type { Database } from '../../db/client';
import {
  claimMails,
  giveBackMails,
  noteMailMissed,
  noteMailsSent,
  waitingMails,
  type ClaimedMail,
  type MailsOf,
} from '../../db/queries/messages/outbox';
import type { Sign } from '../contracts/link-token';
import { codeOf, isNobodyThere, isRefusedAddress } from './mail/miss';
import { render } from './mail/render';
import type { Mail } from './mail/transport';

/** What the outbox needs. */
export interface DeliveringOutbox {
  readonly db: Database;
  readonly mail: Mail;
  /** The address that links lead to; no slash at its end. */
  readonly publicUrl: string;
  /** Signs links for people who have no account. */
  readonly sign: Sign;
  /** What stands behind the @ of addresses that answers come in by; without it, nobody answers by mail. */
  readonly replyDomain?: string | undefined;
  /** Told of a mail that did not leave; ids and codes only. Unless it was given up, it will be tried again. */
  readonly onMiss: (miss: { readonly mailId: string; readonly error: string; readonly givenUp: boolean }) => void;
}

/** How many mails one pass takes at most. */
export const mailsAPass = 200;
/** Claimed in one statement. */
const claimedTogether = 20;
const atOnce = 5;
/** Longer than all that are claimed together take. Within it nobody else tries them; after it, somebody does: then one may come twice, with one Message-ID. */
const claimSeconds = 300;
const firstPauseSeconds = 5;
const longestPauseSeconds = 15 * 60;
const giveUpAfterSeconds = 2 * 24 * 60 * 60;

/**
 * One pass over the mails that wait, of all tenants. A few are claimed in a transaction of their own, leave while none is open, and are
 * then noted as sent: who dies in between lets the claim run out, and the mail is sent again with the same Message-ID. What does not
 * leave is tried again after 5, 10, 20 … seconds, at most 15 minutes apart, for two days; then it is given up, and listed.
 * @returns how many left
 */
export async function deliverOutbox(delivering: DeliveringOutbox): Promise<number> {
  let left = 0;
  for (const { tenantId, ids } of await waitingMails(delivering.db, mailsAPass)) {
    for (let from = 0; from < ids.length; from += claimedTogether) {
      const few = await deliverFew(delivering, { tenantId, ids: ids.slice(from, from + claimedTogether) });
      left += few.left;
      // Nobody there: the others of this pass would only wait for it too.
      if (few.isNobodyThere) return left;
    }
  }
  return left;
}

async function deliverFew(
  delivering: DeliveringOutbox,
  { tenantId, ids }: MailsOf,
): Promise<{ readonly left: number; readonly isNobodyThere: boolean }> {
  const { db } = delivering;
  const queue = [...(await claimMails(db, { tenantId, ids }, claimSeconds))];
  const notes = sentNotes(db, tenantId);
  let isNobodyThere = false;
  const lanes = Array.from({ length: atOnce }, async () => {
    while (!isNobodyThere) {
      const mail = queue.shift();
      if (mail === undefined) return;
      const outcome = await deliverOne(delivering, tenantId, mail);
      if (outcome === 'left') notes.add(mail.id);
      if (outcome === 'nobody there') isNobodyThere = true;
    }
  });
  try {
    await Promise.all(lanes);
  } finally {
    await notes.written();
  }
  if (queue.length > 0) await giveBackMails(db, { tenantId, ids: queue.map(({ id }) => id) });
  return { left: notes.count(), isNobodyThere };
}

/** Notes what has left, as soon as it has; what leaves while a note is being written goes into the next, so that many cost few statements. */
function sentNotes(db: Database, tenantId: string) {
  let toNote: string[] = [];
  let count = 0;
  let writing: Promise<void> | undefined;
  const write = async () => {
    while (toNote.length > 0) {
      const ids = toNote;
      toNote = [];
      await noteMailsSent(db, { tenantId, ids });
    }
  };
  return {
    add: (id: string) => {
      toNote.push(id);
      count += 1;
      writing ??= write().finally(() => {
        writing = undefined;
      });
      writing.catch(() => undefined); // told by `written`
    },
    /** Waits until all are noted. @throws what a note failed with */
    written: async () => {
      while (writing !== undefined) await writing;
      await write();
    },
    count: () => count,
  };
}

type Outcome = 'left' | 'missed' | 'nobody there';

async function deliverOne(delivering: DeliveringOutbox, tenantId: string, claimed: ClaimedMail): Promise<Outcome> {
  const { id, recipient } = claimed;
  // Whoever has left a list, and is forgotten, is sent nothing: that is no failure.
  if (recipient.isForgotten) return 'left';
  if (recipient.email === null || recipient.hasLeft) {
    await miss(delivering, tenantId, claimed, {
      error: recipient.hasLeft ? 'PERSON_LEFT' : 'NO_ADDRESS',
      hopeless: true,
    });
    return 'missed';
  }
  try {
    const { publicUrl, sign, replyDomain } = delivering;
    const answering = replyDomain === undefined ? undefined : { tenantId, domain: replyDomain };
    const { subject, text, leave, replyTo } = render(claimed, publicUrl, sign, answering);
    await delivering.mail.send({
      id,
      to: { name: recipient.name, address: recipient.email },
      subject,
      text,
      ...(leave === undefined ? {} : { leave }),
      ...(replyTo === undefined ? {} : { replyTo }),
      at: claimed.now,
    });
  } catch (error) {
    await miss(delivering, tenantId, claimed, { error: codeOf(error), hopeless: isRefusedAddress(error) });
    return isNobodyThere(error) ? 'nobody there' : 'missed';
  }
  return 'left';
}

async function miss(
  { db, onMiss }: DeliveringOutbox,
  tenantId: string,
  { id, attempts, ageSeconds }: ClaimedMail,
  { error, hopeless }: { readonly error: string; readonly hopeless: boolean },
): Promise<void> {
  const givenUp = hopeless || ageSeconds >= giveUpAfterSeconds;
  await noteMailMissed(db, { tenantId, id }, { error, againInSeconds: givenUp ? null : pauseAfter(attempts) });
  onMiss({ mailId: id, error, givenUp });
}

const pauseAfter = (attempts: number): number =>
  Math.min(firstPauseSeconds * 2 ** Math.min(attempts - 1, 20), longestPauseSeconds);

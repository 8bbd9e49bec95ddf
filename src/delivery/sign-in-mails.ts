import {
  claimSignInMails,
  noteSignInMailMissed,
  noteSignInMailSent,
  type ClaimedSignInMail,
} from '../../db/queries/people/sign-in-mails';
import type { MailedSecrets } from '../commands/sign-in/ask';
import { codeOf, isRefusedAddress } from './mail/miss';
import type { DeliveringOutbox } from './outbox';

/** What mails that let somebody in need besides: to open what is sealed in their rows. */
export interface DeliveringSignInMails extends Omit<DeliveringOutbox, 'sign'> {
  readonly open: (sealed: string) => string;
}

const claimedTogether = 10;
/** Longer than all that are claimed together take. */
const claimSeconds = 60;
const firstPauseSeconds = 2;
const longestPauseSeconds = 60;

/**
 * One pass over the mails that let somebody in. They belong to no organisation, so they are rows of their own, but leave by the same way
 * as all others. What does not leave is tried again until its code has run out. @returns how many left
 */
export async function deliverSignInMails(delivering: DeliveringSignInMails): Promise<number> {
  const claimed = await claimSignInMails(delivering.db, { atMost: claimedTogether, forSeconds: claimSeconds });
  const left = await Promise.all(claimed.map((mail) => deliverOne(delivering, mail)));
  return left.filter(Boolean).length;
}

async function deliverOne(
  { db, mail, open, publicUrl, onMiss }: DeliveringSignInMails,
  { id, email, sealed, attempts, now }: ClaimedSignInMail,
): Promise<boolean> {
  try {
    const secrets = JSON.parse(open(sealed)) as MailedSecrets;
    await mail.send({ id, to: { name: '', address: email }, ...wordsOf(secrets, publicUrl), at: now });
  } catch (error) {
    const givenUp = isRefusedAddress(error);
    const againInSeconds = givenUp ? null : Math.min(firstPauseSeconds * 2 ** (attempts - 1), longestPauseSeconds);
    const code = codeOf(error);
    await noteSignInMailMissed(db, id, { error: code, againInSeconds });
    onMiss({ mailId: id, error: code, givenUp });
    return false;
  }
  await noteSignInMailSent(db, id);
  return true;
}

/** The code is not in the subject, which a locked phone shows to everybody. */
function wordsOf(
  { code, link }: MailedSecrets,
  publicUrl: string,
): { readonly subject: string; readonly text: string } {
  const spaced = `${code.slice(0, 3)} ${code.slice(3)}`;
  const paragraphs =
    link === undefined
      ? [
          `To show that it is you, enter this code: ${spaced}`,
          'It can be used once, within 15 minutes. Nobody from the organisation will ever ask you for it.',
          'If you did not ask for it, somebody is using Grantpot as you. Tell the organisation at once.',
        ]
      : [
          `To sign in, enter this code: ${spaced}`,
          'Or open this link:',
          `${publicUrl}/sign-in/link/${link}`,
          'Each can be used once, within 15 minutes. Nobody from the organisation will ever ask you for the code.',
          'If you did not ask to sign in, you need do nothing.',
        ];
  const subject = link === undefined ? 'Your code for Grantpot' : 'Sign in to Grantpot';
  return { subject, text: `${['Hello,', ...paragraphs, 'Grantpot'].join('\n\n')}\n` };
}

import { generateSync } from 'otplib';

import { findSession, type Session } from '../../db/queries/people/sessions';
import { askToSignIn, type MailedSecrets, type SigningIn } from '../../src/commands/sign-in/ask';
import { enterCode } from '../../src/commands/sign-in/enter';
import { hashOf } from '../../src/commands/sign-in/secrets';
import { openSession } from '../../src/commands/sign-in/sessions';
import { beginSecondFactor } from '../../src/commands/sign-in/second-factor';
import type { Refusal } from '../../src/domain/refusals/refusal';
import type { Actor, Inbox } from './inbox';
import { testSeal } from './seal';

/** What was answered, if it was not refused. @throws Error with the refusal */
export function granted<T extends object>(answer: T | Refusal | undefined): Exclude<T, Refusal> {
  if (answer === undefined) throw new Error('nothing was answered');
  if ('detail' in answer && 'code' in answer) throw new Error(`refused: ${JSON.stringify(answer)}`);
  return answer as Exclude<T, Refusal>;
}

/** Signs people in on a test's database, as the pages do. */
export function signingInOn(inbox: Pick<Inbox, 'db' | 'look'>) {
  const signingIn: SigningIn = { db: inbox.db, seal: testSeal };
  const addressOf = async ({ personId }: Actor): Promise<{ email: string; loginId: string }> => {
    const [row] = await inbox.look<{ email: string; loginId: string }>(
      'select l.email, l.id as "loginId" from person p join login l on l.id = p.login_id where p.id = $1',
      [personId],
    );
    if (row === undefined) throw new Error('this person has no address');
    return row;
  };
  /** What the newest mail to an address says. */
  const mailed = async (email: string): Promise<Required<MailedSecrets>> => {
    const [row] = await inbox.look<{ mail_sealed: string }>(
      'select s.mail_sealed from sign_in s join login l on l.id = s.login_id where l.email = $1 and s.mail_sealed is not null order by s.created_at desc, s.id desc limit 1',
      [email],
    );
    if (row === undefined) throw new Error('no mail waits for this address');
    return JSON.parse(testSeal.open(row.mail_sealed)) as Required<MailedSecrets>;
  };
  const opened = async (actor: Actor): Promise<string> => {
    const { email } = await addressOf(actor);
    const { browserSecret } = granted(await askToSignIn(signingIn, { email, ip: '192.0.2.1' }));
    const { loginId } = granted(await enterCode(signingIn, { browserSecret, code: (await mailed(email)).code }));
    return granted(await openSession(inbox.db, { loginId, userAgent: undefined })).token;
  };
  return {
    signingIn,
    addressOf,
    mailed,
    /** Asks for a code and enters it; gives the session's token. */
    opened,
    visitor: (token: string): Promise<Session | undefined> => findSession(inbox.db, hashOf(token)),
    /** The key of an app that somebody has begun to set up. */
    begun: async (actor: Actor): Promise<string> => (await beginSecondFactor(signingIn, await addressOf(actor))).secret,
    /** The code that an app shows now, by the database's clock, or some seconds later. */
    shown: async (secret: string, laterSeconds = 0): Promise<string> => {
      const [row] = await inbox.look<{ now: number }>('select extract(epoch from app.now())::float8 as now');
      return generateSync({ secret, epoch: Math.floor((row?.now ?? 0) + laterSeconds) });
    },
  };
}

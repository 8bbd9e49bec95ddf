import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../../../db/client';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { emailedCode } from '../../domain/people/signing-in';
import type { SigningIn } from './ask';
import { asTyped, hashOf } from './secrets';

/** Somebody who has shown that a mail to an address reached them. */
export interface Entered {
  readonly loginId: string;
  /** A path of ours. */
  readonly goesTo: string;
}

const isOpen = sql`used_at is null and expires_at > app.now()`;

/** Lets in who enters the code in the browser that asked for it, once. Each try counts, right or wrong. @refusal SIGN_IN_CODE_WRONG, SIGN_IN_CODE_OVER */
export async function enterCode(
  signingIn: SigningIn,
  { browserSecret, code }: { readonly browserSecret: string | undefined; readonly code: string },
): Promise<Entered | Refusal> {
  if (browserSecret === undefined) return refuse('SIGN_IN_CODE_OVER', { field: '/code' });
  return tryCode(signingIn, sql`browser_hash = ${hashOf(browserSecret)} and session_id is null`, code);
}

/** Takes a fresh code for the session that asked for it, once. @refusal SIGN_IN_CODE_WRONG, SIGN_IN_CODE_OVER */
export async function tryFreshCode(
  signingIn: SigningIn,
  { sessionId, code }: { readonly sessionId: string; readonly code: string },
): Promise<Entered | Refusal> {
  return tryCode(signingIn, sql`session_id = ${sessionId}`, code);
}

async function tryCode({ db, seal }: SigningIn, which: RawBuilder<unknown>, code: string): Promise<Entered | Refusal> {
  // The newest alone: who asks again means the mail that comes then. The row is locked by its update, so tries at once count each.
  const { rows } = await sql<{ id: string; code_hash: string; tries: number }>`
    update sign_in set tries = tries + 1
    where id = (select id from sign_in where ${which} order by created_at desc, id desc limit 1)
      and ${isOpen} and tries < ${emailedCode.tries}
    returning id, code_hash, tries
  `.execute(db);
  const [tried] = rows;
  if (tried === undefined) return refuse('SIGN_IN_CODE_OVER', { field: '/code' });
  if (!seal.isFingerprintOf(tried.code_hash, `${tried.id} ${asTyped(code)}`)) {
    const triesLeft = emailedCode.tries - tried.tries;
    if (triesLeft === 0) return refuse('SIGN_IN_CODE_OVER', { field: '/code' });
    return refuse('SIGN_IN_CODE_WRONG', { field: '/code', facts: { triesLeft } });
  }
  return (await use(db, sql`id = ${tried.id}`)) ?? refuse('SIGN_IN_CODE_OVER', { field: '/code' });
}

/** A link that can still be used, as its page shows it. */
export interface OpenLink {
  /** Whom it lets in. */
  readonly email: string;
  /** Whether it was opened in the browser that asked for it; in another, somebody must press a button. */
  readonly isSameBrowser: boolean;
}

/** Looks at a link, and uses nothing up: programs that check mail for viruses open links too. Undefined when it is over. */
export async function lookAtLink(
  db: Database,
  { link, browserSecret }: { readonly link: string; readonly browserSecret: string | undefined },
): Promise<OpenLink | undefined> {
  const browser = hashOf(browserSecret ?? '');
  const { rows } = await sql<OpenLink>`
    select l.email, s.browser_hash = ${browser} as "isSameBrowser" from sign_in s join login l on l.id = s.login_id
    where s.link_hash = ${hashOf(link)} and s.used_at is null and s.expires_at > app.now()
  `.execute(db);
  return rows[0];
}

/** Lets in by a link, once. @refusal SIGN_IN_LINK_OVER */
export async function useLink(db: Database, link: string): Promise<Entered | Refusal> {
  return (await use(db, sql`link_hash = ${hashOf(link)}`)) ?? refuse('SIGN_IN_LINK_OVER');
}

/** Uses up a code together with its link; of two who do it at once, one does. */
async function use(db: Database, which: RawBuilder<unknown>): Promise<Entered | undefined> {
  const { rows } = await sql<Entered>`
    update sign_in set used_at = app.now(), mail_sealed = null, mail_next_at = null
    where ${which} and ${isOpen} and login_id is not null
    returning login_id as "loginId", coalesce(goes_to, '/') as "goesTo"
  `.execute(db);
  return rows[0];
}

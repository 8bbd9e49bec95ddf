import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Database } from '../../../db/client';
import type { Seal } from '../../../db/seal';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { askingLimits, emailedCode, localPath, networkOf, type Limit } from '../../domain/people/signing-in';
import { countWithin } from './limits';
import { hashOf, newCode, newSecret } from './secrets';

/** What signing in needs: the record, and the key by which codes are hashed and mails sealed. */
export interface SigningIn {
  readonly db: Database;
  readonly seal: Omit<Seal, 'keyId' | 'open' | 'canOpen'> & {
    /** Undefined for what cannot be read. */
    readonly open: (sealed: string) => string | undefined;
  };
}

/** What is in the mail: sealed in the row until it has left, and nowhere else. */
export interface MailedSecrets {
  readonly code: string;
  /** Undefined for a fresh code within a session. */
  readonly link?: string;
}

/** Somebody who wants to be let in. */
export interface AskingToSignIn {
  readonly email: string;
  /** The address that the request came from. */
  readonly ip: string;
  /** Where they wanted to go; anything but a path of ours counts as the start. */
  readonly goesTo?: string | undefined;
}

/** The cookie that binds the code to the browser that asked for it. */
export interface Asked {
  readonly browserSecret: string;
}

/**
 * Has a code and a link mailed to an address, if somebody is known by it. The answer is the same if not, and so is the work: the row is
 * written all the same, and belongs to nobody. @refusal SIGN_IN_TOO_OFTEN
 */
export async function askToSignIn(
  { db, seal }: SigningIn,
  { email, ip, goesTo }: AskingToSignIn,
): Promise<Asked | Refusal> {
  const address = email.trim().toLowerCase();
  const within = await countWithin(db, [
    ...counted(seal, `address ${address}`, askingLimits.address),
    ...counted(seal, `network ${networkOf(ip)}`, askingLimits.network),
  ]);
  if (!within) return refuse('SIGN_IN_TOO_OFTEN');
  const [id, code, link, browser] = [newId(), newCode(), newSecret(), newSecret()];
  const mail: MailedSecrets = { code, link: link.plain };
  await sql`
    with who as materialized (
      select l.id from login l where l.email = ${address} and exists (select from app.people_of_login(l.id))
    )
    insert into sign_in (id, login_id, browser_hash, link_hash, code_hash, goes_to, created_at, expires_at, mail_sealed, mail_next_at)
    select ${id}, who.id, ${browser.hash}, ${link.hash}, ${seal.fingerprint(`${id} ${code}`)}, ${localPath(goesTo)}, t.now,
      t.now + make_interval(secs => ${emailedCode.lastsSeconds}),
      case when who.id is not null then ${seal.seal(JSON.stringify(mail))} end, case when who.id is not null then t.now end
    from (select app.now() as now) t left join who on true
  `.execute(db);
  return { browserSecret: browser.plain };
}

/**
 * Has a fresh code mailed to whoever's session this is, to be entered in it. @refusal SIGN_IN_TOO_OFTEN
 */
export async function askForFreshCode({ db, seal }: SigningIn, sessionHash: Buffer): Promise<Refusal | undefined> {
  const within = await countWithin(db, counted(seal, `fresh ${sessionHash.toString('hex')}`, askingLimits.address));
  if (!within) return refuse('SIGN_IN_TOO_OFTEN');
  const [id, code] = [newId(), newCode()];
  const mail: MailedSecrets = { code };
  await sql`
    insert into sign_in (id, login_id, session_id, browser_hash, code_hash, created_at, expires_at, mail_sealed, mail_next_at)
    select ${id}, s.login_id, s.id, ${hashOf(id)}, ${seal.fingerprint(`${id} ${code}`)}, t.now,
      t.now + make_interval(secs => ${emailedCode.lastsSeconds}), ${seal.seal(JSON.stringify(mail))}, t.now
    from session s cross join (select app.now() as now) t where s.token_hash = ${sessionHash} and s.ended_at is null
  `.execute(db);
  return undefined;
}

const counted = (seal: SigningIn['seal'], what: string, limits: readonly Limit[]) =>
  limits.map((limit) => ({ key: seal.fingerprint(what), limit }));

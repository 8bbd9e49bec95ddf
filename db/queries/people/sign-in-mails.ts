import { sql } from 'kysely';
import type { Instant } from '../../../src/domain/calendar/calendar';
import type { Database } from '../../client';

/** A mail that lets somebody in, claimed to be sent. */
export interface ClaimedSignInMail {
  readonly id: string;
  readonly email: string;
  /** Code and link, sealed. */
  readonly sealed: string;
  /** Which attempt this is, from 1. */
  readonly attempts: number;
  readonly now: Instant;
}

/** Claims mails that let somebody in, for so many seconds; those whose code has run out are left. */
export async function claimSignInMails(
  db: Database,
  { atMost, forSeconds }: { readonly atMost: number; readonly forSeconds: number },
): Promise<readonly ClaimedSignInMail[]> {
  const { rows } = await sql<ClaimedSignInMail>`
    update sign_in s set mail_attempts = mail_attempts + 1, mail_next_at = t.now + make_interval(secs => ${forSeconds}::int)
    from (select app.now() as now) t, login l
    where s.id in (
        select id from sign_in where mail_next_at <= app.now() and expires_at > app.now() order by mail_next_at limit ${atMost} for update skip locked
      ) and l.id = s.login_id
    returning s.id, l.email, s.mail_sealed as sealed, s.mail_attempts as attempts, t.now
  `.execute(db);
  return rows;
}

/** Notes that a mail has left: what it held is kept no longer. */
export async function noteSignInMailSent(db: Database, id: string): Promise<void> {
  await sql`update sign_in set mail_sealed = null, mail_next_at = null, mail_error = null where id = ${id}`.execute(db);
}

/** Notes that a mail did not leave: when it is tried again, or that it is given up. `error` is a code, never words. */
export async function noteSignInMailMissed(
  db: Database,
  id: string,
  { error, againInSeconds }: { readonly error: string; readonly againInSeconds: number | null },
): Promise<void> {
  await sql`
    update sign_in set mail_error = ${error},
      mail_next_at = app.now() + make_interval(secs => ${againInSeconds}::int),
      mail_sealed = case when ${againInSeconds}::int is null then null else mail_sealed end
    where id = ${id}
  `.execute(db);
}

/** Removes what nobody can use any more: codes a day after they ran out, sessions ninety days after they began, what a passkey was to sign, forms that were kept, counts that are over. */
export async function forgetOldSignIns(db: Database): Promise<void> {
  await sql`delete from sign_in where expires_at < app.now() - interval '1 day'`.execute(db);
  await sql`delete from session where created_at < app.now() - interval '90 days'`.execute(db);
  await sql`delete from passkey_challenge where expires_at < app.now()`.execute(db);
  await sql`delete from kept_form where expires_at < app.now()`.execute(db);
  await sql`delete from counted where ends_at < app.now()`.execute(db);
}

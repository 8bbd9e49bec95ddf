import { sql } from 'kysely';
import type { Database } from '../../../db/client';
import { keptForms } from '../../domain/people/signing-in';
import type { SigningIn } from './ask';
import { countWithin } from './limits';
import { hashOf } from './secrets';

/** Whom a form was shown to. */
export interface ShownTo {
  readonly loginId: string;
  readonly personId: string;
}

/** Where a form was sent from, and to. */
interface FormPlace {
  /** What only this browser holds; its digest is kept. */
  readonly browser: string;
  /** The address that it was sent to: a path of ours. */
  readonly address: string;
  readonly form: string;
}

/** A form that could not be taken, since nobody was signed in. */
export interface KeepingForm extends FormPlace, ShownTo {
  /** What was typed; it is sealed. */
  readonly content: string;
}

/**
 * Keeps what was typed for an hour, in place of what the same form of this browser held before. The command is not sent, now or later.
 * @returns false for somebody of whom too much was kept lately, or whose login is not there any more
 */
export async function keepForm({ db, seal }: SigningIn, keeping: KeepingForm): Promise<boolean> {
  const { browser, address, form, loginId, personId, content } = keeping;
  if (!(await countWithin(db, [{ key: seal.fingerprint(`kept form ${loginId}`), limit: keptForms.limit }])))
    return false;
  const { numAffectedRows } = await sql`
    insert into kept_form (browser_hash, address, form, login_id, person_id, typed_sealed, expires_at)
    select ${hashOf(browser)}, ${address}, ${form}, l.id, ${personId}, ${seal.seal(content)}, app.now() + make_interval(secs => ${keptForms.lastsSeconds})
    from login l where l.id = ${loginId}
    on conflict (browser_hash, address, form) do update set
      login_id = excluded.login_id, person_id = excluded.person_id, typed_sealed = excluded.typed_sealed, expires_at = excluded.expires_at
  `.execute(db);
  return numAffectedRows === 1n;
}

/** What is kept for somebody in a browser. */
export interface KeptForms {
  /** How many forms are kept for them, at any address. */
  readonly count: number;
  /** The one that was sent last to the address that was asked about. */
  readonly here: { readonly form: string; readonly content: string } | undefined;
}

/** Finds what is kept for somebody at an address. What this browser holds of anybody else is dropped, and so is what has run out. */
export async function findKeptForms(
  { db, seal }: SigningIn,
  { browser, address, loginId, personId }: Omit<FormPlace, 'form'> & ShownTo,
): Promise<KeptForms> {
  const { rows } = await sql<{ form: string; sealed: string | null }>`
    with dropped as (
      delete from kept_form where browser_hash = ${hashOf(browser)} and (login_id <> ${loginId} or expires_at <= app.now())
    )
    select form, case when address = ${address} and person_id = ${personId} then typed_sealed end as sealed
    from kept_form
    where browser_hash = ${hashOf(browser)} and login_id = ${loginId} and expires_at > app.now() order by expires_at desc
  `.execute(db);
  const found = rows.find(({ sealed }) => sealed !== null);
  // What an earlier key sealed, and no key of ours opens any more, is as good as gone.
  const content = found === undefined || found.sealed === null ? undefined : seal.open(found.sealed);
  return {
    count: rows.length,
    here: found === undefined || content === undefined ? undefined : { form: found.form, content },
  };
}

/** Forgets what was kept of a form, once it was taken. */
export async function forgetKeptForm(
  db: Database,
  { browser, address, form, loginId }: FormPlace & Pick<ShownTo, 'loginId'>,
): Promise<void> {
  await sql`
    delete from kept_form
    where browser_hash = ${hashOf(browser)} and address = ${address} and form = ${form} and login_id = ${loginId}
  `.execute(db);
}

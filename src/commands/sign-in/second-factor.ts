import { generateSecret, generateURI, verifySync } from 'otplib';
import { sql } from 'kysely';
import type { Database } from '../../../db/client';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { recoveryCodes, secondFactorLimit, timeStepSeconds } from '../../domain/people/signing-in';
import type { SigningIn } from './ask';
import { asTyped, hashOfRecoveryCode, newRecoveryCode } from './secrets';

/** What an app for codes is given, by a picture or typed: both say the same. */
export interface AuthenticatorKey {
  /** In base 32. */
  readonly secret: string;
  /** `otpauth://totp/…`, for the QR picture. */
  readonly uri: string;
}

/**
 * Begins to set up an app for codes, or goes on where it was begun: the page can be opened again and still shows the key that was
 * scanned. The one that counts so far counts until the new one is confirmed.
 */
export async function beginSecondFactor(
  { db, seal }: SigningIn,
  { loginId, email }: { readonly loginId: string; readonly email: string },
): Promise<AuthenticatorKey> {
  const begin = async (unreadable: string) => {
    const { rows } = await sql<{ pending_sealed: string }>`
      insert into second_factor (login_id, pending_sealed) values (${loginId}, ${seal.seal(generateSecret())})
      on conflict (login_id) do update set pending_sealed = coalesce(nullif(second_factor.pending_sealed, ${unreadable}), excluded.pending_sealed)
      returning pending_sealed
    `.execute(db);
    return rows[0]?.pending_sealed ?? '';
  };
  const begun = await begin('');
  // One that cannot be read any more is begun anew.
  const secret = seal.open(begun) ?? seal.open(await begin(begun)) ?? '';
  return { secret, uri: generateURI({ issuer: 'Grantpot', label: email, secret }) };
}

/** The recovery codes of somebody who has just set an app up: told this once. */
export interface SetUp {
  readonly recoveryCodes: readonly string[];
}

/** Lets the app that was begun count, once it has shown a right code; ten new recovery codes take the place of older ones. @refusal SECOND_FACTOR_WRONG, SECOND_FACTOR_LOCKED, SECOND_FACTOR_UNREADABLE */
export async function confirmSecondFactor(
  signingIn: SigningIn,
  { loginId, code }: { readonly loginId: string; readonly code: string },
): Promise<SetUp | Refusal> {
  const tried = await countTry(signingIn.db, loginId);
  if ('code' in tried) return tried;
  const secret = tried.pending_sealed === null ? '' : signingIn.seal.open(tried.pending_sealed);
  if (secret === undefined) return refuse('SECOND_FACTOR_UNREADABLE', { field: '/code' });
  const step = secret === '' ? undefined : stepOf(secret, code, tried);
  if (step === undefined) return refuse('SECOND_FACTOR_WRONG', { field: '/code' });
  const { rows } = await sql`
    update second_factor set secret_sealed = pending_sealed, pending_sealed = null, confirmed_at = app.now(), last_step = ${step}, tries = 0
    where login_id = ${loginId} and pending_sealed = ${tried.pending_sealed} returning login_id
  `.execute(signingIn.db);
  if (rows.length === 0) return refuse('SECOND_FACTOR_WRONG', { field: '/code' });
  return renewRecoveryCodes(signingIn.db, loginId);
}

/** Makes ten recovery codes in place of all that there were. */
export async function renewRecoveryCodes(db: Database, loginId: string): Promise<SetUp> {
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
  await sql`
    with gone as (delete from recovery_code where login_id = ${loginId})
    insert into recovery_code (login_id, code_hash) select ${loginId}, unnest(${codes.map(hashOfRecoveryCode)}::bytea[])
  `.execute(db);
  return { recoveryCodes: codes };
}

/** Takes a code of the app, each once. @refusal SECOND_FACTOR_WRONG, SECOND_FACTOR_LOCKED, SECOND_FACTOR_MISSING, SECOND_FACTOR_UNREADABLE */
export async function takeSecondFactor(
  { db, seal }: SigningIn,
  { loginId, code }: { readonly loginId: string; readonly code: string },
): Promise<Refusal | undefined> {
  const tried = await countTry(db, loginId);
  if ('code' in tried) return tried;
  if (tried.secret_sealed === null) return refuse('SECOND_FACTOR_MISSING');
  const secret = seal.open(tried.secret_sealed);
  if (secret === undefined) return refuse('SECOND_FACTOR_UNREADABLE', { field: '/code' });
  const step = stepOf(secret, code, tried);
  if (step === undefined) return refuse('SECOND_FACTOR_WRONG', { field: '/code' });
  const { rows } = await sql`
    update second_factor set last_step = ${step}, tries = 0
    where login_id = ${loginId} and secret_sealed = ${tried.secret_sealed} and (last_step is null or last_step < ${step}) returning login_id
  `.execute(db);
  return rows.length === 0 ? refuse('SECOND_FACTOR_WRONG', { field: '/code' }) : undefined;
}

/** Takes a recovery code, each once. @refusal RECOVERY_CODE_WRONG, SECOND_FACTOR_LOCKED, SECOND_FACTOR_MISSING */
export async function takeRecoveryCode(
  db: Database,
  { loginId, code }: { readonly loginId: string; readonly code: string },
): Promise<Refusal | undefined> {
  const tried = await countTry(db, loginId);
  if ('code' in tried) return tried;
  const { rows } = await sql`
    with used as (
      update recovery_code set used_at = app.now()
      where login_id = ${loginId} and code_hash = ${hashOfRecoveryCode(code)} and used_at is null returning login_id
    )
    update second_factor f set tries = 0 from used where f.login_id = used.login_id returning f.login_id
  `.execute(db);
  return rows.length === 0 ? refuse('RECOVERY_CODE_WRONG', { field: '/code' }) : undefined;
}

/** How many recovery codes are left. */
export async function recoveryCodesLeft(db: Database, loginId: string): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select count(*)::int as left from recovery_code where login_id = ${loginId} and used_at is null
  `.execute(db);
  return rows[0]?.left ?? 0;
}

interface Tried {
  readonly secret_sealed: string | null;
  readonly pending_sealed: string | null;
  /** Seconds since 1970, by the one clock. */
  readonly now: number;
}

/** Counts the try before it is known whether it is right, so that many at once are no way round the limit. */
async function countTry(db: Database, loginId: string): Promise<Tried | Refusal> {
  const { atMost, withinSeconds } = secondFactorLimit;
  const { rows } = await sql<Tried & { tries: number }>`
    update second_factor set
      tries = case when tries_end_at <= t.now then 1 else tries + 1 end,
      tries_end_at = case when tries_end_at <= t.now then t.now + make_interval(secs => ${withinSeconds}) else tries_end_at end
    from (select app.now() as now) t
    where login_id = ${loginId}
    returning secret_sealed, pending_sealed, tries, extract(epoch from t.now)::float8 as now
  `.execute(db);
  const [row] = rows;
  if (row === undefined) return refuse('SECOND_FACTOR_MISSING');
  return row.tries > atMost ? refuse('SECOND_FACTOR_LOCKED', { field: '/code' }) : row;
}

/** The time step whose code this is; undefined when it is of none that is near. */
function stepOf(secret: string, code: string, { now }: Tried): number | undefined {
  const token = asTyped(code);
  if (!/^\d{6}$/.test(token)) return undefined;
  const found = verifySync({ secret, token, epoch: Math.floor(now), epochTolerance: timeStepSeconds });
  return found.valid && 'timeStep' in found ? found.timeStep : undefined;
}

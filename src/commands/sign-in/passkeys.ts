import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Database } from '../../../db/client';
import { refuse, type Refusal } from '../../domain/refusals/refusal';
import { passkeyChallengeSeconds, passkeysAtMost, type RelyingParty } from '../../domain/people/signing-in';
import { renewRecoveryCodes, type SetUp } from './second-factor';
import { hashOf } from './secrets';

/** Whose browser it is that makes or uses a passkey, and whom for. */
export interface PasskeyAsking {
  readonly loginId: string;
  /** What is to be signed belongs to this session, and so to one browser. */
  readonly sessionId: string;
  readonly party: RelyingParty;
}

type Purpose = 'add' | 'use';

/** What a browser is told so that it makes a passkey, as JSON. User verification (a PIN, a finger) is asked for. */
export async function beginPasskey(
  db: Database,
  { loginId, sessionId, party, email, name }: PasskeyAsking & { readonly email: string; readonly name: string },
): Promise<string> {
  const options = await generateRegistrationOptions({
    rpName: 'Grantpot',
    rpID: party.id,
    userID: Uint8Array.from(Buffer.from(loginId)),
    userName: email,
    userDisplayName: name,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    excludeCredentials: await credentialsOf(db, loginId),
    timeout: passkeyChallengeSeconds * 1_000,
  });
  await keepChallenge(db, { sessionId, purpose: 'add', challenge: options.challenge });
  return JSON.stringify(options);
}

/** What a browser is told so that it signs with one of somebody's passkeys, as JSON. Undefined for whoever has none. */
export async function askForPasskey(
  db: Database,
  { loginId, sessionId, party }: PasskeyAsking,
): Promise<string | undefined> {
  const allowCredentials = await credentialsOf(db, loginId);
  if (allowCredentials.length === 0) return undefined;
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    allowCredentials,
    userVerification: 'required',
    timeout: passkeyChallengeSeconds * 1_000,
  });
  await keepChallenge(db, { sessionId, purpose: 'use', challenge: options.challenge });
  return JSON.stringify(options);
}

/** A passkey that a browser has made, and how its owner calls it. */
export interface NewPasskey {
  readonly answer: RegistrationResponseJSON;
  readonly name: string;
}

/**
 * Adds a passkey. With somebody's first second factor come recovery codes, told this once. @refusal PASSKEY_OVER, PASSKEY_WRONG,
 * PASSKEY_KNOWN_ALREADY, PASSKEY_TOO_MANY
 */
export async function addPasskey(
  db: Database,
  asking: PasskeyAsking,
  { answer, name }: NewPasskey,
): Promise<Partial<SetUp> | Refusal> {
  const { loginId, party } = asking;
  const expectedChallenge = await takeChallenge(db, asking, 'add', answer.response);
  if (expectedChallenge === undefined) return refuse('PASSKEY_OVER');
  const checked = await orWrong(
    verifyRegistrationResponse({
      response: answer,
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    }),
  );
  if (checked?.registrationInfo === undefined) return refuse('PASSKEY_WRONG');
  const { id, publicKey, counter } = checked.registrationInfo.credential;
  const { rows } = await sql<{ isFirst: boolean; isFull: boolean; isAdded: boolean }>`
    with holder as materialized (
      insert into second_factor (login_id) values (${loginId})
      on conflict (login_id) do update set tries = second_factor.tries returning secret_sealed is not null as has_app
    ), had as materialized (
      select h.has_app, (select count(*) from passkey where login_id = ${loginId}) as passkeys from holder h
    ), added as (
      insert into passkey (id, login_id, credential_id, public_key, counter, transports, name, created_at)
      select ${newId()}, ${loginId}, ${id}, ${Buffer.from(publicKey)}, ${counter}, ${[...(answer.response.transports ?? [])]}::text[], ${name}, app.now()
      from had where had.passkeys < ${passkeysAtMost}
      on conflict (credential_id) do nothing returning id
    )
    select not had.has_app and had.passkeys = 0 as "isFirst", had.passkeys >= ${passkeysAtMost} as "isFull",
      exists (select from added) as "isAdded" from had
  `.execute(db);
  const [done] = rows;
  if (done?.isFull === true) return refuse('PASSKEY_TOO_MANY');
  if (done?.isAdded !== true) return refuse('PASSKEY_KNOWN_ALREADY');
  return done.isFirst ? renewRecoveryCodes(db, loginId) : {};
}

/**
 * Takes what a passkey has signed, once. A passkey that counts its uses, and says that there were no more of them than before, may be a copy.
 * @refusal PASSKEY_OVER, PASSKEY_WRONG, PASSKEY_COPIED
 */
export async function takePasskey(
  db: Database,
  asking: PasskeyAsking,
  answer: AuthenticationResponseJSON,
): Promise<Refusal | undefined> {
  const { loginId, party } = asking;
  const expectedChallenge = await takeChallenge(db, asking, 'use', answer.response);
  if (expectedChallenge === undefined) return refuse('PASSKEY_OVER');
  const [key] = await db
    .selectFrom('passkey')
    .select(['id', 'public_key'])
    .where('login_id', '=', loginId)
    .where('credential_id', '=', answer.id)
    .execute();
  if (key === undefined) return refuse('PASSKEY_WRONG');
  const checked = await orWrong(
    verifyAuthenticationResponse({
      response: answer,
      expectedChallenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      // Its counter is compared below, where two at once cannot both pass.
      credential: { id: answer.id, publicKey: Uint8Array.from(key.public_key), counter: 0 },
    }),
  );
  if (checked?.verified !== true) return refuse('PASSKEY_WRONG');
  const { newCounter } = checked.authenticationInfo;
  const { rows } = await sql`
    update passkey set counter = ${newCounter}, last_used_at = app.now()
    where id = ${key.id} and (counter < ${newCounter} or (counter = 0 and ${newCounter}::bigint = 0)) returning id
  `.execute(db);
  return rows.length === 0 ? refuse('PASSKEY_COPIED') : undefined;
}

/** Gives a passkey another name. @refusal PASSKEY_UNKNOWN */
export async function renamePasskey(
  db: Database,
  { loginId, passkeyId, name }: { readonly loginId: string; readonly passkeyId: string; readonly name: string },
): Promise<Refusal | undefined> {
  const { numUpdatedRows } = await db
    .updateTable('passkey')
    .set({ name })
    .where('id', '=', passkeyId)
    .where('login_id', '=', loginId)
    .executeTakeFirst();
  return numUpdatedRows === 0n ? refuse('PASSKEY_UNKNOWN') : undefined;
}

/** Takes a passkey off an account, unless nothing else would be left to prove who somebody is. @refusal PASSKEY_UNKNOWN, PASSKEY_LAST */
export async function removePasskey(
  db: Database,
  { loginId, passkeyId }: { readonly loginId: string; readonly passkeyId: string },
): Promise<Refusal | undefined> {
  const { rows } = await sql<{ isKnown: boolean; isRemoved: boolean }>`
    with held as materialized (select id from passkey where login_id = ${loginId} order by id for update),
    removed as (
      delete from passkey where id = ${passkeyId} and login_id = ${loginId}
        and ((select count(*) from held) > 1
          or exists (select from second_factor where login_id = ${loginId} and secret_sealed is not null))
      returning id
    )
    select exists (select from held where id = ${passkeyId}) as "isKnown", exists (select from removed) as "isRemoved"
  `.execute(db);
  const [done] = rows;
  if (done?.isKnown !== true) return refuse('PASSKEY_UNKNOWN');
  return done.isRemoved ? undefined : refuse('PASSKEY_LAST');
}

/** A passkey as its owner's list has it. */
export interface PasskeyListed {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

/** Somebody's passkeys, the oldest first. */
export async function listPasskeys(db: Database, loginId: string): Promise<readonly PasskeyListed[]> {
  return db
    .selectFrom('passkey')
    .select(['id', 'name', 'created_at as createdAt', 'last_used_at as lastUsedAt'])
    .where('login_id', '=', loginId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

async function credentialsOf(db: Database, loginId: string) {
  const held = await db
    .selectFrom('passkey')
    .select(['credential_id', 'transports'])
    .where('login_id', '=', loginId)
    .orderBy('id')
    .execute();
  return held.map(({ credential_id: id, transports }) => ({ id, transports: transports.filter(isTransport) }));
}

const known = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;
const isTransport = (text: string): text is AuthenticatorTransport => known.some((one) => one === text);

async function keepChallenge(
  db: Database,
  { sessionId, purpose, challenge }: { sessionId: string; purpose: Purpose; challenge: string },
): Promise<void> {
  await sql`
    insert into passkey_challenge (challenge_hash, session_id, purpose, expires_at)
    values (${hashOf(challenge)}, ${sessionId}, ${purpose}, app.now() + make_interval(secs => ${passkeyChallengeSeconds}))
  `.execute(db);
}

/**
 * Uses up what was to be signed, whether the answer is right or wrong. @returns it; undefined where this browser was not asked to sign it,
 * or was too long ago
 */
async function takeChallenge(
  db: Database,
  { sessionId }: PasskeyAsking,
  purpose: Purpose,
  { clientDataJSON }: { readonly clientDataJSON: string },
): Promise<string | undefined> {
  const challenge = challengeIn(clientDataJSON);
  if (challenge === undefined) return undefined;
  const { rows } = await sql`
    delete from passkey_challenge
    where challenge_hash = ${hashOf(challenge)} and session_id = ${sessionId} and purpose = ${purpose} and expires_at > app.now()
    returning session_id
  `.execute(db);
  return rows.length === 0 ? undefined : challenge;
}

/** What a browser says that it has signed; undefined where it says nothing that can be read. */
function challengeIn(clientDataJSON: string): string | undefined {
  try {
    return decodeClientDataJSON(clientDataJSON).challenge;
  } catch {
    return undefined;
  }
}

/** The library throws for whatever is wrong with an answer; its words are for programmers. */
const orWrong = <Checked>(checking: Promise<Checked>): Promise<Checked | undefined> => checking.catch(() => undefined);

import { createHash, randomBytes } from 'node:crypto';

/** What a token may be used for; one that may write may read too. */
export const tokenScopes = ['read', 'write'] as const;
export type TokenScope = (typeof tokenScopes)[number];

/** A new access token: the plain one, told once to whoever asked and kept nowhere, and its digest, which is kept. */
export interface NewToken {
  readonly token: string;
  /** SHA-256, base64url. */
  readonly tokenHash: string;
}

/** Makes a token of 256 random bits, which no digest gives away. */
export function newToken(): NewToken {
  const token = `gp_${randomBytes(32).toString('base64url')}`;
  return { token, tokenHash: digestOf(token).toString('base64url') };
}

/** What of a token is stored: its SHA-256. Tokens are long and random, so nothing slower is needed. */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

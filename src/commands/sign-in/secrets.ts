import { createHash, randomBytes, randomInt } from 'node:crypto';

/** Something long and random that whoever holds it shows, and its SHA-256, which is kept: nothing slower is needed for 256 bits. */
export interface Secret {
  readonly plain: string;
  readonly hash: Buffer;
}

/** Makes a secret of 256 random bits. */
export function newSecret(): Secret {
  const plain = randomBytes(32).toString('base64url');
  return { plain, hash: hashOf(plain) };
}

/** What is kept of a secret. */
export function hashOf(plain: string): Buffer {
  return createHash('sha256').update(plain).digest();
}

/** A code of six digits, each as likely as any other. */
export function newCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** A code as it was meant: people type blanks and dashes into what they copy. */
export function asTyped(code: string): string {
  return code.replaceAll(/[\s-]/g, '').toUpperCase();
}

/** Crockford's digits in base 32, which leave out what looks like another. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A recovery code of 80 random bits, in four groups: `7K2M-…`. */
export function newRecoveryCode(): string {
  const all = Array.from({ length: 16 }, () => digits[randomInt(digits.length)]).join('');
  return all.replace(/(.{4})(?=.)/g, '$1-');
}

/** What is kept of a recovery code; O, I and L are read as the digits that they look like. */
export function hashOfRecoveryCode(code: string): Buffer {
  return hashOf(asTyped(code).replaceAll('O', '0').replaceAll(/[IL]/g, '1'));
}

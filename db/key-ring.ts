import { createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, randomBytes } from 'node:crypto';

/** Keys of 32 bytes each: one, or several with the newest first. */
export type Keys = Buffer | readonly Buffer[];

/** Keys by their ids. What is new is encrypted with the newest; what an older one encrypted can still be read. */
export interface KeyRing {
  /** The id of the key that encrypts what is new. */
  readonly newest: string;
  /** The ids of all keys, the newest first. */
  readonly ids: readonly string[];
  /** Encrypts with the newest key: AES-256-GCM, a fresh nonce each time. */
  encrypt(plain: Uint8Array): Buffer;
  /**
   * Decrypts with the key of this id. Without one, from the time when what was encrypted did not name its key, each key is tried.
   * @throws KeyMissing when there is no such key; Error when the bytes were altered
   */
  decrypt(keyId: string | undefined, bytes: Uint8Array): Buffer;
  /** A digest of a text by the key of this id, in base64url: without the key nobody can find the text by trying. Undefined when the key is not there. */
  digest(keyId: string, text: string): string | undefined;
}

/** That something was encrypted with a key that is not given. It names the key, and never what was encrypted. */
export class KeyMissing extends Error {
  constructor(readonly keyId: string | undefined) {
    super(
      keyId === undefined
        ? 'encrypted with a key that is not among those given'
        : `encrypted with key ${keyId}, which is not among those given`,
    );
    // Logs say of an error its name, and no words.
    this.name = keyId === undefined ? 'KeyMissing' : `KeyMissing ${keyId}`;
  }
}

const nonceLength = 12;
const tagLength = 16;

/** What a key is called: eight hexadecimal digits of its digest, the same wherever the key is. They say nothing of the key itself. */
export function keyId(key: Buffer): string {
  return createHash('sha256').update('grantpot key id\0').update(key).digest('hex').slice(0, 8);
}

/** A ring of one or more keys. */
export function createKeyRing(keys: Keys): KeyRing {
  const all = Buffer.isBuffer(keys) ? [keys] : keys;
  const ring = new Map(all.map((key) => [keyId(key), createSecretKey(key)]));
  const ids = [...ring.keys()];
  const [newest] = ids;
  const newestKey = ring.get(newest ?? '');
  if (newest === undefined || newestKey === undefined) throw new RangeError('a ring of keys has at least one');

  const decryptBy = (id: string, bytes: Buffer): Buffer => {
    const key = ring.get(id);
    if (key === undefined) throw new KeyMissing(id);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength));
    decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
    return Buffer.concat([decipher.update(bytes.subarray(nonceLength + tagLength)), decipher.final()]);
  };
  return {
    newest,
    ids,
    digest: (id, text) => {
      const key = ring.get(id);
      if (key === undefined) return undefined;
      return createHmac('sha256', key).update('grantpot digest\0').update(text).digest('base64url');
    },
    encrypt: (plain) => {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', newestKey, nonce);
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    decrypt: (id, encrypted) => {
      const bytes = Buffer.from(encrypted.buffer, encrypted.byteOffset, encrypted.byteLength);
      if (id !== undefined) return decryptBy(id, bytes);
      for (const each of ids) {
        try {
          return decryptBy(each, bytes);
        } catch {
          // Another key's, or altered: that cannot be told apart.
        }
      }
      throw new KeyMissing(undefined);
    },
  };
}

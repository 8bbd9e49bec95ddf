import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Encrypts and opens single fields of a row: bank details, client references. AES-256-GCM, a fresh nonce each time. */
export interface Seal {
  readonly seal: (text: string) => string;
  /** @throws Error when the text was altered, or sealed with another key. */
  readonly open: (sealed: string) => string;
}

const version = 'v1';
const nonceLength = 12;
const tagLength = 16;

/** A seal by a key of 32 bytes. The first part of what it makes names its form, so that keys and forms can change. */
export function createSeal(key: Buffer): Seal {
  return {
    seal: (text) => {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${version}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open: (sealed) => {
      const [form, encoded = ''] = sealed.split('.');
      if (form !== version) throw new Error('sealed in a form that is not known');
      const bytes = Buffer.from(encoded, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength));
      decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
      return Buffer.concat([decipher.update(bytes.subarray(nonceLength + tagLength)), decipher.final()]).toString(
        'utf8',
      );
    },
  };
}

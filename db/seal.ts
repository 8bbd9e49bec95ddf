import { createKeyRing, type Keys } from './key-ring';

/** Encrypts and opens single fields of a row: bank details, client references. AES-256-GCM, a fresh nonce each time. */
export interface Seal {
  /** Encrypts with the newest key, whose id goes with what it makes. */
  readonly seal: (text: string) => string;
  /** @throws KeyMissing when it was sealed with a key that is not there; Error when it was altered. */
  readonly open: (sealed: string) => string;
  /** Whether it can be opened. */
  readonly canOpen: (sealed: string) => boolean;
  /** A digest that says whether two texts are the same, and from which nobody finds a text by trying all, as one could a sort code and account number. */
  readonly fingerprint: (text: string) => string;
  /** Whether a text has this fingerprint, or is itself what was kept before there were any. False where the key that made it is not there any more. */
  readonly isFingerprintOf: (kept: string, text: string) => boolean;
  /** The id of the key that seals now. */
  readonly keyId: string;
}

/** `v2.<id of the key>.<nonce, tag and text>`. */
const version = 'v2';
/** `v1.<nonce, tag and text>`: from when there was one key, which had no name. */
const nameless = 'v1';

/** A seal by keys of 32 bytes. The first part of what it makes names its form, and the second its key, so that both can change. */
export function createSeal(keys: Keys): Seal {
  const ring = createKeyRing(keys);
  const open = (sealed: string): string => {
    const { keyId, encoded } = partsOf(sealed);
    return ring.decrypt(keyId, Buffer.from(encoded, 'base64url')).toString('utf8');
  };
  return {
    keyId: ring.newest,
    seal: (text) => `${version}.${ring.newest}.${ring.encrypt(Buffer.from(text, 'utf8')).toString('base64url')}`,
    fingerprint: (text) => `${version}.${ring.newest}.${ring.digest(ring.newest, text) ?? ''}`,
    isFingerprintOf: (kept, text) => {
      const [form, keyId = '', digest] = kept.split('.');
      return form === version ? ring.digest(keyId, text) === digest : kept === text;
    },
    open,
    canOpen: (sealed) => {
      try {
        open(sealed);
        return true;
      } catch {
        return false;
      }
    },
  };
}

function partsOf(sealed: string): { readonly keyId: string | undefined; readonly encoded: string } {
  const [form, second = '', third = ''] = sealed.split('.');
  if (form === version) return { keyId: second, encoded: third };
  if (form === nameless) return { keyId: undefined, encoded: second };
  throw new Error('sealed in a form that is not known');
}

/** The beginning of every fingerprint; what begins otherwise was kept before there were any. */
export const fingerprinted = `${version}.`;

/** The beginning of everything that a key of this id has sealed; what begins otherwise was sealed with another. */
export function sealedBy(keyId: string): string {
  return `${version}.${keyId}.`;
}

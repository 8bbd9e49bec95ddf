import { randomBytes } from 'node:crypto';

import { defaultPayloadConverter } from '@temporalio/common';
import { encode } from '@temporalio/common/lib/encoding';

import { createKeyRing, keyId, KeyMissing } from '../../db/key-ring';
import { createSeal, sealedBy } from '../../db/seal';
import { readServiceEnvironment } from '../../src/config/environment';
import { createPayloadCodec } from '../../src/delivery/payload-codec';

const [oldKey, newKey, otherKey] = [randomBytes(32), randomBytes(32), randomBytes(32)];

/** Sealed by the program before keys had names, with the key of 32 sevens. */
const nameless = 'v1.5CNMK5w3DGZXNtyyEQrLSZw5Iodcs10E6oO-LFw2-uuKMog';

const thrownBy = (act: () => unknown): Error => {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
};

describe('a seal', () => {
  test('by several keys uses the newest, says which, and opens what an older one sealed', () => {
    const before = createSeal(oldKey).seal('WC-1047');
    const seal = createSeal([newKey, oldKey]);
    expect(seal.keyId).toBe(keyId(newKey));
    expect(seal.open(before)).toBe('WC-1047');
    const after = seal.seal('WC-1047');
    expect(after.startsWith(sealedBy(keyId(newKey)))).toBe(true);
    expect(before.startsWith(sealedBy(keyId(oldKey)))).toBe(true);
    expect(createSeal(newKey).open(after)).toBe('WC-1047');
  });

  test('says which key is missing, and nothing of what is sealed', () => {
    const sealed = createSeal(oldKey).seal('WC-1047');
    const error = thrownBy(() => createSeal([newKey, otherKey]).open(sealed));
    expect(error).toBeInstanceOf(KeyMissing);
    expect(error.message).toBe(`encrypted with key ${keyId(oldKey)}, which is not among those given`);
    expect(error.name).toBe(`KeyMissing ${keyId(oldKey)}`);
    expect(`${error.message}${error.stack ?? ''}`).not.toContain(sealed.split('.')[2]);
  });

  test('of before keys had names is opened by whichever key made it', () => {
    const bytes = createKeyRing(oldKey).encrypt(Buffer.from('WC-1047'));
    const sealed = `v1.${bytes.toString('base64url')}`;
    expect(createSeal([newKey, oldKey]).open(sealed)).toBe('WC-1047');
    expect(thrownBy(() => createSeal(newKey).open(sealed))).toBeInstanceOf(KeyMissing);
    expect(createSeal(Buffer.alloc(32, 7)).open(nameless)).toBe('WC-1047');
  });

  test('that was altered does not open, and neither does an unknown form', () => {
    const sealed = createSeal(newKey).seal('WC-1047');
    // Not the last character: some of its bits stand for nothing.
    const altered = sealed.slice(0, -2) + (sealed.at(-2) === 'A' ? 'B' : 'A') + sealed.slice(-1);
    expect(() => createSeal(newKey).open(altered)).toThrow();
    expect(() => createSeal(newKey).open('v9.abc')).toThrow('a form that is not known');
  });
});

describe('a fingerprint', () => {
  test('says whether it is of a text, with the key that made it, and is of no use without', () => {
    const before = createSeal(oldKey).fingerprint('a digest');
    const both = createSeal([newKey, oldKey]);
    expect(both.isFingerprintOf(before, 'a digest')).toBe(true);
    expect(both.isFingerprintOf(both.fingerprint('a digest'), 'a digest')).toBe(true);
    expect(both.isFingerprintOf(before, 'another')).toBe(false);
    expect(createSeal(newKey).isFingerprintOf(before, 'a digest')).toBe(false);
    expect(createSeal(oldKey).fingerprint('a digest')).toBe(before);
    expect(before).not.toContain('digest');
  });
});

describe('the payload codec', () => {
  const plain = () => defaultPayloadConverter.toPayload({ grantId: '1' });

  test('names its key, and reads what an older key wrote', async () => {
    const before = await createPayloadCodec(oldKey).encode([plain()]);
    expect(Buffer.from(before[0]!.metadata!['encryption-key']!).toString()).toBe(keyId(oldKey));
    const both = createPayloadCodec([newKey, oldKey]);
    expect(await both.decode(before)).toMatchObject([{ data: plain().data }]);
    const after = await both.encode([plain()]);
    expect(await createPayloadCodec(newKey).decode(after)).toMatchObject([{ data: plain().data }]);
  });

  test('reads histories of before keys had names', async () => {
    const [payload] = await createPayloadCodec(oldKey).encode([plain()]);
    const unnamed = [{ ...payload, metadata: { ...payload?.metadata, 'encryption-key': encode('v1') } }];
    expect(await createPayloadCodec([newKey, oldKey]).decode(unnamed)).toMatchObject([{ data: plain().data }]);
  });

  test('rejects with the id of the key that is missing', async () => {
    const before = await createPayloadCodec(oldKey).encode([plain()]);
    await expect(createPayloadCodec(newKey).decode(before)).rejects.toThrow(`encrypted with key ${keyId(oldKey)}`);
  });
});

describe('the environment', () => {
  const given = (fieldKey: string) =>
    readServiceEnvironment({
      DATABASE_URL: 'postgres://a:b@127.0.0.1/grantpot',
      TEMPORAL_ADDRESS: '127.0.0.1:7233',
      GRANTPOT_FIELD_KEY: fieldKey,
      GRANTPOT_CODEC_KEY: newKey.toString('base64'),
    });

  test('takes one key, or several with commas between', () => {
    expect(given(oldKey.toString('base64')).fieldKeys).toEqual([oldKey]);
    expect(given(`${newKey.toString('base64')}, ${oldKey.toString('base64')}`).fieldKeys).toEqual([newKey, oldKey]);
  });

  test.each(['short', `${newKey.toString('base64')},`, randomBytes(31).toString('base64')])(
    'refuses %s by the name of the variable, without showing it',
    (bad) => {
      const { message } = thrownBy(() => given(bad));
      expect(message).toMatch(/^GRANTPOT_FIELD_KEY must be 32 bytes in base64, or several such/);
      expect(message).not.toContain(bad.slice(0, 10));
    },
  );
});

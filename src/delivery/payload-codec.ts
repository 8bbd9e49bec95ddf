import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec, ValueError } from '@temporalio/common';
import { decode, encode } from '@temporalio/common/lib/encoding';
import { temporal } from '@temporalio/proto';

const encoding = 'binary/encrypted';
const keyName = 'encryption-key';
const nonceLength = 12;
const tagLength = 16;

/** Encrypts every payload that Temporal keeps: AES-256-GCM, by a key of 32 bytes whose name goes with each payload. */
export function createPayloadCodec(key: Buffer, name = 'v1'): PayloadCodec {
  const seal = (payload: Payload): Payload => {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const body = Buffer.concat([
      cipher.update(temporal.api.common.v1.Payload.encode(payload).finish()),
      cipher.final(),
    ]);
    return {
      metadata: { [METADATA_ENCODING_KEY]: encode(encoding), [keyName]: encode(name) },
      data: Buffer.concat([nonce, cipher.getAuthTag(), body]),
    };
  };
  const open = (payload: Payload): Payload => {
    const form = payload.metadata?.[METADATA_ENCODING_KEY];
    if (form === undefined || decode(form) !== encoding) return payload;
    if (!payload.data) throw new ValueError('an encrypted payload without data');
    const bytes = Buffer.from(payload.data);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength));
    decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
    return temporal.api.common.v1.Payload.decode(
      Buffer.concat([decipher.update(bytes.subarray(nonceLength + tagLength)), decipher.final()]),
    );
  };
  return {
    encode: (payloads) => Promise.resolve(payloads.map(seal)),
    decode: (payloads) => Promise.resolve(payloads.map(open)),
  };
}

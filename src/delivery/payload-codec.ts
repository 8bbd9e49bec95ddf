import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec, ValueError } from '@temporalio/common';
import { decode, encode } from '@temporalio/common/lib/encoding';
import { temporal } from '@temporalio/proto';
import { createKeyRing, KeyMissing, type Keys } from '../../db/key-ring';

const encoding = 'binary/encrypted';
const keyName = 'encryption-key';
/** What payloads say that were encrypted when there was one key. */
const nameless = 'v1';

/**
 * Encrypts every payload that Temporal keeps: AES-256-GCM, by the newest of keys of 32 bytes, whose id goes with each payload. What an older key
 * encrypted is read with that. Reading throws KeyMissing when the key is not there; `onKeyMissing` is told its id, once for each, since what a workflow
 * throws is encrypted too.
 */
export function createPayloadCodec(keys: Keys, onKeyMissing: (keyId: string) => void = () => undefined): PayloadCodec {
  const told = new Set<string>();
  const ring = createKeyRing(keys);
  const seal = (payload: Payload): Payload => ({
    metadata: { [METADATA_ENCODING_KEY]: encode(encoding), [keyName]: encode(ring.newest) },
    data: ring.encrypt(temporal.api.common.v1.Payload.encode(payload).finish()),
  });
  const open = (payload: Payload): Payload => {
    const form = payload.metadata?.[METADATA_ENCODING_KEY];
    if (form === undefined || decode(form) !== encoding) return payload;
    if (!payload.data) throw new ValueError('an encrypted payload without data');
    const named = payload.metadata?.[keyName];
    const name = named == null ? nameless : decode(named);
    try {
      return temporal.api.common.v1.Payload.decode(ring.decrypt(name === nameless ? undefined : name, payload.data));
    } catch (error) {
      if (error instanceof KeyMissing && !told.has(name)) {
        told.add(name);
        onKeyMissing(name);
      }
      throw error;
    }
  };
  return {
    encode: (payloads) => Promise.resolve(payloads.map(seal)),
    // Whatever cannot be read rejects the promise; thrown at once, it would end the worker.
    decode: (payloads) => new Promise((resolve) => resolve(payloads.map(open))),
  };
}

import type { DataConverter } from '@temporalio/common';
import type { Keys } from '../../db/key-ring';
import { createPayloadCodec } from './payload-codec';

/** How clients and workers write what Temporal keeps: payloads and the texts of failures encrypted by keys of 32 bytes, the newest first. `onKeyMissing` is told once of each key that is not there. */
export function createDataConverter(codecKeys: Keys, onKeyMissing?: (keyId: string) => void): DataConverter {
  return {
    payloadCodecs: [createPayloadCodec(codecKeys, onKeyMissing)],
    failureConverterPath: require.resolve('../../workflows/failure-converter'),
  };
}

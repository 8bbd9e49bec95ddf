import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec } from './payload-codec';

/** How clients and workers write what Temporal keeps: payloads and the texts of failures encrypted by a key of 32 bytes. */
export function createDataConverter(codecKey: Buffer): DataConverter {
  return {
    payloadCodecs: [createPayloadCodec(codecKey)],
    failureConverterPath: require.resolve('../../workflows/failure-converter'),
  };
}

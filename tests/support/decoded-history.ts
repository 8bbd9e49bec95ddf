import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';

import { createPayloadCodec } from '../../src/delivery/payload-codec';

/** What Temporal keeps of a run, as JSON: as it is kept, and with everything in it that was encrypted opened. */
export interface KeptHistory {
  readonly kept: string;
  readonly opened: string;
}

/** Reads the whole history of a run. */
export async function historyOf(handle: WorkflowHandle, codecKey: Buffer): Promise<KeptHistory> {
  const kept: unknown = JSON.parse(historyToJSON(await handle.fetchHistory()));
  return { kept: JSON.stringify(kept), opened: JSON.stringify(await opened(kept, createPayloadCodec(codecKey))) };
}

type Codec = ReturnType<typeof createPayloadCodec>;
interface JsonPayload {
  readonly metadata: Readonly<Record<string, string>>;
  readonly data?: string;
}

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
const text = (data: Uint8Array | null | undefined): string => Buffer.from(data ?? []).toString('base64');

function isPayload(value: object): value is JsonPayload {
  return (
    'metadata' in value && typeof value.metadata === 'object' && value.metadata !== null && 'encoding' in value.metadata
  );
}

/** The same JSON with every payload decrypted, in the form in which Temporal keeps those that are not encrypted. */
async function opened(value: unknown, codec: Codec): Promise<unknown> {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Promise.all(value.map((one) => opened(one, codec)));
  if (isPayload(value)) {
    const metadata = Object.fromEntries(Object.entries(value.metadata).map(([key, one]) => [key, bytes(one)]));
    const [plain] = await codec.decode([{ metadata, data: bytes(value.data ?? '') }]);
    return {
      metadata: Object.fromEntries(Object.entries(plain?.metadata ?? {}).map(([key, one]) => [key, text(one)])),
      data: text(plain?.data),
    };
  }
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, one]) => [key, await opened(one, codec)] as const),
  );
  return Object.fromEntries(entries);
}

/** All texts of such JSON, with what its payloads hold in plain. */
export function wordsOf(json: string): string {
  return json.replaceAll(
    /"data":"([A-Za-z0-9+/=]*)"/g,
    (_, data: string) => `"data":${JSON.stringify(Buffer.from(data, 'base64').toString('utf8'))}`,
  );
}

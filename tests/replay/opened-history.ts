import type { WorkflowHandle } from '@temporalio/client';

import { historyOf } from '../support/decoded-history';
import type { History } from './histories';

/**
 * The history of a run as it is stored: opened, so that it is read without a key, and without what names the machine: its name, and
 * the folders in stack traces.
 */
export async function openedHistory(handle: WorkflowHandle, codecKey: Buffer): Promise<History> {
  const { opened } = await historyOf(handle, codecKey);
  return JSON.parse(opened, withoutMachine) as History;
}

function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'identity') return 'recorded';
  if (key === 'encodedAttributes') return withoutStack(value as { readonly data: string });
  const isSticky =
    typeof value === 'object' && value !== null && 'kind' in value && String(value.kind).includes('STICKY');
  return isSticky ? { ...value, name: 'sticky' } : value;
}

/** The text of a failure, as the failure converter writes it. */
function withoutStack(payload: { readonly data: string }): object {
  const { message } = JSON.parse(Buffer.from(payload.data, 'base64').toString('utf8')) as { readonly message: string };
  return { ...payload, data: Buffer.from(JSON.stringify({ message, stack_trace: '' })).toString('base64') };
}

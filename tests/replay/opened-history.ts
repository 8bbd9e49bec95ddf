import type { WorkflowHandle } from '@temporalio/client';

import { historyOf } from '../support/decoded-history';
import type { History } from './histories';

/** The history of a run as it is stored: opened, so that it is read without a key, and without the name of the machine. */
export async function openedHistory(handle: WorkflowHandle, codecKey: Buffer): Promise<History> {
  const { opened } = await historyOf(handle, codecKey);
  return JSON.parse(opened, withoutMachine) as History;
}

function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'identity') return 'recorded';
  const isSticky =
    typeof value === 'object' && value !== null && 'kind' in value && String(value.kind).includes('STICKY');
  return isSticky ? { ...value, name: 'sticky' } : value;
}

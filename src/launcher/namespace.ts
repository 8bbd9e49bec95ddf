import { setTimeout as pause } from 'node:timers/promises';

import { Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';

import { registerSearchAttributes, type SearchAttributes } from './search-attributes';

/** gRPC's codes for what does not exist, and for what does already. */
const [NOT_FOUND, ALREADY_EXISTS] = [5, 6];

/** How long Temporal keeps what a finished run was: long enough to look into last month's. The record itself is in Postgres. */
const RETENTION = '30 days';

/** A namespace that there has to be. */
export interface WantedNamespace {
  readonly namespace: string;
  readonly searchAttributes: SearchAttributes;
}

/**
 * Waits until the Temporal server at this address serves a namespace, which is made when it is missing, and knows its search attributes. It is asked
 * again and again: a server that starts refuses at first, and one that runs reads its own tables every two seconds only.
 *
 * @param mayGoOn called between two attempts with what the last said; throws when there is no use in another
 */
export async function untilServed(
  address: string,
  wanted: WantedNamespace,
  mayGoOn: (refusal: string) => void,
): Promise<void> {
  for (;;) {
    try {
      await ensure(address, wanted);
      return;
    } catch (error) {
      mayGoOn((error as Error).message);
      await pause(50);
    }
  }
}

async function ensure(address: string, { namespace, searchAttributes }: WantedNamespace): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '2 seconds' });
  try {
    await connection.workflowService.describeNamespace({ namespace }).catch(async (error: unknown) => {
      if (!isGrpcServiceError(error) || (error.code as number) !== NOT_FOUND) throw error;
      await makeNamespace(connection, namespace);
    });
    await registerSearchAttributes(connection, namespace, searchAttributes);
  } finally {
    await connection.close();
  }
}

async function makeNamespace(connection: Connection, namespace: string): Promise<void> {
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(RETENTION),
    });
  } catch (error) {
    if (!isGrpcServiceError(error) || (error.code as number) !== ALREADY_EXISTS) throw error;
  }
}

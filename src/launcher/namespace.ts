import { type Connection, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';

import { registerSearchAttributes, type SearchAttributes } from './search-attributes';

/** gRPC's codes for what does not exist, and for what does already. */
const [NOT_FOUND, ALREADY_EXISTS] = [5, 6];

/** How long Temporal keeps what a finished run was: long enough to look into last month's. The record itself is in Postgres. */
const RETENTION = '30 days';

/**
 * Makes a namespace where it is missing, and registers the search attributes that it lacks. Others may do the same at the same time.
 *
 * @throws a gRPC error when the server cannot be reached, or has not taken notice of either yet: it reads its own tables every two seconds
 */
export async function ensureNamespace(
  connection: Connection,
  namespace: string,
  searchAttributes: SearchAttributes,
): Promise<void> {
  try {
    await connection.workflowService.describeNamespace({ namespace });
  } catch (error) {
    if (!isGrpcServiceError(error) || (error.code as number) !== NOT_FOUND) throw error;
    await makeNamespace(connection, namespace);
  }
  await registerSearchAttributes(connection, namespace, searchAttributes);
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

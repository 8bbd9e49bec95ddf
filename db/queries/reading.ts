import type { Database, Tx } from '../client';
import { CheckFailed } from '../read';
import { inTenant } from '../transaction';

export type { Check } from '../read';

/** Lets somebody else's reading run in a transaction of a tenant: what a command shows to be agreed to is read by the command's own code. */
export function readInTenant<T>(db: Database, tenantId: string, read: (tx: Tx) => Promise<T>): Promise<T> {
  return inTenant(db, tenantId, read);
}

/** Whether nothing was read because what was to hold before did not. */
export const isCheckFailed = (error: unknown): boolean => error instanceof CheckFailed;

import { findOrganisation, type Look } from '../../../../db/queries/look';
import type { Database } from '../../../../db/client';
import { onlyTenant, tenantOfSlug } from '../../../commands/readings/tenant-of-slug';

/** What organisations publish: their name comes first in its addresses. */
const publicAddress = /^\/o\/([a-z0-9-]{1,41})(?:[/?#]|$)/;

/**
 * Whose page it is for somebody who has not signed in: the organisation that one of these addresses of ours names, the first first; else the only one
 * that there is. Undefined where neither says. At most three round trips.
 */
export async function lookByAddress(db: Database, addresses: readonly string[]): Promise<Look | undefined> {
  const slug = addresses.map((address) => publicAddress.exec(address)?.[1]).find((one) => one !== undefined);
  const named = slug === undefined ? undefined : await tenantOfSlug(db, slug);
  const tenantId = named ?? (await onlyTenant(db));
  return tenantId === undefined ? undefined : findOrganisation(db, { tenantId });
}

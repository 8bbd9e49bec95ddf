import type { Asker } from '../../../../db/queries/asker';
import { readPurchaseAround, type PurchaseAround } from '../../../../db/queries/purchases/purchase-around';
import { findPurchase } from '../../../../db/queries/purchases/purchases';
import type { FileListed } from '../../../../db/queries/files';
import { readTimeline, type TimelineEvent } from '../../../../db/queries/grants/timeline';
import { isId } from '../../../contracts/ids';
import { rolesReaching, staffRoles, type Scope } from '../../../domain/lives/roles';
import type { PurchaseReader } from '../../../domain/purchases/purchase-status';
import { filesOf } from '../files/view';
import type { PageContext } from '../frame/page';

/** A purchase with all that its page says of it, for who looks. */
export interface PurchaseLooked {
  readonly purchase: NonNullable<Awaited<ReturnType<typeof findPurchase>>>;
  readonly reader: PurchaseReader;
  readonly asker: Asker;
  readonly scope: Scope;
  /** Empty for who need not know which client it is for; undefined where it cannot be read. */
  readonly clientReference: string | undefined;
  /** The invoice as it came: its files. */
  readonly invoices: readonly FileListed[];
  readonly events: readonly TimelineEvent[];
  /** For staff alone. */
  readonly around: PurchaseAround | undefined;
}

const eventsAPage = 100;

/** Whether whoever asks may know which client a purchase is for: who bought it, who delivers it, and who looks after the pot. */
export const mayKnowClient = (roles: Asker['roles'], scope: Scope): boolean =>
  rolesReaching(roles, scope).some(({ name }) =>
    ['budget_holder', 'provider', 'grants_officer', 'fund_manager'].includes(name),
  );

/** Reads a purchase for who looks. Undefined where there is none for them. */
export async function lookAtPurchase(
  { parts }: PageContext,
  asker: Asker,
  id: string,
): Promise<PurchaseLooked | undefined> {
  const { db, open } = parts.reading;
  if (!isId(id)) return undefined;
  const [purchase, invoices, timeline] = await Promise.all([
    findPurchase(db, asker, id),
    filesOf({ purchaseId: id }, { parts, asker }),
    readTimeline(db, asker, { type: 'purchase', id }, { sort: 'newest', limit: eventsAPage }),
  ]);
  if (purchase === undefined) return undefined;
  const { potId, employerId, providerId } = purchase;
  const scope: Scope = { potId, parties: { budget_holder: employerId, provider: providerId } };
  const reaching = rolesReaching(asker.roles, scope).map(({ name }) => name);
  const reader = reaching.some((name) => staffRoles.includes(name))
    ? 'staff'
    : reaching.includes('provider')
      ? 'provider'
      : 'buyer';
  const sealed = purchase.clientReferenceSealed;
  return {
    purchase,
    reader,
    asker,
    scope,
    clientReference: mayKnowClient(asker.roles, scope) && sealed !== null ? open(sealed) : '',
    invoices,
    events: timeline?.items ?? [],
    around: reader === 'staff' ? await readPurchaseAround(db, asker, purchase) : undefined,
  };
}

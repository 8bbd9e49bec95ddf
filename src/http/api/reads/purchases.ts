import { findPurchase, listPurchases } from '../../../../db/queries/purchases/purchases';
import { rolesReaching, type HeldRole, type Role, type Scope } from '../../../domain/lives/roles';
import {
  purchaseAnswer,
  purchaseExample,
  purchaseListedExample,
  purchasesPage,
  purchasesQuery,
} from '../../schemas/reads/money';
import { readRoute, type ReadContext } from '../read-route';
import { withReason } from './with-reason';
import { allowedTo } from './allowed';

/** Who needs to know which client a purchase is for: who asked, the provider, who confirms by it who came, and staff who match invoices. */
const knowTheClient: readonly Role[] = ['budget_holder', 'provider', 'grants_officer', 'fund_manager'];

/** The client's reference of a purchase, opened only for those who need it. */
function openFor<Purchase extends { readonly clientReferenceSealed: string | null }>(
  { clientReferenceSealed, ...purchase }: Purchase,
  {
    roles,
    scope,
    open,
  }: { readonly roles: readonly HeldRole[]; readonly scope: Scope; readonly open: ReadContext['open'] },
) {
  const mayKnow = rolesReaching(roles, scope).some((role) => knowTheClient.includes(role.name));
  if (!mayKnow || clientReferenceSealed === null)
    return { ...purchase, clientReference: null, clientReferenceUnreadable: false };
  const opened = open(clientReferenceSealed);
  return { ...purchase, clientReference: opened ?? null, clientReferenceUnreadable: opened === undefined };
}

const scopeOf = (purchase: {
  readonly potId: string;
  readonly employerId: string;
  readonly providerId: string;
}): Scope => ({
  potId: purchase.potId,
  parties: { budget_holder: purchase.employerId, provider: purchase.providerId },
});

/** Reads about purchases. */
export const purchaseReads = [
  readRoute({
    operationId: 'listPurchases',
    path: '/purchases',
    summary: 'Purchases that you may see, newest first; of one grant with grantId',
    roles: 'any',
    query: purchasesQuery,
    response: purchasesPage,
    example: { items: [purchaseListedExample], next: null },
    handle: async ({ db, query, open, ...asker }) => {
      const { items, next } = await listPurchases(db, asker, query, query);
      return {
        items: items.map((purchase) => {
          const scope = scopeOf({
            potId: purchase.pot.id,
            employerId: purchase.employer.id,
            providerId: purchase.provider.id,
          });
          return openFor(purchase, { roles: asker.roles, scope, open });
        }),
        next,
      };
    },
  }),
  readRoute({
    operationId: 'getPurchase',
    path: '/purchases/{id}',
    summary: 'One purchase with its payment, and what that waits for',
    roles: 'any',
    response: purchaseAnswer,
    example: purchaseExample,
    handle: async ({ db, params, open, ...asker }) => {
      const found = await findPurchase(db, asker, params['id'] ?? '');
      if (found === undefined) return undefined;
      const { now: _, potId, employerId, providerId, funderName, deadlines, payment, ...purchase } = found;
      const scope = scopeOf({ potId, employerId, providerId });
      return {
        ...openFor(purchase, { roles: asker.roles, scope, open }),
        payment: payment === null ? null : withReason(payment, funderName, 'staff'),
        dates: deadlines.map(({ name, about, at }) => ({ name, about: about ?? null, at })),
        allowed: allowedTo(asker.roles, 'purchase', { state: purchase.state, onHold: purchase.onHold, scope }),
      };
    },
  }),
];

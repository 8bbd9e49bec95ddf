import { findFund, listFunds } from '../../../../db/queries/funds';
import { readGrantLedger, readPotLedger } from '../../../../db/queries/ledger';
import { findPaymentRun, listPaymentRuns } from '../../../../db/queries/payment-runs';
import { listPayments } from '../../../../db/queries/payments';
import type { PlaceInQueue } from '../../../../db/queries/place-in-queue';
import { findPurchase, listPurchases } from '../../../../db/queries/purchases';
import { readInTenant } from '../../../../db/queries/reading';
import { readExport } from '../../../commands/payments/export-csv';
import { seenHash } from '../../../commands/payments/seen-hash';
import type { CalendarDate, Instant } from '../../../domain/calendar';
import { whyItWaits, type PaymentStanding, type Reader } from '../../../domain/expected-next';
import {
  readingRoles,
  rolesReaching,
  staffRoles,
  type HeldRole,
  type Role,
  type Scope,
} from '../../../domain/lives/roles';
import { pence } from '../../../domain/money';
import {
  fundAnswer,
  fundExample,
  fundsPage,
  fundsQuery,
  ledgerLineExample,
  ledgerPage,
  ledgerQuery,
  paymentExample,
  paymentRunAnswer,
  paymentRunExample,
  paymentRunListedExample,
  paymentRunsPage,
  paymentRunsQuery,
  paymentsPage,
  paymentsQuery,
  purchaseAnswer,
  purchaseExample,
  purchaseListedExample,
  purchasesPage,
  purchasesQuery,
} from '../../schemas/reads/money';
import { z } from 'zod';
import { readRoute } from '../read-route';
import { allowedTo } from './allowed';

const { pots: _, instalments: __, allowed: ___, ...fundListedExample } = fundExample;

/** Reads about funds. */
export const fundReads = [
  readRoute({
    operationId: 'listFunds',
    path: '/funds',
    summary: 'Funds, by name',
    roles: readingRoles,
    query: fundsQuery,
    response: fundsPage,
    example: { items: [fundListedExample], next: null },
    handle: ({ db, query, ...asker }) => listFunds(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getFund',
    path: '/funds/{id}',
    summary: 'One fund with its pots and the instalments that its funder pays',
    roles: readingRoles,
    response: fundAnswer,
    example: fundExample,
    handle: async ({ db, params, ...asker }) => {
      const fund = await findFund(db, asker, params['id'] ?? '');
      if (fund === undefined) return undefined;
      return {
        ...fund,
        allowed: allowedTo(asker.roles, 'fund', { state: fund.state, scope: { potId: null, parties: {} } }),
      };
    },
  }),
];

interface Waiting {
  readonly state: PaymentStanding['state'];
  readonly amountPence: number;
  readonly dueAt: string;
  readonly settledOn: CalendarDate | null;
  readonly place: PlaceInQueue | null;
}

/** A payment with its place in the queue told in words. */
function withReason<Payment extends Waiting>({ place, ...payment }: Payment, funderName: string, reader: Reader) {
  const { line = null, expectedOn = null } = place ?? {};
  const standing = {
    ...payment,
    amountPence: pence(payment.amountPence),
    dueAt: payment.dueAt as Instant,
    line,
    expectedOn,
    runName: null,
  };
  return { ...payment, line, expectedOn, why: whyItWaits(standing, funderName, reader) };
}

/** Reads about payments and payment runs. */
export const paymentReads = [
  readRoute({
    operationId: 'listPayments',
    path: '/payments',
    summary: 'Payments of every kind, the last scheduled first, with what each that waits is waiting for',
    roles: staffRoles,
    query: paymentsQuery,
    response: paymentsPage,
    example: { items: [paymentExample], next: null },
    handle: async ({ db, query, ...asker }) => {
      const { items, next } = await listPayments(db, asker, query, query);
      return {
        items: items.map(({ sequence: _, funderName, ...payment }) => withReason(payment, funderName, 'staff')),
        next,
      };
    },
  }),
  readRoute({
    operationId: 'listPaymentRuns',
    path: '/payment-runs',
    summary: 'Payment runs, newest first',
    roles: staffRoles,
    query: paymentRunsQuery,
    response: paymentRunsPage,
    example: { items: [paymentRunListedExample], next: null },
    handle: ({ db, query, ...asker }) => listPaymentRuns(db, asker, query, query),
  }),
  readRoute({
    operationId: 'getPaymentRun',
    path: '/payment-runs/{id}',
    summary: 'One payment run as it is looked at before it is authorised, with the hash of exactly that',
    roles: staffRoles,
    response: paymentRunAnswer,
    example: paymentRunExample,
    handle: async ({ db, params, ...asker }) => {
      const found = await findPaymentRun(db, asker, params['id'] ?? '');
      if (found === undefined) return undefined;
      const { lines, potId, ...run } = found;
      const held = lines.filter(({ droppedAt }) => droppedAt === null);
      const seen = held.map(({ id, payee, bankAccountId, amountPence }) => ({
        id,
        payeeId: payee.id,
        bankAccountId,
        amountPence: pence(amountPence),
      }));
      return {
        ...run,
        seenHash: seenHash(run.id, seen),
        payments: held.map(paymentOfRun),
        dropped: lines.filter(({ droppedAt }) => droppedAt !== null).map(paymentOfRun),
        allowed: allowedTo(asker.roles, 'payment_run', { state: run.state, scope: { potId, parties: {} } }),
      };
    },
  }),
  readRoute({
    operationId: 'exportPaymentRun',
    path: '/payment-runs/{id}/export',
    summary: 'The file of a released payment run for the bank’s upload, with bank details',
    roles: ['payment_maker'],
    response: z.string(),
    example:
      'Payee name,Sort code,Account number,Amount,Reference\r\nF.W.P. Hibiscus,089999,66374958,1935.00,CRO-2026-0042\r\n',
    contentType: 'text/csv',
    handle: async ({ db, params, open, ...asker }) => {
      const found = await findPaymentRun(db, asker, params['id'] ?? '');
      const isMaker = (potId: string) =>
        rolesReaching(asker.roles, { potId, parties: {} }).some((role) => role.name === 'payment_maker');
      if (found === undefined || !isMaker(found.potId)) return undefined;
      return readInTenant(db, asker.tenantId, (tx) => readExport(tx, { open }, asker.tenantId, found.id));
    },
  }),
];

type LineOfRun = NonNullable<Awaited<ReturnType<typeof findPaymentRun>>>['lines'][number];

const paymentOfRun = ({ bankAccountId: _, droppedAt: __, paymentState: state, ...line }: LineOfRun) => ({
  ...line,
  state,
});

/** Who needs to know which client a purchase is for: who asked, and staff who match invoices. */
const knowTheClient: readonly Role[] = ['budget_holder', 'grants_officer', 'fund_manager', 'payment_maker'];

/** The client's reference of a purchase, opened only for those who need it. */
function openFor<Purchase extends { readonly clientReferenceSealed: string | null }>(
  { clientReferenceSealed, ...purchase }: Purchase,
  {
    roles,
    scope,
    open,
  }: { readonly roles: readonly HeldRole[]; readonly scope: Scope; readonly open: (sealed: string) => string },
) {
  const mayKnow = rolesReaching(roles, scope).some((role) => knowTheClient.includes(role.name));
  return {
    ...purchase,
    clientReference: mayKnow && clientReferenceSealed !== null ? open(clientReferenceSealed) : null,
  };
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
      const { potId, employerId, providerId, funderName, deadlines, payment, ...purchase } = found;
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

/** Reads of the ledger. */
export const ledgerReads = [
  readRoute({
    operationId: 'getGrantLedger',
    path: '/grants/{id}/ledger',
    summary: 'What moved on the accounts of a grant, the last first',
    roles: 'any',
    query: ledgerQuery,
    response: ledgerPage,
    example: { items: [ledgerLineExample], next: null },
    handle: ({ db, params, query, ...asker }) => readGrantLedger(db, asker, params['id'] ?? '', query),
  }),
  readRoute({
    operationId: 'getPotLedger',
    path: '/pots/{id}/ledger',
    summary: 'What moved on the accounts of a pot, in both books, the last first',
    roles: readingRoles,
    query: ledgerQuery,
    response: ledgerPage,
    example: { items: [ledgerLineExample], next: null },
    handle: ({ db, params, query, ...asker }) => readPotLedger(db, asker, params['id'] ?? '', query),
  }),
];

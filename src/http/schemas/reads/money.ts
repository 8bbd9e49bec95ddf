import { z } from 'zod';
import { paymentStates } from '../../../domain/money/payment-states';
import { fundAccounts, heldTotals, potAccounts, type HeldTotal } from '../../../../db/queries/money/ledger';
import { paymentRunStates } from '../../../domain/lives/payment-run-life';
import { purchaseStates } from '../../../domain/lives/purchase-life';
import { at, id, named, on, page, pageByAccount, pageByName, pageByOrder, pageByTime, personTold, sum } from './common';
import { funder, fund, group, ids, officer, pot } from './examples';

const fundState = z.enum(['open', 'closed']);
const instalment = z
  .strictObject({ id, pot: named, amountPence: sum, expectedOn: on, receivedOn: on.nullable() })
  .meta({ id: 'Instalment' });

export const fundsQuery = z.strictObject({ state: fundState.optional(), ...pageByName });

/** Money from one funder: pledged as budgets of pots, and received in the bank. */
const fundListed = z
  .strictObject({
    id,
    name: z.string(),
    state: fundState,
    version: z.int(),
    funder: named,
    owner: personTold,
    spendBy: on.nullable(),
    createdAt: at,
    money: z.strictObject({ pledgedPence: sum, receivedPence: sum, owedToFunderPence: sum }),
  })
  .meta({ id: 'FundListed' });
export const fundsPage = page(fundListed).meta({ id: 'FundsPage' });
export const fundAnswer = fundListed
  .extend({
    pots: z.array(named),
    instalments: z.array(instalment),
    refundAccount: z
      .strictObject({ accountName: z.string(), lastDigits: z.string(), givenAt: at })
      .nullable()
      .describe('Where groups pay back what they did not use; for staff, null for others.'),
    allowed: z.array(z.string()),
  })
  .meta({ id: 'Fund' });

export const fundExample = {
  id: ids.fund,
  name: fund.name,
  state: 'open',
  version: 3,
  funder,
  owner: officer,
  spendBy: '2027-10-31',
  createdAt: '2026-10-01T09:00:00.000Z',
  money: { pledgedPence: 2_000_000, receivedPence: 1_000_000, owedToFunderPence: 0 },
  pots: [pot],
  instalments: [
    { id: ids.event, pot, amountPence: 1_000_000, expectedOn: '2026-11-02', receivedOn: '2026-11-02' },
    { id: ids.command, pot, amountPence: 1_000_000, expectedOn: '2027-01-29', receivedOn: null },
  ],
  refundAccount: { accountName: 'Croydon Voluntary Action', lastDigits: '958', givenAt: '2026-10-01T09:00:00.000Z' },
  allowed: ['expectInstalment', 'recordInstalment', 'setRefundAccount', 'closeFund'],
} as const satisfies z.input<typeof fundAnswer>;

const paymentState = z.enum(paymentStates);

export const paymentsQuery = z.strictObject({
  state: paymentState.optional(),
  potId: id.optional(),
  grantId: id.optional(),
  ...pageByOrder,
});

/** One payment; `why` says what one that waits is waiting for, and `line` its place in the pot's queue. */
export const paymentListed = z
  .strictObject({
    id,
    cause: z.enum(['grant', 'purchase', 'refund_to_funder']),
    number: z.int(),
    amountPence: sum,
    dueAt: at,
    scheduledAt: at,
    state: paymentState,
    attempt: z.int(),
    pot: named,
    payee: named,
    grant: z.strictObject({ id, reference: z.string().nullable(), onHold: z.boolean() }).nullable(),
    purchaseId: id.nullable(),
    run: named.nullable(),
    settledOn: on.nullable(),
    line: z.int().nullable(),
    expectedOn: on.nullable(),
    why: z.string().nullable(),
  })
  .meta({ id: 'Payment' });
export const paymentsPage = page(paymentListed).meta({ id: 'PaymentsPage' });

export const paymentExample = {
  id: ids.payment,
  cause: 'grant',
  number: 1,
  amountPence: 193_500,
  dueAt: '2026-11-10T17:00:00.000Z',
  scheduledAt: '2026-11-03T12:00:00.000Z',
  state: 'waiting_for_cash',
  attempt: 1,
  pot,
  payee: group,
  grant: { id: ids.grant, reference: 'CRO-2026-0042', onHold: false },
  purchaseId: null,
  run: null,
  settledOn: null,
  line: 3,
  expectedOn: '2027-01-29',
  why: '£1,935 waits for money from Home Office, expected 29 January 2027; 3rd in line',
} as const satisfies z.input<typeof paymentListed>;

const runState = z.enum(paymentRunStates);

export const paymentRunsQuery = z.strictObject({ state: runState.optional(), potId: id.optional(), ...pageByTime });

const paymentRun = z.strictObject({
  id,
  name: z.string(),
  state: runState,
  version: z.int(),
  final: z.boolean(),
  pot: named,
  owner: named,
  builtBy: named,
  paymentCount: z.int(),
  totalPence: sum,
  createdAt: at,
  exportedAt: at.nullable(),
  sentAt: at.nullable(),
});
export const paymentRunListed = paymentRun.meta({ id: 'PaymentRunListed' });
export const paymentRunsPage = page(paymentRunListed).meta({ id: 'PaymentRunsPage' });

const runPayment = z
  .strictObject({
    id,
    cause: z.enum(['grant', 'purchase', 'refund_to_funder']),
    grantId: id.nullable(),
    reference: z.string().nullable(),
    purchaseId: id.nullable(),
    amountPence: sum,
    attempt: z.int(),
    payee: named,
    accountName: z.string(),
    lastDigits: z.string(),
    dueAt: at,
    state: paymentState,
    onHold: z.boolean(),
    outcomes: z.array(
      z.strictObject({ outcome: z.enum(['settled', 'returned', 'unknown']), onDay: on, recordedAt: at }),
    ),
  })
  .meta({ id: 'PaymentOfRun' });

/** A payment run as it is looked at before it is authorised: `seenHash` names exactly this, and goes into authoriseRun. */
const paymentNamed = z.strictObject({ id, reference: z.string().nullable() });
export const paymentRunAnswer = paymentRun
  .extend({
    seenHash: z.string(),
    sameAccounts: z
      .array(
        z.strictObject({
          payments: z.array(paymentNamed),
          paidBefore: z.array(paymentNamed),
          givenBy: z.array(named),
          ofDifferentPayees: z.boolean(),
        }),
      )
      .meta({
        description:
          'Until it is authorised: payments of this run that go to one bank account, and those of other payees that went there in the twelve months before; and others who gave it as theirs in that time.',
      }),
    payments: z.array(runPayment),
    dropped: z.array(runPayment),
    authorisations: z.array(z.strictObject({ person: named, at, totalPence: sum, seenHash: z.string() })),
    allowed: z.array(z.string()),
  })
  .meta({ id: 'PaymentRun' });

const maker = { id: ids.paymentMaker, name: 'Priya Shah' };

export const paymentRunListedExample = {
  id: ids.run,
  name: 'Croydon, 9 November',
  state: 'awaiting_authorisation',
  version: 2,
  final: false,
  pot,
  owner: maker,
  builtBy: maker,
  paymentCount: 1,
  totalPence: 193_500,
  createdAt: '2026-11-09T09:00:00.000Z',
  exportedAt: null,
  sentAt: null,
} as const satisfies z.input<typeof paymentRunListed>;

export const paymentRunExample = {
  ...paymentRunListedExample,
  seenHash: 'q0Yc5y4dVw2u1nXkM4J8m1yV0s6Hq0m0y5w0r3dUu1E',
  sameAccounts: [],
  payments: [
    {
      id: ids.payment,
      cause: 'grant',
      grantId: ids.grant,
      reference: 'CRO-2026-0042',
      purchaseId: null,
      amountPence: 193_500,
      attempt: 1,
      payee: group,
      accountName: 'F.W.P. Hibiscus',
      lastDigits: '958',
      dueAt: '2026-11-10T17:00:00.000Z',
      state: 'in_run',
      onHold: false,
      outcomes: [],
    },
  ],
  dropped: [],
  authorisations: [],
  allowed: ['authoriseRun', 'cancelRun'],
} as const satisfies z.input<typeof paymentRunAnswer>;

const purchaseState = z.enum(purchaseStates);

export const purchasesQuery = z.strictObject({
  grantId: id.optional(),
  potId: id.optional(),
  providerId: id.optional(),
  state: purchaseState.optional(),
  ...pageByTime,
});

const purchase = z.strictObject({
  id,
  grantId: id,
  grantReference: z.string().nullable(),
  state: purchaseState,
  version: z.int(),
  final: z.boolean(),
  onHold: z.boolean(),
  service: z.string(),
  pricePence: sum,
  pot: named,
  provider: named,
  employer: named,
  requestedBy: named,
  owner: named,
  authorisedBy: named.nullable(),
  clientReference: z
    .string()
    .nullable()
    .meta({ description: 'For the budget holder and for staff who match invoices; null for others.' }),
  clientReferenceUnreadable: z
    .boolean()
    .meta({ description: 'Whether there is one that you may know, which Grantpot cannot read any more.' }),
  deliveredOn: on.nullable(),
  invoiceNumber: z.string().nullable(),
  invoicePence: sum.nullable(),
  invoicedOn: on.nullable(),
  paymentDueOn: on.nullable(),
  promisedAt: at.nullable(),
  createdAt: at,
});
export const purchaseListed = purchase.meta({ id: 'PurchaseListed' });
export const purchasesPage = page(purchaseListed).meta({ id: 'PurchasesPage' });
export const purchaseAnswer = purchase
  .extend({
    payment: z
      .strictObject({
        id,
        amountPence: sum,
        dueAt: at,
        state: paymentState,
        attempt: z.int(),
        run: named.nullable(),
        settledOn: on.nullable(),
        line: z.int().nullable(),
        expectedOn: on.nullable(),
        why: z.string().nullable(),
      })
      .nullable(),
    dates: z.array(z.strictObject({ name: z.string(), about: id.nullable(), at })),
    allowed: z.array(z.string()),
  })
  .meta({ id: 'Purchase' });

export const purchaseListedExample = {
  id: ids.purchase,
  grantId: ids.grant,
  grantReference: 'CRO-2026-0006',
  state: 'matched',
  version: 6,
  final: false,
  onHold: false,
  service: 'Family support',
  pricePence: 4_000,
  pot,
  provider: { id: ids.provider, name: 'Family Support Croydon' },
  employer: { id: ids.group, name: 'Croydon Women’s Court' },
  requestedBy: { id: ids.applicant, name: 'Court worker' },
  owner: officer,
  authorisedBy: null,
  clientReference: 'WC-1048',
  clientReferenceUnreadable: false,
  deliveredOn: '2026-11-12',
  invoiceNumber: 'FS-77',
  invoicePence: 4_000,
  invoicedOn: '2026-11-13',
  paymentDueOn: '2026-12-01',
  promisedAt: '2026-11-10T10:00:00.000Z',
  createdAt: '2026-11-10T09:58:00.000Z',
} as const satisfies z.input<typeof purchaseListed>;

export const purchaseExample = {
  ...purchaseListedExample,
  payment: {
    id: ids.payment,
    amountPence: 4_000,
    dueAt: '2026-12-01T17:00:00.000Z',
    state: 'waiting_for_cash',
    attempt: 1,
    run: null,
    settledOn: null,
    line: 1,
    expectedOn: '2027-01-29',
    why: '£40 waits for money from Home Office, expected 29 January 2027; 1st in line',
  },
  dates: [],
  allowed: [],
} as const satisfies z.input<typeof purchaseAnswer>;

const side = z.strictObject({ code: z.string(), kind: z.string(), balanceAfterPence: sum });

/** A transfer: a sum that moved from one account to another of the same book, with what each then held. */
export const ledgerLine = z
  .strictObject({
    sequence: z.int(),
    at,
    book: z.enum(['budget', 'cash']),
    from: side,
    to: side,
    amountPence: sum,
    grantId: id.nullable(),
    reference: z.string().nullable(),
    purchaseId: id.nullable(),
    runId: id.nullable().meta({ description: 'The payment run, where it moved for a payment.' }),
    key: z.string(),
    commandId: id,
  })
  .meta({ id: 'LedgerLine' });
export const ledgerQuery = z.strictObject(pageByOrder);
export const potLedgerQuery = z.strictObject({ account: z.enum(potAccounts).optional(), ...pageByOrder });
export const fundLedgerQuery = z.strictObject({ account: z.enum(fundAccounts).optional(), ...pageByOrder });

const totals = Object.keys(heldTotals) as [HeldTotal, ...HeldTotal[]];
export const holdingsQuery = z.strictObject({ of: z.enum(totals).default('awarded'), ...pageByAccount });

/** What a grant holds on one account. */
const holding = z
  .strictObject({
    code: z.string(),
    kind: z.string(),
    balancePence: sum,
    grantId: id,
    reference: z.string().nullable(),
    party: named,
  })
  .meta({ id: 'Holding' });
export const holdingsPage = page(holding).meta({ id: 'HoldingsPage' });

export const holdingExample = {
  code: `budget/spent/grant/${ids.grant}`,
  kind: 'spent',
  balancePence: 193_500,
  grantId: ids.grant,
  reference: 'CRO-2026-0042',
  party: group,
} as const satisfies z.input<typeof holding>;
export const ledgerPage = page(ledgerLine).meta({ id: 'LedgerPage' });

export const ledgerLineExample = {
  sequence: 12,
  at: '2026-11-03T19:20:00.000Z',
  book: 'budget',
  from: { code: `budget/available/pot/${ids.pot}`, kind: 'available', balanceAfterPence: 806_600 },
  to: { code: `budget/committed/grant/${ids.grant}`, kind: 'committed', balanceAfterPence: 193_500 },
  amountPence: 193_500,
  grantId: ids.grant,
  reference: 'CRO-2026-0042',
  purchaseId: null,
  runId: null,
  key: `grant:${ids.grant}:award:1`,
  commandId: ids.command,
} as const satisfies z.input<typeof ledgerLine>;

import type { Life } from './life';

/** The states of one purchase from a budget holder's grant. */
export const purchaseStates = [
  'requested',
  'authorised',
  'refused',
  'ordered',
  'accepted',
  'declined',
  'delivered',
  'not_delivered',
  'invoiced',
  'matched',
  'disputed',
  'paid',
  'closed',
  'cancelled',
] as const;
export type PurchaseState = (typeof purchaseStates)[number];

const living = [
  'requested',
  'authorised',
  'ordered',
  'accepted',
  'not_delivered',
  'delivered',
  'invoiced',
  'matched',
  'disputed',
] as const;

/** From a need to a paid invoice. */
export const purchaseLife = {
  requestPurchase: {
    from: ['absent'],
    to: ['requested', 'authorised'],
    by: ['budget_holder'],
    event: 'purchase_requested',
    stopsOnHold: true,
  },
  authorisePurchase: {
    from: ['requested'],
    to: ['authorised'],
    by: ['grants_officer', 'fund_manager'],
    event: 'purchase_authorised',
    stopsOnHold: true,
  },
  refusePurchase: {
    from: ['requested'],
    to: ['refused'],
    by: ['grants_officer', 'fund_manager'],
    event: 'purchase_refused',
  },
  chasePurchaseAuthorisation: { from: ['requested'], by: ['engine'], event: 'purchase_authorisation_chased' },
  orderPurchase: {
    from: ['authorised'],
    to: ['ordered'],
    by: ['budget_holder'],
    event: 'purchase_ordered',
    stopsOnHold: true,
  },
  acceptOrder: { from: ['ordered'], to: ['accepted'], by: ['provider', 'grants_officer'], event: 'order_accepted' },
  declineOrder: { from: ['ordered'], to: ['declined'], by: ['provider', 'grants_officer'], event: 'order_declined' },
  chaseDelivery: { from: ['ordered', 'accepted'], by: ['engine'], event: 'delivery_chased' },
  recordDelivery: {
    from: ['ordered', 'accepted', 'not_delivered'],
    to: ['delivered'],
    by: ['budget_holder', 'provider'],
    event: 'service_delivered',
  },
  recordNonDelivery: {
    from: ['ordered', 'accepted'],
    to: ['not_delivered'],
    by: ['budget_holder', 'provider'],
    event: 'service_not_delivered',
  },
  recordInvoice: {
    from: ['delivered', 'disputed'],
    to: ['invoiced'],
    by: ['provider', 'budget_holder', 'grants_officer'],
    event: 'invoice_received',
  },
  matchInvoice: {
    from: ['invoiced'],
    to: ['matched'],
    by: ['grants_officer', 'payment_maker'],
    event: 'invoice_matched',
    stopsOnHold: true,
  },
  disputePurchase: {
    from: ['delivered', 'invoiced'],
    to: ['disputed'],
    by: ['budget_holder', 'grants_officer'],
    event: 'purchase_disputed',
  },
  payPurchase: { from: ['matched'], by: ['engine'], event: 'purchase_payment_fell_due' },
  payPurchaseAgain: {
    from: ['matched'],
    by: ['payment_maker', 'fund_manager'],
    event: 'payment_queued_again',
    stopsOnHold: true,
  },
  notePurchasePaid: { from: ['matched'], to: ['paid'], by: ['engine'], event: 'purchase_paid' },
  closePurchase: { from: ['paid'], to: ['closed'], by: ['engine'], event: 'purchase_closed' },
  cancelPurchase: {
    from: ['requested', 'authorised', 'ordered', 'accepted', 'not_delivered', 'disputed'],
    to: ['cancelled'],
    by: ['budget_holder', 'grants_officer', 'fund_manager'],
    event: 'purchase_cancelled',
  },
  noteRelease: { from: [...living, 'paid'], by: ['engine'], event: 'clocks_went_on' },
  extendPurchaseDate: { from: [...living], by: ['grants_officer', 'fund_manager'], event: 'date_extended' },
  reassignPurchase: { from: [...living], by: ['grants_officer', 'fund_manager'], event: 'owner_changed' },
} as const satisfies Life<PurchaseState>;

/** The phases of the purchase's workflow, in order. */
export type PurchasePhase = 'authority' | 'delivery' | 'payment' | 'over';

/** The phase that a state belongs to. */
export function purchasePhase(state: PurchaseState): PurchasePhase {
  switch (state) {
    case 'requested':
    case 'authorised':
      return 'authority';
    case 'ordered':
    case 'accepted':
    case 'not_delivered':
    case 'delivered':
    case 'invoiced':
    case 'disputed':
      return 'delivery';
    case 'matched':
    case 'paid':
      return 'payment';
    default:
      return 'over';
  }
}

import { pence } from '../../domain/money';
import { nothing } from '../schemas/fields';
import {
  extendPurchaseDateBody,
  matchInvoiceBody,
  prepareRequest,
  purchaseReasonBody,
  reassignPurchaseBody,
  recordDeliveryBody,
  recordInvoiceBody,
  requestPurchaseBody,
} from '../schemas/purchases';
import { commandRoute, type CommandRoute } from './command-route';
import { exampleIds } from './examples';

/** The commands about purchases over HTTP. */
export const purchaseRoutes: readonly CommandRoute[] = [
  commandRoute({
    command: 'requestPurchase',
    summary: 'Ask for a service for a client, within what is left of the budget',
    body: requestPurchaseBody,
    example: {
      grantId: exampleIds.application,
      providerId: exampleIds.party,
      service: 'Six sessions of counselling',
      clientReference: 'WC-1047',
      pricePence: pence(6_500),
    },
    creates: true,
    prepare: prepareRequest,
    refusals: [
      'SUBJECT_UNKNOWN',
      'CLIENT_REFERENCE_MALFORMED',
      'CLIENT_REFERENCE_LIKE_NAME',
      'CLIENT_REFERENCE_LIKE_DATE',
      'GRANT_NOT_RUNNING',
      'NOT_A_BUDGET',
      'PROVIDER_UNKNOWN',
      'PURCHASE_PRICE_NOT_POSITIVE',
      'PURCHASE_OVER_BUDGET',
      'CONNECTED_PERSON',
    ],
  }),
  commandRoute({
    command: 'authorisePurchase',
    summary: 'Agree to a purchase that somebody else asked for',
    body: nothing,
    example: {},
    refusals: ['SAME_PERSON', 'CONNECTED_PERSON', 'PURCHASE_OVER_BUDGET'],
  }),
  commandRoute({
    command: 'refusePurchase',
    summary: 'Do not agree to a purchase',
    body: purchaseReasonBody,
    example: { reason: 'The same service is free at the centre.' },
  }),
  commandRoute({
    command: 'orderPurchase',
    summary: 'Send the order to the provider',
    body: nothing,
    example: {},
  }),
  commandRoute({ command: 'acceptOrder', summary: 'Accept an order as its provider', body: nothing, example: {} }),
  commandRoute({
    command: 'declineOrder',
    summary: 'Decline an order as its provider',
    body: purchaseReasonBody,
    example: { reason: 'We have no room before January.' },
  }),
  commandRoute({
    command: 'recordDelivery',
    summary: 'Say that the service was delivered',
    body: recordDeliveryBody,
    example: { deliveredOn: '2026-11-16' },
    refusals: ['DAY_IN_FUTURE'],
  }),
  commandRoute({
    command: 'recordNonDelivery',
    summary: 'Say that the service was not delivered',
    body: purchaseReasonBody,
    example: { reason: 'She could not come, and no other time was found.' },
  }),
  commandRoute({
    command: 'recordInvoice',
    summary: 'Record the provider’s invoice, or a corrected one',
    body: recordInvoiceBody,
    example: { invoiceNumber: '2026-118', invoicePence: pence(6_500), invoicedOn: '2026-11-17' },
    refusals: ['DAY_IN_FUTURE', 'INVOICE_NUMBER_USED'],
  }),
  commandRoute({
    command: 'matchInvoice',
    summary: 'Match the invoice to the order, so that it is paid when it is due',
    body: matchInvoiceBody,
    example: { dueOn: '2026-12-01' },
    refusals: ['INVOICE_DIFFERS', 'SAME_PERSON', 'CONNECTED_PERSON'],
  }),
  commandRoute({
    command: 'disputePurchase',
    summary: 'Dispute a service or its invoice; nothing is paid meanwhile',
    body: purchaseReasonBody,
    example: { reason: 'Four sessions were held, and six are on the invoice.' },
  }),
  commandRoute({
    command: 'payPurchaseAgain',
    summary: 'Pay a provider again whose payment the bank sent back, to new bank details',
    body: nothing,
    example: {},
    refusals: ['PAYMENT_UNKNOWN', 'PAYMENT_NOT_RETURNED', 'BANK_DETAILS_UNCHANGED'],
  }),
  commandRoute({
    command: 'cancelPurchase',
    summary: 'Give a purchase up before its invoice is matched',
    body: purchaseReasonBody,
    example: { reason: 'The client has moved away.' },
  }),
  commandRoute({
    command: 'extendPurchaseDate',
    summary: 'Give more time for a step of a purchase',
    body: extendPurchaseDateBody,
    example: { which: 'delivery', to: '2027-01-15T17:00:00.000Z', reason: 'The counsellor is ill.' },
    refusals: ['PURCHASE_DATE_NOT_SET', 'DATE_PASSED', 'DATE_NOT_LATER'],
  }),
  commandRoute({
    command: 'reassignPurchase',
    summary: 'Give a purchase another owner',
    body: reassignPurchaseBody,
    example: { ownerId: exampleIds.otherPerson, reason: 'Away until January.' },
    refusals: ['PERSON_UNKNOWN', 'OWNER_NOT_STAFF'],
  }),
];

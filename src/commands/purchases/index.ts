import type { CommandDefinition } from '../apply/definition';
import { acceptOrder } from './accept-order';
import { authorisePurchase } from './authorise-purchase';
import { cancelPurchase } from './cancel-purchase';
import { chaseDelivery } from './chase-delivery';
import { chasePurchaseAuthorisation } from './chase-purchase-authorisation';
import { closePurchase } from './close-purchase';
import { declineOrder } from './decline-order';
import { disputePurchase } from './dispute-purchase';
import { extendPurchaseDate } from './extend-purchase-date';
import { matchInvoice } from './match-invoice';
import { notePurchasePaid } from './note-purchase-paid';
import { noteRelease } from './note-release';
import { orderPurchase } from './order-purchase';
import { payPurchase } from './pay-purchase';
import { payPurchaseAgain } from './pay-purchase-again';
import { reassignPurchase } from './reassign-purchase';
import { recordDelivery } from './record-delivery';
import { recordInvoice } from './record-invoice';
import { recordNonDelivery } from './record-non-delivery';
import { refusePurchase } from './refuse-purchase';
import { requestPurchase } from './request-purchase';

/** The commands about purchases. */
export const purchaseCommands: readonly CommandDefinition[] = [
  requestPurchase,
  authorisePurchase,
  refusePurchase,
  chasePurchaseAuthorisation,
  orderPurchase,
  acceptOrder,
  declineOrder,
  chaseDelivery,
  recordDelivery,
  recordNonDelivery,
  recordInvoice,
  matchInvoice,
  disputePurchase,
  payPurchase,
  payPurchaseAgain,
  notePurchasePaid,
  noteRelease,
  closePurchase,
  cancelPurchase,
  extendPurchaseDate,
  reassignPurchase,
];

import { instantInWords, shortDateInWords, type CalendarDate, type Instant } from '../../../domain/calendar/calendar';
import type { PurchaseState } from '../../../domain/lives/purchase-life';
import type { PurchaseReader } from '../../../domain/purchases/purchase-status';
import { purchaseWords } from './words';

/** What is known of a purchase that says what comes next. */
export interface PurchaseNow {
  readonly state: PurchaseState;
  readonly onHold: boolean;
  readonly owner: { readonly name: string };
  readonly provider: { readonly name: string };
  readonly employer: { readonly name: string };
  readonly paymentDueOn: CalendarDate | null;
  readonly deadlines: readonly { readonly name: string; readonly at: string }[];
  readonly paidOn?: CalendarDate | null;
}

/** Who has a purchase and what they do next, in one sentence for whoever reads. `mayAct`: whether staff who read may do it. */
export function nextOfPurchase(purchase: PurchaseNow, reader: PurchaseReader, mayAct = true): string {
  const { state, onHold, owner, provider, paymentDueOn, paidOn = null } = purchase;
  const words = purchaseWords.next;
  if (onHold) return words.onHold;
  const by = (name: string): string => {
    const at = purchase.deadlines.find((one) => one.name === name)?.at;
    return at === undefined ? '' : words.by(instantInWords(at as Instant));
  };
  switch (state) {
    case 'requested':
      return reader === 'staff' && mayAct
        ? words.authoriseIt(by('authorisation'))
        : words.waitsFor(owner.name, by('authorisation'));
    case 'authorised':
      return reader === 'buyer' ? words.orderIt : words.buyerOrders(purchase.employer.name);
    case 'ordered':
      return reader === 'provider'
        ? words.answerIt(by('delivery'))
        : words.providerAnswers(provider.name, by('delivery'));
    case 'accepted':
      return reader === 'provider'
        ? words.deliverIt(by('delivery'))
        : words.providerDelivers(provider.name, by('delivery'));
    case 'not_delivered':
      return reader === 'provider' ? words.mayStillCome : words.lateOrCancel;
    case 'delivered':
      return reader === 'provider' ? words.invoiceIt : words.providerInvoices(provider.name);
    case 'invoiced':
      return reader === 'staff' && mayAct ? words.matchIt : words.weMatch(owner.name);
    case 'disputed':
      return reader === 'provider' ? words.correctIt : words.providerCorrects(provider.name);
    case 'matched':
      return paymentDueOn === null ? words.toBePaid : words.toBePaidOn(shortDateInWords(paymentDueOn));
    case 'paid':
    case 'closed':
      return paidOn === null ? words.isPaid : words.isPaidOn(shortDateInWords(paidOn));
    case 'declined':
      return words.saidNo(provider.name);
    case 'refused':
      return words.wasRefused;
    case 'cancelled':
      return words.wasCancelled;
  }
}

/** Where a purchase is, in two or three words and one colour, for whoever reads: who buys, who delivers, and those who run the pot. */
import type { PurchaseState } from '../lives/purchase-life';
import type { StatusMeaning } from '../words/status';

/** Who reads. */
export type PurchaseReader = 'buyer' | 'provider' | 'staff';

type Told = readonly [words: string, meaning: StatusMeaning];

const all = (words: string, meaning: StatusMeaning): Readonly<Record<PurchaseReader, Told>> => ({
  buyer: [words, meaning],
  provider: [words, meaning],
  staff: [words, meaning],
});

/** A provider hears of an order once it is placed; what it is told before then is never shown. */
const statuses: Readonly<Record<PurchaseState, Readonly<Record<PurchaseReader, Told>>>> = {
  requested: { ...all('Waits for a yes', 'other'), staff: ['To authorise', 'yours'] },
  authorised: { ...all('Authorised', 'other'), buyer: ['Ready to order', 'yours'] },
  refused: all('Not agreed', 'over'),
  ordered: { ...all('Ordered', 'other'), provider: ['New order', 'yours'] },
  accepted: { ...all('Accepted', 'other'), provider: ['To deliver', 'yours'] },
  declined: { ...all('Declined', 'over'), provider: ['You said no', 'over'] },
  delivered: { ...all('Delivered', 'other'), provider: ['Send your invoice', 'yours'] },
  not_delivered: { ...all('Not delivered', 'late'), buyer: ['Not delivered', 'yours'] },
  invoiced: { ...all('Invoice sent', 'other'), staff: ['Invoice to match', 'yours'] },
  matched: all('To be paid', 'other'),
  disputed: { ...all('Something is wrong', 'late'), provider: ['Something is wrong', 'yours'] },
  paid: all('Paid', 'done'),
  closed: all('Paid', 'done'),
  cancelled: all('Cancelled', 'over'),
};

/** A purchase's state in the words of whoever reads. */
export function purchaseStatus(
  state: PurchaseState,
  onHold: boolean,
  reader: PurchaseReader,
): { readonly words: string; readonly meaning: StatusMeaning } {
  const [words, meaning] = statuses[state][reader];
  return onHold && meaning !== 'done' && meaning !== 'over'
    ? { words: 'On hold', meaning: 'late' }
    : { words, meaning };
}

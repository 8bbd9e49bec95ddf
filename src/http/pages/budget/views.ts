import type { Budget } from '../../../../db/queries/money/budgets';
import type { listPurchases } from '../../../../db/queries/purchases/purchases';
import { londonDate, shortDateInWords, type Instant } from '../../../domain/calendar/calendar';
import { purchaseStatus } from '../../../domain/purchases/purchase-status';
import { nextOfPurchase } from '../purchases/next';
import { sum, sumsAlike } from '../frame/sum';
import { budgetWords } from './words';

const words = budgetWords.home;

type PurchaseListed = Awaited<ReturnType<typeof listPurchases>>['items'][number];

/** A budget as its page has it: what is left first, then where the rest went. */
export function budgetView(one: Budget) {
  const alike = sumsAlike([one.awardedPence, one.spentPence, one.promisedPence, one.leftPence]);
  return {
    id: one.grantId,
    name: words.of(one.reference ?? '', one.pot.name),
    grant: words.grant(one.reference ?? ''),
    left: alike(one.leftPence),
    why: one.onHold ? words.onHold : one.stage === 'active' ? '' : words.closing,
    lines: [
      { words: words.awarded, amount: alike(one.awardedPence) },
      { words: words.paid, amount: alike(one.spentPence) },
      { words: words.promised, amount: alike(one.promisedPence) },
      { words: words.leftLine, amount: alike(one.leftPence) },
    ],
  };
}

/** A purchase as a card: what, for whom, from whom, where it is and what is next. */
export function purchaseCard(purchase: PurchaseListed, open: (sealed: string) => string | undefined) {
  const { clientReferenceSealed } = purchase;
  const whom = clientReferenceSealed === null ? '' : (open(clientReferenceSealed) ?? words.unreadable);
  return {
    id: purchase.id,
    what: purchase.service,
    price: sum(purchase.pricePence),
    whom: whom === '' ? '' : words.forWhom(whom),
    from: words.from(purchase.provider.name),
    on: shortDateInWords(londonDate(purchase.createdAt as Instant)),
    tag: purchaseStatus(purchase.state, purchase.onHold, 'buyer'),
    next: nextOfPurchase({ ...purchase, deadlines: [] }, 'buyer'),
    again: words.againWhat(purchase.service, whom),
  };
}

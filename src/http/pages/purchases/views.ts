import { dateInWords, instantInWords, type Instant } from '../../../domain/calendar/calendar';
import { purchaseStatus, type PurchaseReader } from '../../../domain/purchases/purchase-status';
import { withReason } from '../../api/reads/with-reason';
import { filesView } from '../files/view';
import { refusalByTable } from '../frame/command-form';
import { sum } from '../frame/sum';
import type { PurchaseAction } from './forms';
import type { PurchaseLooked } from './load';
import { nextOfPurchase } from './next';
import { purchaseWords } from './words';

const words = purchaseWords;

/** Something that can be done now: the form's name, what its button says, and what is said before it. */
interface Offered {
  readonly name: PurchaseAction;
  readonly verb: string;
  readonly about: string;
  readonly lead: string;
  readonly kind: '' | 'secondary' | 'warning';
}

/** The next step of whoever reads, by the state; the first that may be taken is the page's one primary button. */
const nextSteps: Readonly<Record<PurchaseReader, Readonly<Partial<Record<string, readonly PurchaseAction[]>>>>> = {
  buyer: {
    authorised: ['orderPurchase'],
    accepted: ['recordDelivery'],
    not_delivered: ['recordDelivery'],
  },
  provider: {
    ordered: ['acceptOrder'],
    accepted: ['recordDelivery'],
    not_delivered: ['recordDelivery'],
    delivered: ['recordInvoice'],
    disputed: ['recordInvoice'],
  },
  staff: {
    requested: ['authorisePurchase'],
    invoiced: ['matchInvoice'],
    matched: ['payPurchaseAgain'],
  },
};

/** Whether whoever reads may take one of the next steps, by the table of lives. */
function mayGoOn({ purchase, reader, scope, asker }: PurchaseLooked): boolean {
  const now = { state: purchase.state, onHold: purchase.onHold, scope };
  return (nextSteps[reader][purchase.state] ?? []).some(
    (command) => refusalByTable(command, now, { asker }) === undefined,
  );
}

/** Everything else, in the order of a purchase's life. */
const others: readonly PurchaseAction[] = [
  'refusePurchase',
  'acceptOrder',
  'declineOrder',
  'recordDelivery',
  'recordNonDelivery',
  'recordInvoice',
  'disputePurchase',
  'cancelPurchase',
];

/** What its page offers: the next step, and behind it the rest. */
export function stepsOf(looked: PurchaseLooked): {
  readonly primary: readonly Offered[];
  readonly rest: readonly Offered[];
} {
  const { purchase, reader } = looked;
  const primary = (nextSteps[reader][purchase.state] ?? []).filter(
    (name) => name !== 'payPurchaseAgain' || purchase.payment?.state === 'returned',
  );
  return {
    primary: primary.map((name) => ({ ...offer(name, looked), kind: '' })),
    rest: others.filter((name) => !primary.includes(name)).map((name) => offer(name, looked)),
  };
}

function offer(name: PurchaseAction, { purchase, reader, around }: PurchaseLooked): Offered {
  const { actions } = words;
  const price = sum(purchase.pricePence);
  const plain = (verb: string, lead = '', kind: Offered['kind'] = 'secondary'): Offered => ({
    name,
    verb,
    about: verb,
    lead,
    kind,
  });
  switch (name) {
    case 'orderPurchase':
      return plain(actions.order(price), actions.orderLead(purchase.provider.name, price));
    case 'acceptOrder':
      return plain(reader === 'provider' ? actions.accept(price) : actions.acceptFor);
    case 'declineOrder':
      return plain(reader === 'provider' ? actions.decline : actions.declineFor, '', 'warning');
    case 'recordDelivery':
      return plain(actions.deliver);
    case 'recordNonDelivery':
      return plain(actions.notDeliver);
    case 'recordInvoice':
      return plain(reader === 'provider' ? actions.invoice : actions.invoiceFor);
    case 'authorisePurchase': {
      const left = around?.leftPence ?? 0;
      return plain(
        actions.authorise(price),
        actions.authoriseLead(sum(left), sum(Math.max(0, left - purchase.pricePence))),
      );
    }
    case 'refusePurchase':
      return plain(actions.refuse, '', 'warning');
    case 'matchInvoice': {
      const invoice = purchase.invoicePence ?? 0;
      const less = purchase.pricePence - invoice;
      const lead = [actions.matchLead(sum(invoice), price), ...(less > 0 ? [actions.matchLess(sum(less))] : [])].join(
        ' ',
      );
      return plain(actions.match(sum(invoice)), lead);
    }
    case 'disputePurchase':
      return plain(actions.dispute, actions.disputeLead, 'warning');
    case 'cancelPurchase':
      return {
        ...plain(purchase.promisedAt === null ? actions.cancelUnpromised : actions.cancel(price), '', 'warning'),
        about: actions.cancelAbout,
      };
    case 'payPurchaseAgain':
      return plain(actions.payAgain(sum(purchase.invoicePence ?? 0)), actions.payAgainLead);
  }
}

/** A purchase as its page has it: where it is and what is next, then what is known of it, then what happened. */
export function purchaseView(looked: PurchaseLooked) {
  const { purchase, reader, clientReference, events } = looked;
  const { payment, funderName, invoiceNumber, invoicePence, invoicedOn } = purchase;
  const told = payment === null ? null : withReason(payment, funderName, reader === 'staff' ? 'staff' : 'group');
  const one = words.one;
  const line = (key: string, value: string | null, href?: string) =>
    value === null || value === '' ? [] : [{ key, value, href }];
  const invoice =
    invoiceNumber === null || invoicePence === null || invoicedOn === null
      ? null
      : one.invoiceLine(invoiceNumber, sum(invoicePence), dateInWords(invoicedOn));
  return {
    title: purchase.service,
    tagNow: purchaseStatus(purchase.state, purchase.onHold, reader),
    next: nextOfPurchase({ ...purchase, paidOn: payment?.settledOn ?? null }, reader, mayGoOn(looked)),
    facts: [
      ...line(one.price, sum(purchase.pricePence)),
      ...line(reader === 'buyer' ? one.forReference : one.client, clientReference ?? one.unreadable),
      ...(reader === 'provider' ? [] : line(one.provider, purchase.provider.name)),
      ...line(
        reader === 'provider' ? one.invoiceTo : one.orderedBy,
        reader === 'buyer' ? null : purchase.employer.name,
      ),
      ...line(
        one.budget,
        reader === 'provider' ? null : (purchase.grantReference ?? ''),
        reader === 'staff' ? `/grants/${purchase.grantId}` : undefined,
      ),
      ...line(one.askedBy, reader === 'staff' ? purchase.requestedBy.name : null),
      ...line(one.authorisedBy, purchase.authorisedBy?.name ?? null),
      ...line(one.owner, reader === 'provider' ? null : purchase.owner.name),
      ...line(one.delivered, purchase.deliveredOn === null ? null : dateInWords(purchase.deliveredOn)),
      ...line(one.invoice, invoice),
      ...line(one.payment, told?.why ?? null),
    ],
    invoices: filesView(looked.invoices, looked.asker),
    events: events.map((event) => ({
      line: one.by(words.happened[event.type] ?? event.type.replaceAll('_', ' '), event.actor?.name ?? one.itself),
      at: instantInWords(event.at as Instant),
      iso: event.at,
      why: event.text,
    })),
  };
}

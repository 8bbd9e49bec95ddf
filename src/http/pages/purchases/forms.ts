import { endOfDay, londonDate, type CalendarDate } from '../../../domain/calendar/calendar';
import type { CommandName } from '../../../domain/lives';
import { pence } from '../../../domain/money/money';
import { needsAuthorisation } from '../../../domain/purchases/purchase-budget';
import { refuse, type Refusal } from '../../../domain/refusals/refusal';
import { mayPerform } from '../../../domain/people/segregation';
import { beforeInvoiceIsSent, mayAddFile } from '../../../domain/files/files';
import { fileIdOf, keepFile } from '../../uploads';
import { actedOn, fileField, fileForms } from '../files/forms';
import { commandForm } from '../frame/command-form';
import { saying, type Form, type PageContext } from '../frame/page';
import type { Fields } from '../form/field';
import type { PurchaseLooked } from './load';
import { purchaseWords } from './words';

const words = purchaseWords.fields;
type Done = keyof typeof purchaseWords.done;

const today = ({ purchase }: PurchaseLooked): CalendarDate => londonDate(purchase.now);

/** Why two people must do this, or somebody unconnected, where whoever looks may not. */
function dutyRefusal(
  { around, asker, purchase }: PurchaseLooked,
  duty: 'authorised purchase' | 'matched invoice',
): Refusal | undefined {
  if (around === undefined) return undefined;
  const { earlier, facts } = around;
  return mayPerform(duty, asker.personId, earlier, { parties: [purchase.providerId, purchase.employerId], facts });
}

function tooDear({ around, purchase }: PurchaseLooked): Refusal | undefined {
  const leftPence = pence(around?.leftPence ?? 0);
  return purchase.pricePence > leftPence ? refuse('PURCHASE_OVER_BUDGET', { facts: { leftPence } }) : undefined;
}

function differs({ purchase }: PurchaseLooked): Refusal | undefined {
  const [invoicePence, pricePence] = [pence(purchase.invoicePence ?? 0), pence(purchase.pricePence)];
  return invoicePence > pricePence ? refuse('INVOICE_DIFFERS', { facts: { invoicePence, pricePence } }) : undefined;
}

function notReturned({ purchase }: PurchaseLooked): Refusal | undefined {
  const state = purchase.payment?.state ?? 'not there yet';
  return state === 'returned' ? undefined : refuse('PAYMENT_NOT_RETURNED', { facts: { state } });
}

/** Whether whoever looks may add the invoice's file. */
const mayAddInvoice = ({ asker, purchase: { potId, employerId, providerId } }: PurchaseLooked): boolean =>
  mayAddFile(
    asker.roles,
    { potId, partyId: employerId, providerId, stage: 'active', helpedBy: null, sharedAt: null },
    'invoice',
  );

interface Action {
  readonly done: Done;
  readonly fields?: Fields | ((data: PurchaseLooked) => Fields);
  readonly initial?: (data: PurchaseLooked) => unknown;
  readonly refusal?: (data: PurchaseLooked) => Refusal | undefined;
  readonly body?: (body: Readonly<Record<string, unknown>>) => unknown;
}

const asked = (name: string, label: string, missing: string, hint?: string): Fields => ({
  [name]: { kind: 'longText', at: '/reason', label, missing, hint, rows: 3 },
});
const why = (name: string, hint?: string): Fields => asked(name, words.why, words.missingWhy, hint);
const whyNot = (name: string, hint: string): Fields => asked(name, words.whyNot, words.missingWhy, hint);

/** What can be done to a purchase, each by one command; the boxes of all have names of their own, for they stand on one page. */
const actions = {
  orderPurchase: { done: 'ordered' },
  acceptOrder: { done: 'accepted' },
  declineOrder: { done: 'declined', fields: whyNot('declineReason', words.buyerReads) },
  recordDelivery: {
    done: 'delivered',
    fields: { deliveredOn: { kind: 'date', at: '/deliveredOn', label: words.deliveredOn } },
    initial: (data) => ({ deliveredOn: today(data) }),
  },
  recordNonDelivery: {
    done: 'not_delivered',
    fields: asked('notDeliveredReason', words.whatHappened, words.missingHappened, words.aboutNobody),
  },
  recordInvoice: {
    done: 'invoiced',
    fields: (data) => ({
      invoiceNumber: { kind: 'text', at: '/invoiceNumber', label: words.invoiceNumber, width: 20 },
      invoicePence: { kind: 'money', at: '/invoicePence', label: words.invoicePence },
      invoicedOn: { kind: 'date', at: '/invoicedOn', label: words.invoicedOn },
      ...(mayAddInvoice(data) ? { file: fileField(words.invoiceFile, words.invoiceFileHint) } : {}),
    }),
    initial: (data) => ({ invoicePence: data.purchase.pricePence, invoicedOn: today(data) }),
  },
  authorisePurchase: {
    done: 'authorised',
    refusal: (data) => dutyRefusal(data, 'authorised purchase') ?? tooDear(data),
  },
  refusePurchase: { done: 'refused', fields: whyNot('refuseReason', words.holderReads) },
  matchInvoice: {
    done: 'matched',
    fields: { dueOn: { kind: 'date', at: '/dueOn', label: words.dueOn, hint: words.dueOnHint } },
    refusal: (data) => differs(data) ?? dutyRefusal(data, 'matched invoice'),
  },
  disputePurchase: {
    done: 'disputed',
    fields: asked('disputeReason', words.whatIsWrong, words.missingWrong, words.providerReads),
  },
  cancelPurchase: {
    done: 'cancelled',
    // A provider hears of nothing that was not ordered.
    fields: ({ purchase }) =>
      why(
        'cancelReason',
        ['requested', 'authorised'].includes(purchase.state) ? words.aboutNobody : words.providerReads,
      ),
  },
  payPurchaseAgain: { done: 'paid_again', refusal: notReturned },
} as const satisfies Partial<Record<CommandName, Action>>;

/** Something that can be done to a purchase on its page. */
export type PurchaseAction = keyof typeof actions;

/** What staff can change of a purchase on a page of its own. */
const changes = {
  extendPurchaseDate: {
    done: 'extended',
    fields: ({ purchase }) => ({
      which: {
        kind: 'choice',
        at: '/which',
        label: words.which,
        options: Object.entries(words.whichOptions)
          .filter(([value]) => purchase.deadlines.some(({ name }) => name === value))
          .map(([value, text]) => ({ value, words: text })),
      },
      to: { kind: 'date', at: '/to', label: words.to, hint: words.toHint },
      ...why('extendReason'),
    }),
    initial: ({ purchase }) => ({ which: purchase.deadlines[0]?.name }),
    body: (body) => ({
      ...body,
      ...(typeof body['to'] === 'string' ? { to: endOfDay(body['to'] as CalendarDate) } : {}),
    }),
  },
  reassignPurchase: {
    done: 'reassigned',
    fields: ({ around }) => ({
      newOwner: {
        kind: 'choice',
        at: '/ownerId',
        label: words.newOwner,
        asList: true,
        options: (around?.couldOwn ?? []).map(({ id, name }) => ({ value: id, words: name })),
      },
      ...why('reassignReason'),
    }),
  },
} as const satisfies Partial<Record<CommandName, Action>>;

/** Where forms are: on the page of somebody who has signed in, or behind the link of a mail. */
interface Where<Data extends PurchaseLooked> {
  readonly address: (data: Data, context: PageContext) => string;
  /** Whether it is a link's: then there is no page of a command to wait on. */
  readonly isLink?: true;
}

function formsOf<Data extends PurchaseLooked>(of: Readonly<Record<string, Action>>, where: Where<Data>) {
  return Object.fromEntries(
    Object.entries(of).map(([command, action]) => [command, formOf(command as CommandName, action, where)]),
  );
}

function formOf<Data extends PurchaseLooked>(
  command: CommandName,
  { done, fields = {}, initial, refusal, body }: Action,
  { address, isLink }: Where<Data>,
): Form<Data> {
  const form = commandForm<Data>({
    command,
    fields: typeof fields === 'function' ? fields : () => fields,
    ...(initial === undefined ? {} : { initial }),
    ...(body === undefined ? {} : { body }),
    subjectId: ({ purchase }) => purchase.id,
    standing: ({ purchase, scope }) => ({ state: purchase.state, onHold: purchase.onHold, scope }),
    ...(refusal === undefined ? {} : { refusal }),
    sender: ({ asker }) => asker,
    done: () => '',
  });
  return {
    ...form,
    ...(command === 'recordInvoice' ? { takesFile: true as const } : {}),
    act: async (sent, data, context) => {
      if (sent.file !== undefined) {
        // Kept first: when the rest is refused it need not be sent again, and one that nothing comes of is taken away by itself.
        const { purchase, asker } = data;
        const { door, scan } = context.parts;
        const kept = await keepFile({ db: door.db, scan }, asker, {
          id: fileIdOf(asker, sent.key),
          of: { purchaseId: purchase.id },
          purpose: 'invoice',
          file: sent.file,
        });
        if (kept.kind !== 'done') return actedOn(kept, '');
      }
      const acted = await form.act(sent, data, context);
      const here = address(data, context);
      if ('waitFor' in acted)
        return isLink === true ? { goTo: saying(here, 'waiting') } : { ...acted, goTo: saying(here, done) };
      return 'goTo' in acted ? { goTo: saying(here, done) } : acted;
    },
  };
}

/** The forms of a purchase's page. */
export const purchaseForms = <Data extends PurchaseLooked>(where: Where<Data>) => ({
  ...formsOf<Data>(actions, where),
  removeFile: fileForms<Data>({
    of: ({ purchase }) => ({ purchaseId: purchase.id }),
    said: () => ({ purpose: 'invoice' }),
    refusal: (data) =>
      mayAddInvoice(data) && beforeInvoiceIsSent.includes(data.purchase.state) ? undefined : refuse('FILE_RELIED_UPON'),
    asker: ({ asker }) => asker,
    done: where.address,
  }).removeFile,
});

/** The forms of the page where staff give more time, or another owner. */
export const changeForms = formsOf<PurchaseLooked>(changes, { address: ({ purchase }) => `/purchases/${purchase.id}` });

/** Whether somebody else must authorise a price, by the budget holder's own limit. */
export function ownLimitOf(
  { asker }: PageContext,
  employerId: string,
): { limitPence: number; within: (price: number) => boolean } {
  const limits = asker.roles
    .filter(({ name, partyId }) => name === 'budget_holder' && partyId === employerId)
    .map(({ ownLimitPence }) => ownLimitPence ?? 0);
  const limitPence = Math.max(0, ...limits);
  return { limitPence, within: (price) => !needsAuthorisation(pence(price), pence(limitPence)) };
}

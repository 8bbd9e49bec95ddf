import { listPurchases } from '../../../../db/queries/purchases/purchases';
import { partiesOf } from '../../../../db/queries/asker';
import { isId } from '../../../contracts/ids';
import { londonDate, shortDateInWords, type Instant } from '../../../domain/calendar/calendar';
import { purchaseStates, type PurchaseState } from '../../../domain/lives/purchase-life';
import { staffRoles, type Scope } from '../../../domain/lives/roles';
import { purchaseStatus, type PurchaseReader } from '../../../domain/purchases/purchase-status';
import { placeOf } from '../../../../db/queries/paging';
import { keepBuying } from '../budget/buying/said-so-far';
import { refusalByTable } from '../frame/command-form';
import { definePage, type Form, type Page, type PageContext } from '../frame/page';
import { sumsAlike } from '../frame/sum';
import { changeForms, purchaseForms } from './forms';
import { lookAtPurchase, mayKnowClient, type PurchaseLooked } from './load';
import { named } from './named';
import { purchaseView, stepsOf } from './views';
import { purchaseWords as words } from './words';

const linesAPage = 25;

const stateOf = (text: string | undefined): PurchaseState | undefined => purchaseStates.find((one) => one === text);
const grantOf = (text: string | undefined): string | undefined => (text !== undefined && isId(text) ? text : undefined);
const cursorOf = (text: string | undefined): string | undefined =>
  text !== undefined && placeOf(text) !== undefined ? text : undefined;

/** The list, narrowed as it is now or as a link narrows it. */
function listAddress(narrowed: Readonly<Record<string, string | undefined>>): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(narrowed)) if (value !== undefined) said.set(name, value);
  return said.size === 0 ? '/purchases' : `/purchases?${said.toString()}`;
}

type Listed = Awaited<ReturnType<typeof listPurchases>>;

/** What tells one purchase from others of the same service: the grant that pays, and the client's reference, each for who may know it. */
function whichOf(one: Listed['items'][number], reader: PurchaseReader, { asker, parts }: PageContext): string {
  const { clientReferenceSealed: sealed, grantReference, pot, employer, provider } = one;
  const scope: Scope = { potId: pot.id, parties: { budget_holder: employer.id, provider: provider.id } };
  const client = sealed !== null && mayKnowClient(asker.roles, scope) ? (parts.reading.open(sealed) ?? '') : '';
  return [reader === 'provider' ? '' : (grantReference ?? ''), client].filter((part) => part !== '').join(', ');
}

function listView({ items, next }: Listed, reader: PurchaseReader, context: PageContext) {
  const sum = sumsAlike(items.map(({ pricePence }) => pricePence));
  const isAll = next === null && context.query['cursor'] === undefined;
  const lines = items.map((one) => ({
    id: one.id,
    what: one.service,
    which: whichOf(one, reader, context),
    who: reader === 'provider' ? one.employer.name : one.provider.name,
    tag: purchaseStatus(one.state, one.onHold, reader),
    price: sum(one.pricePence),
    on: shortDateInWords(londonDate(one.createdAt as Instant)),
  }));
  // Staff are many, of whom one or the other is to do it: to a provider alone it is said how many wait for them.
  const ones = reader === 'provider' ? lines.filter(({ tag }) => tag.meaning === 'yours').length : undefined;
  const many = reader === 'provider' ? words.list.orders(lines.length) : words.list.purchases(lines.length);
  return {
    next,
    counted: lines.length === 0 ? '' : words.list.counted(many, isAll, ones),
    purchases: named(lines),
  };
}

/** Whether there is anything for them on the page of more time and other owners. */
const mayChange = ({ reader, purchase, scope }: PurchaseLooked, context: PageContext): boolean =>
  reader === 'staff' &&
  !purchase.final &&
  (['extendPurchaseDate', 'reassignPurchase'] as const).some(
    (command) =>
      refusalByTable(command, { state: purchase.state, onHold: purchase.onHold, scope }, context) === undefined,
  );

const backOf: Readonly<Record<PurchaseReader, { readonly to: string; readonly words: string }>> = {
  buyer: { to: '/budget', words: words.back.budget },
  provider: { to: '/orders', words: words.back.orders },
  staff: { to: '/purchases', words: words.back.purchases },
};

/** Has the same bought again: the budget holder says yes to it on the last of the three steps. */
const buyAgain: Form<PurchaseLooked> = {
  fields: {},
  act: (_sent, { purchase, clientReference }, context) => {
    if (clientReference === undefined) return Promise.resolve({ goTo: '/budget/buy' });
    keepBuying(context, {
      grantId: purchase.grantId,
      clientReference,
      what: purchase.service,
      providerId: purchase.provider.id,
      providerName: purchase.provider.name,
      pricePence: purchase.pricePence,
    });
    return Promise.resolve({ goTo: '/budget/buy/confirm' });
  },
};

const isBudgetHolder = ({ asker }: PageContext, { purchase }: PurchaseLooked): boolean =>
  partiesOf(asker, ['budget_holder']).includes(purchase.employerId);

/** The pages about purchases: the list of those who run the pot, and one for whoever buys, delivers or looks after it. */
export const purchasePages: readonly Page[] = [
  definePage({
    address: '/purchases',
    for: staffRoles,
    words,
    load: ({ parts, asker, query }) =>
      listPurchases(
        parts.reading.db,
        asker,
        { state: stateOf(query['state']), grantId: grantOf(query['grant']) },
        { sort: 'newest', limit: linesAPage, cursor: cursorOf(query['cursor']) },
      ),
    show: (page, context) => {
      const { query } = context;
      const state = stateOf(query['state']);
      const grant = grantOf(query['grant']);
      const narrowed = Object.entries(words.states).map(([value, text]) => ({
        href: listAddress({ state: value, grant }),
        words: text,
        active: value === state,
      }));
      return {
        template: 'purchases/list.njk',
        title: words.list.title,
        narrow: [{ href: listAddress({ grant }), words: words.list.all, active: state === undefined }, ...narrowed],
        back: grant === undefined ? undefined : { to: `/grants/${grant}`, words: words.back.grant },
        more: listAddress({ state, grant, cursor: '' }),
        empty: words.list.empty,
        whom: words.list.provider,
        ...listView(page, 'staff', context),
      };
    },
  }),
  definePage<Listed>({
    address: '/orders',
    for: ['provider'],
    words,
    load: ({ parts, asker, query }) => {
      const [providerId, ...more] = partiesOf(asker, ['provider']);
      return listPurchases(
        parts.reading.db,
        { ...asker, roles: asker.roles.filter(({ name }) => name === 'provider') },
        { providerId: more.length === 0 ? providerId : undefined },
        { sort: 'newest', limit: linesAPage, cursor: cursorOf(query['cursor']) },
      );
    },
    show: (page, context) => ({
      template: 'purchases/list.njk',
      title: words.list.ordersTitle,
      narrow: [],
      more: '/orders?cursor=',
      empty: words.list.emptyOrders,
      whom: words.list.employer,
      isProvider: true,
      ...listView(page, 'provider', context),
    }),
  }),
  definePage<PurchaseLooked>({
    address: '/purchases/:id',
    for: 'signed in',
    words,
    load: (context) => lookAtPurchase(context, context.asker, context.params['id'] ?? ''),
    show: (looked, context) => ({
      template: 'purchases/one.njk',
      back: backOf[looked.reader],
      ...purchaseView(looked),
      ...stepsOf(looked),
      change: mayChange(looked, context) ? `/purchases/${looked.purchase.id}/change` : '',
      canRepeat: isBudgetHolder(context, looked),
    }),
    forms: {
      ...purchaseForms<PurchaseLooked>({ address: ({ purchase }) => `/purchases/${purchase.id}` }),
      buyAgain,
    },
  }),
  definePage<PurchaseLooked>({
    address: '/purchases/:id/change',
    for: staffRoles,
    words,
    load: async (context) => {
      const looked = await lookAtPurchase(context, context.asker, context.params['id'] ?? '');
      return looked?.reader === 'staff' ? looked : undefined;
    },
    show: ({ purchase }) => ({
      template: 'purchases/change.njk',
      title: words.change.title,
      service: purchase.service,
      hasDates: purchase.deadlines.some(({ name }) => name in words.fields.whichOptions),
      back: { to: `/purchases/${purchase.id}`, words: words.back.one },
    }),
    forms: changeForms,
  }),
];

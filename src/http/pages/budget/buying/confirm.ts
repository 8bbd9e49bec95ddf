import { listBudgets, type Budget } from '../../../../../db/queries/money/budgets';
import { pence } from '../../../../domain/money/money';
import { purchaseRefusal } from '../../../../domain/purchases/purchase-budget';
import { definePage, saying, type Acted, type PageContext } from '../../frame/page';
import { ownLimitOf } from '../../purchases/forms';
import { sum } from '../../frame/sum';
import { budgetWords as words } from '../words';
import { moneyOf, openOnes } from './budget';
import { forgetBuying, readBuying, type Buying } from './said-so-far';

interface Confirming {
  readonly said: Buying & {
    readonly what: string;
    readonly providerId: string;
    readonly providerName: string;
    readonly pricePence: number;
  };
  readonly budget: Budget;
}

/** Step 3: is this right, and what happens now. */
export const confirmPage = definePage<Confirming | 'begin anew'>({
  address: '/budget/buy/confirm',
  for: ['budget_holder'],
  words,
  load: async (context) => {
    const said = readBuying(context);
    const { what, providerId, providerName, pricePence } = said ?? {};
    if (
      said === undefined ||
      what === undefined ||
      providerId === undefined ||
      providerName === undefined ||
      pricePence === undefined
    )
      return 'begin anew';
    const budget = openOnes(await listBudgets(context.parts.reading.db, context.asker)).find(
      ({ grantId }) => grantId === said.grantId,
    );
    return budget === undefined
      ? 'begin anew'
      : { said: { ...said, what, providerId, providerName, pricePence }, budget };
  },
  show: (confirming, context) => {
    if (confirming === 'begin anew') return { goTo: '/budget/buy' };
    const { said, budget } = confirming;
    const c = words.confirm;
    const price = sum(said.pricePence);
    const { limitPence, within } = ownLimitOf(context, budget.employer.id);
    const isWithin = within(said.pricePence);
    const owner = budget.owner ?? c.somebody;
    const needAddress = '/budget/buy';
    const providerAddress = said.need === undefined ? needAddress : '/budget/buy/provider';
    return {
      template: 'budget/confirm.njk',
      title: c.title,
      back: { to: providerAddress, words: words.back },
      facts: [
        { key: c.forWhom, value: said.clientReference, change: needAddress },
        { key: c.what, value: said.what, change: providerAddress },
        { key: c.who, value: said.providerName, change: providerAddress },
        { key: c.price, value: price, change: providerAddress },
        { key: c.leftAfter, value: sum(Math.max(0, budget.leftPence - said.pricePence)), change: '' },
      ],
      lead: isWithin ? c.within : limitPence === 0 ? c.noLimit(owner) : c.above(sum(limitPence), owner),
      verb: isWithin ? c.order(price) : c.ask(price),
    };
  },
  forms: {
    buy: {
      fields: {},
      refusal: (confirming) =>
        confirming === 'begin anew'
          ? undefined
          : purchaseRefusal(pence(confirming.said.pricePence), moneyOf(confirming.budget)),
      act: async ({ key }, confirming, context) => {
        if (confirming === 'begin anew') return { goTo: '/budget/buy' };
        return buy(key, confirming.said, context);
      },
    },
    giveUp: {
      fields: {},
      act: (_sent, _data, context) => {
        forgetBuying(context);
        return Promise.resolve({ goTo: saying('/budget', 'given_up') });
      },
    },
  },
});

/** Asks for it, and sends the order at once where nobody else has to agree. */
async function buy(key: string, said: Confirming['said'], context: PageContext): Promise<Acted> {
  const { grantId, providerId, what, clientReference, pricePence } = said;
  const asked = await context.perform('requestPurchase', {
    subjectId: '',
    idempotencyKey: key,
    body: { grantId, providerId, service: what, clientReference, pricePence },
  });
  if (asked.problem !== undefined) return { problem: asked.problem };
  forgetBuying(context);
  const address = `/purchases/${asked.stored.subjectId}`;
  if (asked.outcome === undefined) return { waitFor: asked.stored.commandId, goTo: saying(address, 'asked') };
  if (asked.outcome.result?.['withinOwnLimit'] !== true) return { goTo: saying(address, 'asked') };
  const ordered = await context.perform('orderPurchase', {
    subjectId: asked.stored.subjectId,
    idempotencyKey: `${key} order`,
    body: {},
  });
  // It is asked for and authorised; what kept the order is said on its page, where it can be sent again.
  if (ordered.problem !== undefined) return { goTo: address };
  return ordered.outcome === undefined
    ? { waitFor: ordered.stored.commandId, goTo: saying(address, 'ordered') }
    : { goTo: saying(address, 'ordered') };
}

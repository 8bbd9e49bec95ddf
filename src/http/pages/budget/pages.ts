import { listBudgets, type Budget } from '../../../../db/queries/money/budgets';
import { partiesOf } from '../../../../db/queries/asker';
import { placeOf } from '../../../../db/queries/paging';
import { findPurchase, listPurchases } from '../../../../db/queries/purchases/purchases';
import { isId } from '../../../contracts/ids';
import { definePage, type Page } from '../frame/page';
import { sum } from '../frame/sum';
import { ownLimitOf } from '../purchases/forms';
import { buyPages } from './buying';
import { keepBuying } from './buying/said-so-far';
import { budgetView, purchaseCard } from './views';
import { budgetWords as words } from './words';

const cardsAPage = 10;

interface Home {
  readonly budgets: readonly Budget[];
  readonly bought: Awaited<ReturnType<typeof listPurchases>>;
}

/** The pages of a budget holder: what is left, what was bought, and buying. */
export const budgetPages: readonly Page[] = [
  definePage<Home>({
    address: '/budget',
    for: ['budget_holder'],
    words,
    load: async ({ parts, asker, query }) => {
      const { db } = parts.reading;
      const own = { ...asker, roles: asker.roles.filter(({ name }) => name === 'budget_holder') };
      const cursor = query['cursor'];
      const [budgets, bought] = await Promise.all([
        listBudgets(db, own),
        listPurchases(
          db,
          own,
          {},
          {
            sort: 'newest',
            limit: cardsAPage,
            cursor: cursor !== undefined && placeOf(cursor) !== undefined ? cursor : undefined,
          },
        ),
      ]);
      return { budgets, bought };
    },
    show: ({ budgets, bought }, context) => {
      const { limitPence } = ownLimitOf(context, budgets[0]?.employer.id ?? '');
      return {
        template: 'budget/home.njk',
        title: words.home.title,
        budgets: budgets.map(budgetView),
        canBuy: budgets.some(({ stage, onHold, leftPence }) => stage === 'active' && !onHold && leftPence > 0),
        limit: limitPence === 0 ? words.home.noOwnLimit : words.home.ownLimit(sum(limitPence)),
        cards: bought.items.map((one) => purchaseCard(one, context.parts.reading.open)),
        older: bought.next,
      };
    },
    forms: {
      again: {
        fields: {},
        act: async ({ button }, _data, context) => {
          const { db, open } = context.parts.reading;
          const found = isId(button) ? await findPurchase(db, context.asker, button) : undefined;
          const isOwn = found !== undefined && partiesOf(context.asker, ['budget_holder']).includes(found.employerId);
          const clientReference = found?.clientReferenceSealed == null ? undefined : open(found.clientReferenceSealed);
          if (!isOwn || clientReference === undefined) return { goTo: '/budget/buy' };
          keepBuying(context, {
            grantId: found.grantId,
            clientReference,
            what: found.service,
            providerId: found.provider.id,
            providerName: found.provider.name,
            pricePence: found.pricePence,
          });
          return { goTo: '/budget/buy/confirm' };
        },
      },
    },
  }),
  ...buyPages,
];

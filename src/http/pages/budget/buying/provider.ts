import { listBudgets, listProviders, type Budget } from '../../../../../db/queries/money/budgets';
import type { Named } from '../../../../../db/queries/named';
import { listServices } from '../../../../../db/queries/purchases/services';
import { compareInstants, endOfDay, londonDate, shortDateInWords } from '../../../../domain/calendar/calendar';
import { pence } from '../../../../domain/money/money';
import { purchaseRefusal } from '../../../../domain/purchases/purchase-budget';
import { isStale } from '../../../../domain/purchases/services';
import { needWords } from '../../directory/need-words';
import type { Fields, Option } from '../../form/field';
import { commandForm } from '../../frame/command-form';
import { definePage, saying, type Acted, type PageContext } from '../../frame/page';
import { sum } from '../../frame/sum';
import { budgetWords as words } from '../words';
import { missing, problemOf, text } from './answers';
import { moneyOf, openOnes } from './budget';
import { forgetBuying, keepBuying, readBuying, type Buying } from './said-so-far';

type Services = Awaited<ReturnType<typeof listServices>>['items'];

interface Choosing {
  readonly said: Buying;
  readonly budget: Budget;
  readonly services: Services;
  readonly providers: readonly Named[];
}

const another = 'another';

/** Those near the client first, then those that are free soonest, then the cheapest. */
function inOrder(services: Services, area = ''): Services {
  const near = (one: Services[number]): number => (one.area.toLowerCase() === area.toLowerCase() ? 0 : 1);
  const free = ({ nextFreeOn }: Services[number]): string => nextFreeOn ?? '9999';
  return services.toSorted(
    (one, other) =>
      near(one) - near(other) || free(one).localeCompare(free(other)) || one.pricePence - other.pricePence,
  );
}

function optionOf({
  id,
  name,
  pricePence,
  provider,
  area,
  whoFor,
  nextFreeOn,
  confirmedAt,
  now,
}: Services[number]): Option {
  const p = words.provider;
  const isComing = nextFreeOn !== null && compareInstants(endOfDay(nextFreeOn), now) >= 0;
  const free = isComing ? p.free(shortDateInWords(nextFreeOn)) : p.freeUnknown;
  const stale = isStale(confirmedAt, now) ? p.stale(shortDateInWords(londonDate(confirmedAt))) : '';
  return {
    value: id,
    words: p.option(name, sum(pricePence)),
    hint: p.optionHint(provider.name, area, [free, stale].filter((one) => one !== '').join(', '), whoFor ?? ''),
  };
}

/** Step 2: who does it, for how much. */
export const providerPage = definePage<Choosing | 'begin anew'>({
  address: '/budget/buy/provider',
  for: ['budget_holder'],
  words,
  load: async (context) => {
    const said = readBuying(context);
    const { db } = context.parts.reading;
    if (said?.need === undefined) return 'begin anew';
    const [budgets, { items }, providers] = await Promise.all([
      listBudgets(db, context.asker),
      listServices(db, context.asker, { need: said.need }, { limit: 50 }),
      listProviders(db, context.asker),
    ]);
    const budget = openOnes(budgets).find(({ grantId }) => grantId === said.grantId);
    return budget === undefined ? 'begin anew' : { said, budget, services: inOrder(items, said.area), providers };
  },
  show: (choosing) => {
    if (choosing === 'begin anew') return { goTo: '/budget/buy' };
    const { said, services, budget } = choosing;
    const near =
      said.area === undefined
        ? 0
        : services.filter(({ area }) => area.toLowerCase() === said.area?.toLowerCase()).length;
    const where = said.area === undefined ? '' : words.provider.near(said.area);
    return {
      template: 'budget/provider.njk',
      title: words.provider.title,
      found: words.provider.found(
        said.area === undefined ? services.length : near,
        needWords[said.need ?? 'other'].toLowerCase(),
        where,
      ),
      left: sum(budget.leftPence),
      hasServices: services.length > 0,
      back: { to: '/budget/buy', words: words.back },
    };
  },
  forms: {
    choose: {
      fields: (choosing): Fields => (choosing === 'begin anew' ? {} : choosingFields(choosing)),
      initial: (choosing) => (choosing === 'begin anew' ? undefined : choosing.said),
      act: ({ body }, choosing, context) =>
        Promise.resolve(choosing === 'begin anew' ? { goTo: '/budget/buy' } : afterChoice(body, choosing, context)),
    },
    unmet: commandForm<Choosing | 'begin anew'>({
      command: 'logUnmetNeed',
      fields: { unmetArea: { kind: 'text', at: '/area', label: words.provider.unmetArea, width: 20 } },
      initial: (choosing) => (choosing === 'begin anew' ? undefined : { area: choosing.said.area }),
      subjectId: (choosing) => (choosing === 'begin anew' ? '' : choosing.budget.employer.id),
      body: (body, choosing) => ({ ...body, need: choosing === 'begin anew' ? 'other' : choosing.said.need }),
      done: (_done, context) => {
        forgetBuying(context);
        return saying('/budget', 'unmet');
      },
    }),
  },
});

function choosingFields({ services, providers }: Choosing): Fields {
  const p = words.provider;
  const own: Fields = {
    who: {
      kind: 'choice',
      at: '/providerId',
      label: p.who,
      missing: p.missingWho,
      asList: true,
      options: providers.map(({ id, name }) => ({ value: id, words: name })),
    },
    what: { kind: 'text', at: '/what', label: p.what, hint: p.whatHint, missing: p.missingWhat },
  };
  const price = (hint: string): Fields => ({
    price: { kind: 'money', at: '/pricePence', label: p.price, hint, missing: p.missingPrice },
  });
  if (services.length === 0) return { ...own, ...price(p.priceHintAlone) };
  const options = [...services.map(optionOf), { value: another, words: p.another }];
  return {
    service: { kind: 'choice', at: '/service', label: p.service, missing: p.missingService, options },
    ...price(p.priceHint),
    ...own,
  };
}

function afterChoice(
  body: Readonly<Record<string, unknown>>,
  { said, budget, services, providers }: Choosing,
  context: PageContext,
): Acted {
  const chosen = services.find(({ id }) => id === body['service']);
  const isAnother = services.length === 0 || body['service'] === another;
  const provider = chosen?.provider ?? providers.find(({ id }) => id === body['providerId']);
  const what = chosen?.name ?? text(body['what']);
  const pricePence = typeof body['pricePence'] === 'number' ? body['pricePence'] : chosen?.pricePence;
  const refused = pricePence === undefined ? undefined : purchaseRefusal(pence(pricePence), moneyOf(budget));
  const problems = [
    ...missing('/service', chosen === undefined && !isAnother),
    ...missing('/providerId', isAnother && provider === undefined),
    ...missing('/what', isAnother && what === ''),
    ...missing('/pricePence', isAnother && pricePence === undefined),
    ...(refused === undefined ? [] : [problemOf(refused)]),
  ];
  if (problems.length > 0 || provider === undefined || pricePence === undefined) return { problems };
  keepBuying(context, {
    ...said,
    service: chosen?.id ?? another,
    what: what.slice(0, 500),
    providerId: provider.id,
    providerName: provider.name,
    pricePence,
  });
  return { goTo: '/budget/buy/confirm' };
}

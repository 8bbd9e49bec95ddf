import { listBudgets, listProviders, type Budget } from '../../../../db/queries/budgets';
import { listServices } from '../../../../db/queries/services';
import type { Named } from '../../../../db/queries/named';
import { compareInstants, endOfDay, londonDate, shortDateInWords } from '../../../domain/calendar';
import { formatPounds, pence } from '../../../domain/money';
import { clientReferenceRefusal, normaliseClientReference, purchaseRefusal } from '../../../domain/purchase-budget';
import type { Refusal } from '../../../domain/refusal';
import { isStale, needKinds, type NeedKind } from '../../../domain/services';
import type { FieldProblem } from '../../problems';
import { needWords } from '../directory/need-words';
import type { Fields, Option } from '../form/field';
import { commandForm } from '../frame/command-form';
import { definePage, saying, type Acted, type Page, type PageContext } from '../frame/page';
import { ownLimitOf } from '../purchases/forms';
import { forgetBuying, keepBuying, readBuying, type Buying } from './buying';
import { budgetWords as words } from './words';

const sum = (amount: number): string => formatPounds(pence(amount));
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const problemOf = ({ code, detail, field }: Refusal): FieldProblem => ({ pointer: field ?? '', code, detail });

/** Budgets that can be bought from now. */
const openOnes = (budgets: readonly Budget[]): readonly Budget[] =>
  budgets.filter(({ stage, onHold }) => stage === 'active' && !onHold);

interface Need {
  readonly budgets: readonly Budget[];
  readonly said: Buying | undefined;
}

/** Step 1: what is needed, where, for whom. */
const needPage = definePage<Need>({
  address: '/budget/buy',
  for: ['budget_holder'],
  words,
  load: async (context) => ({
    budgets: openOnes(await listBudgets(context.parts.reading.db, context.asker)),
    said: readBuying(context),
  }),
  show: ({ budgets: [first, ...more] }) =>
    first === undefined
      ? { goTo: '/budget' }
      : {
          template: 'budget/need.njk',
          title: words.need.title,
          left: more.length === 0 ? sum(first.leftPence) : '',
          back: { to: '/budget', words: words.home.title },
        },
  forms: {
    need: {
      fields: ({ budgets }): Fields => ({
        ...(budgets.length > 1
          ? {
              budget: {
                kind: 'choice',
                at: '/grantId',
                label: words.need.budget,
                options: budgets.map(({ grantId, reference, leftPence }) => ({
                  value: grantId,
                  words: words.need.budgetOption(reference ?? '', sum(leftPence)),
                })),
              },
            }
          : {}),
        need: {
          kind: 'choice',
          at: '/need',
          label: words.need.need,
          missing: words.need.missingNeed,
          asList: true,
          options: needKinds.map((value) => ({ value, words: needWords[value] })),
        },
        area: { kind: 'text', at: '/area', label: words.need.area, hint: words.need.areaHint, width: 20 },
        reference: {
          kind: 'text',
          at: '/clientReference',
          label: words.need.reference,
          hint: words.need.referenceHint,
          missing: words.need.missingReference,
          width: 10,
        },
      }),
      initial: ({ budgets, said }) => said ?? { grantId: budgets[0]?.grantId },
      act: ({ body }, { budgets }, context) => Promise.resolve(afterNeed(body, budgets, context)),
    },
  },
});

function afterNeed(body: Readonly<Record<string, unknown>>, budgets: readonly Budget[], context: PageContext): Acted {
  const grantId = budgets.length > 1 ? text(body['grantId']) : (budgets[0]?.grantId ?? '');
  const [need, area, reference] = [text(body['need']), text(body['area']).slice(0, 100), text(body['clientReference'])];
  const refused = reference === '' ? undefined : clientReferenceRefusal(reference);
  const missing = (pointer: string, value: string): readonly FieldProblem[] =>
    value === '' ? [{ pointer, code: 'FIELD_MISSING', detail: '' }] : [];
  const problems = [
    ...missing('/grantId', grantId),
    ...missing('/need', need),
    ...missing('/clientReference', reference),
    ...(refused === undefined ? [] : [problemOf(refused)]),
  ];
  if (problems.length > 0) return { problems };
  keepBuying(context, {
    grantId,
    need: need as NeedKind,
    ...(area === '' ? {} : { area }),
    clientReference: normaliseClientReference(reference),
  });
  return { goTo: '/budget/buy/provider' };
}

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
const providerPage = definePage<Choosing | 'begin anew'>({
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
  const missing = (pointer: string, isMissing: boolean): readonly FieldProblem[] =>
    isMissing ? [{ pointer, code: 'FIELD_MISSING', detail: '' }] : [];
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

const moneyOf = ({ awardedPence, spentPence, promisedPence }: Budget) => ({
  awardedPence: pence(awardedPence),
  spentPence: pence(spentPence),
  promisedPence: pence(promisedPence),
});

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
const confirmPage = definePage<Confirming | 'begin anew'>({
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

/** Buying a service, in three steps. */
export const buyPages: readonly Page[] = [needPage, providerPage, confirmPage];

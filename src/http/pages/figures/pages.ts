import { findFund, listFunds } from '../../../../db/queries/money/funds';
import {
  openedFigures,
  readFigureLines,
  type FigureOpened,
  type OpenedFigure,
} from '../../../../db/queries/pots/figure-lines';
import { readPotFigures, type PotFigures } from '../../../../db/queries/pots/pot-figures';
import { isId } from '../../../contracts/ids';
import { compareInstants, shortDateInWords } from '../../../domain/calendar/calendar';
import { figuresOf } from '../../../domain/figures/figures';
import { readingRoles } from '../../../domain/lives/roles';
import { definePage, type Page, type PageContext } from '../frame/page';
import { sumsAlike, toThePenny } from '../frame/sum';
import { awardBar, figuresView, figuresWritten, type Lines } from './views';
import { figuresWords as words } from './words';

const linesAPage = 25;
/** A fund of more pots is counted pot by pot. */
const potsAtMost = 50;
const idOf = ({ params }: PageContext): string | undefined => (isId(params['id'] ?? '') ? params['id'] : undefined);

/** Where a pot's totals open to what makes them. */
function linesOf(potId: string): Lines {
  const lines = `/money/pots/${potId}`;
  return {
    asked: `/grants?pot=${potId}`,
    awarded: `${lines}/held/awarded`,
    paid: `${lines}/held/paid`,
    promised: `${lines}/held/promised`,
    left: `${lines}/held/left`,
    spent: `/pots/${potId}/figures/spent`,
    canBeAwarded: `${lines}/accounts/available`,
    inTheBank: lines,
    waiting: `/pots/${potId}/figures/waiting`,
  };
}

const potPage = definePage<PotFigures>({
  address: '/pots/:id/figures',
  for: readingRoles,
  words,
  load: async (context) => {
    const id = idOf(context);
    return id === undefined ? undefined : (await readPotFigures(context.parts.reading.db, context.asker, [id]))[0];
  },
  show: (pot) => {
    return {
      template: 'figures/figures.njk',
      title: words.title(pot.name),
      back: { to: `/pots/${pot.id}`, words: words.back.pot },
      figures: figuresView(figuresOf([pot], pot.today), pot.countedAt, linesOf(pot.id)),
    };
  },
});

interface TotalOpened extends FigureOpened {
  readonly of: OpenedFigure;
}

/** What makes a total of a pot's figures that no account holds: what reports say was spent, and what waits for cash. */
const linesPage = definePage<TotalOpened>({
  address: '/pots/:id/figures/:of',
  for: readingRoles,
  words,
  load: async (context) => {
    const id = idOf(context);
    const of = openedFigures.find((one) => one === context.params['of']);
    if (of === undefined || id === undefined) return undefined;
    const opened = await readFigureLines(context.parts.reading.db, context.asker, id, {
      of,
      limit: linesAPage,
      cursor: context.query['cursor'],
    });
    return opened === undefined ? undefined : { of, ...opened };
  },
  show: ({ of, pot, totalPence, lines: { items, next } }, { path }) => ({
    template: 'figures/lines.njk',
    title: words.lines.title(words.money[of], pot.name),
    back: { to: `/pots/${pot.id}/figures`, words: words.back.figures },
    lead: words.lines.lead(toThePenny(totalPence)),
    on: words.lines.on[of],
    lines: items.map(({ grantId, reference, party, on, pence }) => ({
      href: grantId === null ? undefined : `/grants/${grantId}`,
      reference: reference ?? words.lines.noGrant,
      party: party.name,
      on: shortDateInWords(on),
      amount: toThePenny(pence),
    })),
    more: next === null ? undefined : `${path}?cursor=${encodeURIComponent(next)}`,
  }),
});

type Fund = NonNullable<Awaited<ReturnType<typeof findFund>>>;
interface FundCounted {
  readonly fund: Fund;
  readonly pots: readonly PotFigures[];
}

const fundPage = definePage<FundCounted>({
  address: '/funds/:id/figures',
  for: readingRoles,
  words,
  load: async (context) => {
    const id = idOf(context);
    const { db } = context.parts.reading;
    const fund = id === undefined ? undefined : await findFund(db, context.asker, id);
    if (fund === undefined) return undefined;
    const potIds = fund.pots.slice(0, potsAtMost).map((pot) => pot.id);
    return { fund, pots: await readPotFigures(db, context.asker, potIds) };
  },
  show: ({ fund, pots }) => {
    const oldest = pots.toSorted((one, other) => compareInstants(one.countedAt, other.countedAt))[0];
    const only = pots.length === 1 ? pots[0] : undefined;
    const each = pots.map((pot) => ({ id: pot.id, name: pot.name, ...figuresOf([pot], pot.today) }));
    const sum = figuresWritten(each);
    const longest = Math.max(0, ...each.map(({ money }) => money.awardedPence));
    return {
      template: 'figures/figures.njk',
      title: words.title(fund.name),
      back: { to: `/funds/${fund.id}`, words: words.back.fund },
      figures:
        oldest === undefined
          ? undefined
          : figuresView(
              figuresOf(pots, oldest.today),
              oldest.countedAt,
              only === undefined ? {} : linesOf(only.id),
              sum,
            ),
      pots: each.map(({ id, name, money }) => ({
        id,
        name,
        to: linesOf(id),
        bar: awardBar(money, longest),
        awarded: sum(money.awardedPence),
        paid: sum(money.paidPence),
        promised: sum(money.promisedPence),
        left: sum(money.leftPence),
      })),
    };
  },
});

const listPage = definePage<Awaited<ReturnType<typeof listFunds>>>({
  address: '/figures',
  for: readingRoles,
  words,
  load: ({ parts, asker, query }) =>
    listFunds(parts.reading.db, asker, {}, { limit: linesAPage, cursor: query['cursor'] }),
  show: ({ items, next }, { query }) => {
    const [only, ...others] = items;
    if (only !== undefined && others.length === 0 && query['cursor'] === undefined)
      return { goTo: `/funds/${only.id}/figures` };
    const sum = sumsAlike(items.flatMap(({ money }) => [money.pledgedPence, money.receivedPence]));
    return {
      template: 'figures/list.njk',
      title: words.list.title,
      funds: items.map(({ id, name, money }) => ({
        id,
        name,
        pledged: sum(money.pledgedPence),
        received: sum(money.receivedPence),
      })),
      next,
    };
  },
});

/** The pages of figures, for whoever reads the money: nobody is named on them. */
export const figuresPages: readonly Page[] = [listPage, potPage, linesPage, fundPage];

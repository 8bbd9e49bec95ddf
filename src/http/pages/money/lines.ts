import { findFund } from '../../../../db/queries/money/funds';
import {
  fundAccounts,
  heldTotals,
  potAccounts,
  readCommandLedger,
  readFundLedger,
  readGrantLedger,
  readPotHoldings,
  readPotLedger,
  type FundAccount,
  type HeldTotal,
  type Holding,
  type LedgerLine,
  type PotAccount,
} from '../../../../db/queries/money/ledger';
import type { Page as Listed } from '../../../../db/queries/paging';
import { findPot } from '../../../../db/queries/pots/pots';
import { isId } from '../../../contracts/ids';
import { readingRoles, staffRoles } from '../../../domain/lives/roles';
import { pence, sumPence } from '../../../domain/money/money';
import { potLinesAs, sheetKinds } from '../../documents/ledger-lines';
import { definePage, type Page, type PageContext } from '../frame/page';
import { lineView } from './line-view';
import { toThePenny } from '../frame/sum';
import { moneyWords } from './words';

const words = moneyWords.lines;
const linesAPage = 25;
const idOf = ({ params }: PageContext): string => params['id'] ?? '';
const wantedOf = ({ query }: PageContext) => ({
  sort: 'newest' as const,
  limit: linesAPage,
  cursor: query['cursor'],
});
const more = (path: string, next: string | null) =>
  next === null ? undefined : `${path}?cursor=${encodeURIComponent(next)}`;

type Pot = NonNullable<Awaited<ReturnType<typeof findPot>>>;

interface PotAccountOpen {
  readonly pot: Pot;
  readonly account: PotAccount;
  readonly lines: Listed<LedgerLine>;
}

const potAccountPage = definePage<PotAccountOpen>({
  address: '/money/pots/:id/accounts/:account',
  for: readingRoles,
  words: moneyWords,
  load: async (context) => {
    const id = idOf(context);
    const account = potAccounts.find((one) => one === context.params['account']);
    if (account === undefined || !isId(id)) return undefined;
    const { db } = context.parts.reading;
    const [pot, lines] = await Promise.all([
      findPot(db, context.asker, id),
      readPotLedger(db, context.asker, id, { ...wantedOf(context), account }),
    ]);
    return pot === undefined || lines === undefined ? undefined : { pot, account, lines };
  },
  show: ({ pot, account, lines: { items, next } }, { path }) => ({
    template: 'money/lines.njk',
    title: words.account(moneyWords.accounts[account], pot.name),
    back: { to: `/money/pots/${pot.id}`, words: words.backToPot },
    lead: words.accounts[account],
    hasAfter: true,
    lines: items.map((line) => lineView(line, `${book(account)}/${account}/pot/${pot.id}`)),
    more: more(path, next),
    sheets: sheetsOf(pot.id, account),
  }),
});

const book = (account: PotAccount | FundAccount): string =>
  account === 'available' || account === 'pledge' || account === 'owed_to_funder' ? 'budget' : 'cash';

const sheetsOf = (potId: string, account?: PotAccount) =>
  sheetKinds.map((kind) => ({
    href: `/money/pots/${potId}/as/${kind}${account === undefined ? '' : `?account=${account}`}`,
    words: words.sheets[kind],
  }));

interface FundAccountOpen {
  readonly fund: NonNullable<Awaited<ReturnType<typeof findFund>>>;
  readonly account: FundAccount;
  readonly lines: Listed<LedgerLine>;
}

const fundAccountPage = definePage<FundAccountOpen>({
  address: '/money/funds/:id/accounts/:account',
  for: readingRoles,
  words: moneyWords,
  load: async (context) => {
    const id = idOf(context);
    const account = fundAccounts.find((one) => one === context.params['account']);
    if (account === undefined || !isId(id)) return undefined;
    const { db } = context.parts.reading;
    const [fund, lines] = await Promise.all([
      findFund(db, context.asker, id),
      readFundLedger(db, context.asker, id, { ...wantedOf(context), account }),
    ]);
    return fund === undefined || lines === undefined ? undefined : { fund, account, lines };
  },
  show: ({ fund, account, lines: { items, next } }, { path }) => ({
    template: 'money/lines.njk',
    title: words.account(moneyWords.accounts[account], fund.name),
    back: { to: `/funds/${fund.id}`, words: moneyWords.back },
    lead: words.accounts[account],
    lines: items.map((line) => lineView(line)),
    more: more(path, next),
  }),
});

interface Held {
  readonly pot: Pot;
  readonly of: HeldTotal;
  readonly held: Listed<Holding>;
}

const heldPage = definePage<Held>({
  address: '/money/pots/:id/held/:of',
  for: readingRoles,
  words: moneyWords,
  load: async (context) => {
    const id = idOf(context);
    const of = (Object.keys(heldTotals) as HeldTotal[]).find((one) => one === context.params['of']);
    if (of === undefined || !isId(id)) return undefined;
    const { db } = context.parts.reading;
    const [pot, held] = await Promise.all([
      findPot(db, context.asker, id),
      readPotHoldings(db, context.asker, id, { of, limit: linesAPage, cursor: context.query['cursor'] }),
    ]);
    return pot === undefined || held === undefined ? undefined : { pot, of, held };
  },
  show: ({ pot, of, held: { items, next } }, { path }) => ({
    template: 'money/held.njk',
    title: words.account(moneyWords.pot[of], pot.name),
    back: { to: `/money/pots/${pot.id}`, words: words.backToPot },
    lead: words.held(toThePenny(sumPence(heldTotals[of].map((kind) => pence(pot.held?.[kind] ?? 0))))),
    // Where all lines are of one kind, nobody needs to read it on each.
    hasKinds: heldTotals[of].length > 1,
    lines: items.map(({ grantId, reference, party, kind, balancePence }) => ({
      href: `/money/grants/${grantId}`,
      reference: reference ?? words.grant,
      party: party.name,
      kind: kind === 'committed' ? moneyWords.pot.left : moneyWords.accounts[kind],
      sum: toThePenny(balancePence),
    })),
    more: more(path, next),
  }),
});

const grantPage = definePage<{ readonly id: string; readonly lines: Listed<LedgerLine> }>({
  address: '/money/grants/:id',
  for: readingRoles,
  words: moneyWords,
  load: async (context) => {
    const id = idOf(context);
    const lines = isId(id)
      ? await readGrantLedger(context.parts.reading.db, context.asker, id, wantedOf(context))
      : undefined;
    return lines === undefined ? undefined : { id, lines };
  },
  show: ({ id, lines: { items, next } }, { path }) => ({
    template: 'money/lines.njk',
    title: words.ofGrant(items[0]?.reference ?? words.thisGrant),
    back: { to: `/grants/${id}`, words: words.backToGrant },
    lead: words.grantLead,
    lines: items.map((line) => ({ ...lineView(line), grant: undefined })),
    more: more(path, next),
  }),
});

const causePage = definePage<Listed<LedgerLine>>({
  address: '/money/causes/:id',
  for: readingRoles,
  words: moneyWords,
  load: async (context) => {
    const id = idOf(context);
    return isId(id) ? readCommandLedger(context.parts.reading.db, context.asker, id, wantedOf(context)) : undefined;
  },
  show: ({ items, next }, { path, asker }) => {
    const [first] = items;
    const isStaff = asker.roles.some(({ name }) => staffRoles.includes(name));
    const about = [
      ...new Set(items.flatMap(({ runId }) => (runId === null || !isStaff ? [] : [`/payment-runs/${runId}`]))),
      ...new Set(
        items.flatMap(({ purchaseId }) => (purchaseId === null || !isStaff ? [] : [`/purchases/${purchaseId}`])),
      ),
    ];
    return {
      template: 'money/lines.njk',
      title: first === undefined ? words.cause : lineView(first).why,
      back: { to: '/money', words: moneyWords.list.title },
      lead: words.causeLead,
      about: about.map((href) => ({ href, words: href.startsWith('/payment-runs') ? words.run : words.purchase })),
      lines: items.map((line) => lineView(line)),
      isCause: true,
      more: more(path, next),
    };
  },
});

const sheetPage = definePage<Awaited<ReturnType<typeof potLinesAs>>>({
  address: '/money/pots/:id/as/:kind',
  for: readingRoles,
  words: moneyWords,
  load: async (context) => {
    const kind = sheetKinds.find((one) => one === context.params['kind']);
    const account = potAccounts.find((one) => one === context.query['account']);
    const id = idOf(context);
    if (kind === undefined || !isId(id)) return undefined;
    return potLinesAs(kind, context.parts.reading.db, context.asker, id, { account, inWords: lineView });
  },
  show: (download) => {
    if (download === undefined) throw new Error('a sheet that is not there is not shown');
    const { fileName, mediaType, content } = download;
    return { file: { name: fileName, type: mediaType, content } };
  },
});

/** The pages below the money that say what makes each total. */
export const linePages: readonly Page[] = [potAccountPage, fundAccountPage, heldPage, grantPage, causePage, sheetPage];

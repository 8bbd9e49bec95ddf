import { heldTotals, readPotLedger, type LedgerLine } from '../../../../db/queries/money/ledger';
import type { Page as Listed } from '../../../../db/queries/paging';
import { findPot } from '../../../../db/queries/pots/pots';
import { isId } from '../../../contracts/ids';
import { readingRoles } from '../../../domain/lives/roles';
import { pence, sumPence } from '../../../domain/money/money';
import { sheetKinds } from '../../documents/ledger-lines';
import { commandForm } from '../frame/command-form';
import { definePage, saying } from '../frame/page';
import { toThePenny } from '../frame/sum';
import { lineView } from './line-view';
import { moneyWords } from './words';

const words = moneyWords.pot;
const linesAPage = 25;

interface PotMoved {
  readonly pot: NonNullable<Awaited<ReturnType<typeof findPot>>>;
  readonly lines: Listed<LedgerLine>;
}

/** A pot to the penny, in both books: where its money is, and every line that made it so. */
export const potMoneyPage = definePage<PotMoved>({
  address: '/money/pots/:id',
  for: readingRoles,
  words: moneyWords,
  load: async ({ parts, asker, params, query }) => {
    const id = params['id'] ?? '';
    if (!isId(id)) return undefined;
    const { db } = parts.reading;
    const wanted = { sort: 'newest' as const, limit: linesAPage, cursor: query['cursor'] };
    const [pot, lines] = await Promise.all([findPot(db, asker, id), readPotLedger(db, asker, id, wanted)]);
    return pot === undefined || lines === undefined ? undefined : { pot, lines };
  },
  show: ({ pot, lines }) => {
    const held = (...kinds: readonly (keyof NonNullable<typeof pot.held>)[]) =>
      toThePenny(sumPence(kinds.map((kind) => pence(pot.held?.[kind] ?? 0))));
    const { money } = pot;
    const here = `/money/pots/${pot.id}`;
    return {
      template: 'money/pot.njk',
      title: words.title(pot.name),
      back: { to: `/funds/${pot.fund.id}`, words: moneyWords.back },
      id: pot.id,
      sums: [
        { words: words.awarded, amount: held(...heldTotals.awarded), href: `${here}/held/awarded` },
        { words: words.paid, amount: held(...heldTotals.paid), href: `${here}/held/paid` },
        { words: words.promised, amount: held(...heldTotals.promised), href: `${here}/held/promised` },
        { words: words.left, amount: held(...heldTotals.left), href: `${here}/held/left` },
        {
          words: words.canBeAwarded,
          amount: toThePenny(money?.canStillBeAwardedPence ?? 0),
          href: `${here}/accounts/available`,
        },
        { words: words.inTheBank, amount: toThePenny(money?.inTheBankPence ?? 0), href: `${here}/accounts/bank` },
        { words: words.reserved, amount: toThePenny(money?.reservedPence ?? 0), href: `${here}/accounts/reserved` },
        { words: words.inTransit, amount: toThePenny(money?.inTransitPence ?? 0), href: `${here}/accounts/in_transit` },
        {
          words: words.waiting,
          amount: toThePenny(money?.waitingForCashPence ?? 0),
          href: `/pots/${pot.id}/figures/waiting`,
        },
      ],
      lines: lines.items.map((line) => lineView(line)),
      sheets: sheetKinds.map((kind) => ({ href: `${here}/as/${kind}`, words: moneyWords.lines.sheets[kind] })),
      next: lines.next,
    };
  },
  forms: {
    add: commandForm<PotMoved>({
      command: 'addBudget',
      standing: ({ pot }) => ({ state: pot.state, scope: { potId: pot.id, parties: {} } }),
      fields: {
        amount: { kind: 'money', at: '/amountPence', label: words.amount },
        reason: { kind: 'text', at: '/reason', label: words.reason },
      },
      done: (_done, { params }) => saying(`/money/pots/${params['id'] ?? ''}`, 'added'),
    }),
  },
});

import { readPotLedger, type LedgerLine } from '../../../../db/queries/ledger';
import type { Page as Listed } from '../../../../db/queries/paging';
import { findPot } from '../../../../db/queries/pots';
import { isId } from '../../../contracts/ids';
import { londonDate, shortDateInWords, type Instant } from '../../../domain/calendar';
import { readingRoles } from '../../../domain/lives/roles';
import { formatToThePenny, pence, sumPence } from '../../../domain/money';
import { commandForm } from '../frame/command-form';
import { definePage, saying } from '../frame/page';
import { moneyWords } from './words';

const words = moneyWords.pot;
const linesAPage = 25;
const toThePenny = (amount: number): string => formatToThePenny(pence(amount));

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
    return {
      template: 'money/pot.njk',
      title: words.title(pot.name),
      back: { to: `/funds/${pot.fund.id}`, words: moneyWords.back },
      id: pot.id,
      sums: [
        { words: words.awarded, amount: held('committed', 'promised', 'spent', 'refund_due', 'written_off') },
        { words: words.paid, amount: held('spent', 'refund_due', 'written_off') },
        { words: words.promised, amount: held('promised') },
        { words: words.left, amount: held('committed') },
        { words: words.canBeAwarded, amount: toThePenny(money?.canStillBeAwardedPence ?? 0) },
        { words: words.inTheBank, amount: toThePenny(money?.inTheBankPence ?? 0) },
        { words: words.reserved, amount: toThePenny(money?.reservedPence ?? 0) },
        { words: words.inTransit, amount: toThePenny(money?.inTransitPence ?? 0) },
        { words: words.waiting, amount: toThePenny(money?.waitingForCashPence ?? 0) },
      ],
      lines: lines.items.map(({ at, book, from, to, amountPence, grantId }) => ({
        when: shortDateInWords(londonDate(at as Instant)),
        book: words.books[book],
        from: moneyWords.accounts[from.kind],
        to: moneyWords.accounts[to.kind],
        sum: toThePenny(amountPence),
        grantId,
      })),
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

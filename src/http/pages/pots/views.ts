import type { findPot, listPots } from '../../../../db/queries/pots/pots';
import { londonDate, shortDateInWords, type Instant } from '../../../domain/calendar/calendar';
import { inFull } from '../../api/reads/pots';
import type { BarKey } from '../charts/bar';
import { sumsAlike } from '../frame/sum';
import { potWords } from './words';

const { list, one: words } = potWords;

/** The lines of the list of pots, their sums written alike. */
export function potLines(pots: Awaited<ReturnType<typeof listPots>>['items']) {
  const all = pots.map(({ id, name, fund, money, state }) => ({
    id,
    name,
    fund: fund.name,
    tag: state === 'open' ? { words: list.open, meaning: 'other' } : { words: list.closed, meaning: 'over' },
    award: money?.canStillBeAwardedPence,
    bank: money === null ? undefined : money.inTheBankPence + money.reservedPence,
    waiting: money?.waitingForCashPence,
  }));
  const sum = sumsAlike(all.flatMap(({ award, bank, waiting }) => [award, bank, waiting]));
  return all.map((one) => ({ ...one, award: sum(one.award), bank: sum(one.bank), waiting: sum(one.waiting) }));
}

type PotFound = NonNullable<Awaited<ReturnType<typeof findPot>>>;

/** Which version of its rules holds, and since when. */
export const versionOf = ({ policyVersion, policyPublishedAt }: PotFound): string =>
  words.version(policyVersion, shortDateInWords(londonDate(policyPublishedAt as Instant)));

/** How wide the bar is drawn; the browser fits it to its place. */
const barWidth = 600;

/** A pot as its page has it: its three figures, where the budget is, where the cash is, what the funder pays. */
export function potView(pot: PotFound, { seesStaff }: { readonly seesStaff: boolean }) {
  const money = inFull(pot.money, pot.held);
  const sum = sumsAlike([...Object.values(money ?? {}), ...pot.instalments.map(({ amountPence }) => amountPence)]);
  return {
    title: pot.name,
    // The panel has nothing to ask of whoever looks after it, and a funder is told of no person.
    caption: seesStaff && pot.owner !== null ? words.owner(pot.fund.name, pot.owner.name) : pot.fund.name,
    figures: `/pots/${pot.id}/figures`,
    tagNow: pot.state === 'open' ? { words: list.open, meaning: 'other' } : { words: list.closed, meaning: 'over' },
    version: versionOf(pot),
    money: money === null ? undefined : moneyView(pot.id, money, sum, seesStaff),
    instalments:
      money === null
        ? []
        : pot.instalments.map(({ amountPence, expectedOn, receivedOn }) => ({
            day: shortDateInWords(expectedOn),
            amount: sum(amountPence),
            tag:
              receivedOn === null
                ? { words: words.notYet, meaning: 'other' }
                : { words: words.inBank(shortDateInWords(receivedOn)), meaning: 'done' },
          })),
  };
}

function moneyView(
  potId: string,
  money: NonNullable<ReturnType<typeof inFull>>,
  sum: ReturnType<typeof sumsAlike>,
  seesPayments: boolean,
) {
  const lines = `/money/pots/${potId}`;
  const { awardedPence, paidPence, promisedPence, leftPence } = money;
  const parts = [
    { name: 'paid', amount: paidPence },
    { name: 'promised', amount: promisedPence },
    { name: 'left', amount: leftPence },
  ];
  // Whole pixels; of what is awarded nothing is hidden, and nothing is drawn beyond it.
  let from = 0;
  const bar = parts.map(({ name, amount }) => {
    const width = awardedPence === 0 ? 0 : Math.round((amount * barWidth) / awardedPence);
    const part = { name, from, width: Math.min(width, barWidth - from) };
    from += part.width;
    return part;
  });
  const line = (text: string, amount: number, href = '') => ({ words: text, amount: sum(amount), href });
  return {
    figures: [
      { words: words.award, amount: sum(money.canStillBeAwardedPence), href: `${lines}/accounts/available` },
      { words: words.bank, amount: sum(money.inTheBankPence + money.reservedPence), href: lines },
      {
        words: words.waiting,
        amount: sum(money.waitingForCashPence),
        href: `/pots/${potId}/figures/waiting`,
      },
    ],
    bar,
    barWidth,
    barKey: [
      { name: 'paid', words: words.paid },
      { name: 'promised', words: words.promised },
      { name: 'left', words: words.left },
    ] satisfies BarKey,
    barTitle: words.barTitle(sum(awardedPence), sum(paidPence), sum(promisedPence), sum(leftPence)),
    budget: [
      line(words.awarded, awardedPence, `${lines}/held/awarded`),
      line(words.paid, paidPence, `${lines}/held/paid`),
      line(words.promised, promisedPence, `${lines}/held/promised`),
      line(words.left, leftPence, `${lines}/held/left`),
    ],
    cash: [
      line(words.free, money.inTheBankPence, `${lines}/accounts/bank`),
      line(words.reserved, money.reservedPence, seesPayments ? '/payments?state=ready' : `${lines}/accounts/reserved`),
      line(words.bank, money.inTheBankPence + money.reservedPence),
      line(
        words.inTransit,
        money.inTransitPence,
        seesPayments ? '/payments?state=sent' : `${lines}/accounts/in_transit`,
      ),
      line(words.bankBalance, money.bankBalancePence, lines),
    ],
  };
}

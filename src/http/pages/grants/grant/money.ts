import { londonDate, shortDateInWords, type CalendarDate, type Instant } from '../../../../domain/calendar/calendar';
import { pence, type Pence, subtractPence, sumPence, ZERO } from '../../../../domain/money/money';
import { sumsAlike } from '../../frame/sum';
import type { GrantData } from './data';
import type { BarKey } from '../../charts/bar';
import { grantWords } from '../words';

/** A sum with the lines that make it. */
export interface OpenedSum {
  readonly words: string;
  readonly amount: string;
  readonly lines: readonly { readonly words: string; readonly amount: string }[];
}

const w = grantWords.money;
const day = (at: string): string => shortDateInWords(londonDate(at as Instant));

interface Line {
  readonly words: string;
  readonly pence: Pence;
}

/** A sum and its lines, not written yet. */
interface Opened {
  readonly words: string;
  readonly total: Pence;
  readonly lines: readonly Line[];
}

/** A sum and its lines; what they do not explain is a line of its own. */
function opened(words: string, total: Pence, lines: readonly Line[], rest: string): Opened {
  const left = subtractPence(total, sumPence(lines.map((line) => line.pence)));
  const all = left === ZERO ? lines : [...lines, { words: rest, pence: left }];
  return { words, total, lines: all };
}

/** Each sum and each of its lines, all written alike. */
function written(all: readonly Opened[]): readonly OpenedSum[] {
  const sum = sumsAlike(all.flatMap(({ total, lines }) => [total, ...lines.map((line) => line.pence)]));
  return all.map(({ words, total, lines }) => ({
    words,
    amount: sum(total),
    lines: lines.map((line) => ({ words: line.words, amount: sum(line.pence) })),
  }));
}

/** Awarded, paid, promised and left, each with the lines that make it; then what came or is to come back, where anything is. */
export function moneyOf({ grant }: Pick<GrantData, 'grant'>): readonly OpenedSum[] {
  const { money, payments, decisions, refunds } = grant;
  if (money === null) return [];
  const inStates = (...states: readonly string[]): readonly Line[] =>
    payments
      .filter(({ state }) => states.includes(state))
      .map(({ payee, amountPence, dueAt, settledOn }) => ({
        words:
          settledOn === null
            ? w.dueOn(payee.name, day(dueAt))
            : w.paidOn(payee.name, shortDateInWords(settledOn as CalendarDate)),
        pence: pence(amountPence),
      }));
  const award = decisions.at(-1);
  const awarded = pence(money.awardedPence);
  const usual = [
    opened(
      w.awarded,
      awarded,
      award === undefined ? [] : [{ words: w.decidedOn(day(award.decidedAt)), pence: awarded }],
      '',
    ),
    opened(w.paid, pence(money.paidPence), inStates('settled'), w.paid),
    opened(
      w.promised,
      pence(money.promisedPence),
      inStates('waiting_for_cash', 'ready', 'in_run', 'authorised', 'sent', 'returned', 'unknown'),
      w.ordered,
    ),
    opened(
      w.left,
      pence(money.leftPence),
      inStates('scheduled'),
      grant.award?.drawnDownByPurchases === true ? w.unspent : w.unplanned,
    ),
  ];
  const others = [
    [w.cameBack, money.cameBackPence, []],
    [w.refundDue, money.refundDuePence, refunds.filter(({ state }) => state === 'due')],
    [w.refunded, money.refundedPence, refunds.filter(({ state }) => state === 'received')],
    [w.writtenOff, money.writtenOffPence, refunds.filter(({ state }) => state === 'written_off')],
  ] as const;
  return written([
    ...usual,
    ...others
      .filter(([, total]) => total > 0)
      .map(([words, total, lines]) =>
        opened(
          words,
          pence(total),
          lines.map(({ amountPence, dueAt, receivedOn }) => ({
            words: receivedOn === null ? w.dueBy(day(dueAt)) : shortDateInWords(receivedOn as CalendarDate),
            pence: pence(amountPence),
          })),
          words,
        ),
      ),
  ]);
}

/** A bar of what is paid, promised and left of the award: places and widths in percent. */
export function barOf({ grant }: Pick<GrantData, 'grant'>) {
  const { money } = grant;
  if (money === null || money.awardedPence === 0) return undefined;
  const share = (of: number): number => Math.round((of / money.awardedPence) * 1000) / 10;
  const sum = sumsAlike([money.paidPence, money.promisedPence, money.leftPence]);
  const paid = share(money.paidPence);
  const promised = share(money.promisedPence);
  return {
    words: w.bar(sum(money.paidPence), sum(money.promisedPence), sum(money.leftPence)),
    key: [
      { name: 'paid', words: w.paid },
      { name: 'promised', words: w.promised },
      { name: 'left', words: w.left },
    ] satisfies BarKey,
    parts: [
      { kind: 'paid', x: 0, width: paid },
      { kind: 'promised', x: paid, width: promised },
      { kind: 'left', x: paid + promised, width: share(money.leftPence) },
    ].filter(({ width }) => width > 0),
  };
}

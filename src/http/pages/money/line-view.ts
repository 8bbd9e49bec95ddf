import type { LedgerLine } from '../../../../db/queries/money/ledger';
import { londonDate, shortDateInWords, type Instant } from '../../../domain/calendar/calendar';
import { toThePenny } from '../frame/sum';
import { moneyWords as words } from './words';

type Cause = keyof typeof words.causes;

/** Why something moved, as its key has it: `payment:<id>:send:1` is a payment that was sent. */
function causeInWords(key: string): string {
  const [subject = '', , step = ''] = key.split(':');
  const [exact, usual] = [`${subject}:${step}`, subject].map((name) =>
    Object.hasOwn(words.causes, name) ? words.causes[name as Cause] : undefined,
  );
  return exact ?? usual ?? words.causes.grant;
}

/** A line of the ledger as a page has it; on an account's page, with what was then on it. */
export function lineView(line: LedgerLine, accountCode?: string) {
  const { at, book, from, to, amountPence, key, commandId, grantId, reference } = line;
  const side = [from, to].find(({ code }) => code === accountCode);
  return {
    when: shortDateInWords(londonDate(at as Instant)),
    why: causeInWords(key),
    cause: `/money/causes/${commandId}`,
    book: words.pot.books[book],
    from: words.accounts[from.kind],
    to: words.accounts[to.kind],
    sum: toThePenny(amountPence),
    after: side === undefined ? '' : toThePenny(side.balanceAfterPence),
    grant: grantId === null ? undefined : { href: `/money/grants/${grantId}`, words: reference ?? words.lines.grant },
  };
}

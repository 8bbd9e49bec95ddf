import type { Database } from '../../../db/client';
import type { Asker } from '../../../db/queries/asker';
import { readPotLedger, type LedgerLine, type PotAccount } from '../../../db/queries/money/ledger';
import { csvOf, xlsxOf, type Sheet } from '../../documents/sheet';
import { say } from '../../documents/text/say';
import { ledgerLinesWords as words } from '../../documents/text/words/ledger-lines';
import { type Instant, londonDate } from '../../domain/calendar/calendar';
import { fileKinds } from '../../domain/files/file-name';
import { pence } from '../../domain/money/money';
import { Download } from '../download';
import type { SheetKind } from './grants-list';

export { sheetKinds } from './grants-list';

/** A sheet of more lines is cut off, and says so. */
const most = 10_000;
const pageSize = 200;

/** How a line is said. */
type InWords = (line: LedgerLine) => {
  readonly why: string;
  readonly book: string;
  readonly from: string;
  readonly to: string;
};

/**
 * The lines of a pot's accounts, or of one of them, as CSV or Excel, the newest first: at most 10,000, with a sentence when there are more.
 * Undefined for a pot that is not there, or whose money the asker may not see.
 */
export async function potLinesAs(
  kind: SheetKind,
  db: Database,
  asker: Asker,
  potId: string,
  { account, inWords }: { readonly account: PotAccount | undefined; readonly inWords: InWords },
): Promise<Download | undefined> {
  const lines: LedgerLine[] = [];
  let cursor: string | undefined;
  do {
    const page = await readPotLedger(db, asker, potId, { sort: 'newest', limit: pageSize, cursor, account });
    if (page === undefined) return undefined;
    lines.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && lines.length < most);
  const sheet: Sheet = {
    name: words.sheet,
    columns: Object.values(words.columns),
    lines: lines.map((line) => {
      const { why, book, from, to } = inWords(line);
      return [
        { on: londonDate(line.at as Instant) },
        ...[why, book, from, to].map((text) => ({ text })),
        { pence: pence(line.amountPence) },
        { text: line.reference },
        { text: String(line.sequence) },
      ];
    }),
    note: cursor === undefined ? undefined : say(words.more, { most: most.toLocaleString('en-GB') }),
  };
  return kind === 'csv'
    ? new Download(`${words.sheet}.csv`, 'text/csv; charset=utf-8', csvOf(sheet))
    : new Download(`${words.sheet}.xlsx`, fileKinds.xlsx, await xlsxOf(sheet));
}

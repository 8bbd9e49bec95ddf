import type { Database } from '../../../db/client';
import type { Asker } from '../../../db/queries/asker';
import { listGrantLines, type GrantLine, type LinesWanted } from '../../../db/queries/grants/grants-list';
import { csvOf, xlsxOf, type Cell, type Sheet } from '../../documents/sheet';
import { say } from '../../documents/text/say';
import { grantsListWords as words } from '../../documents/text/words/grants-list';
import { reportWords } from '../../documents/text/words/meeting';
import { type Instant, londonDate } from '../../domain/calendar/calendar';
import { fileKinds } from '../../domain/files/file-name';
import { pence } from '../../domain/money/money';
import { statusOfStage } from '../../domain/words/status';
import { Download } from '../download';

/** What a list can be saved as. */
export const sheetKinds = ['csv', 'xlsx'] as const;
export type SheetKind = (typeof sheetKinds)[number];

/** A sheet of more lines is cut off, and says so. */
const most = 10_000;

/** The list of grants that somebody sees, with the filters of the page, as CSV or Excel: at most 10,000 lines, with a sentence when there are more. */
export async function listAs(
  kind: SheetKind,
  db: Database,
  asker: Asker,
  { sort, ...wanted }: LinesWanted & { readonly sort: 'newest' | 'oldest' },
  atMost = most,
): Promise<Download> {
  const { lines, hasMore } = await listGrantLines(db, asker, wanted, { sort, most: atMost });
  const note = hasMore ? say(words.more, { most: lines.length.toLocaleString('en-GB') }) : undefined;
  const sheet: Sheet = { name: words.sheet, columns: Object.values(words.columns), lines: lines.map(cellsOf), note };
  const name = words.sheet;
  return kind === 'csv'
    ? new Download(`${name}.csv`, 'text/csv; charset=utf-8', csvOf(sheet))
    : new Download(`${name}.xlsx`, fileKinds.xlsx, await xlsxOf(sheet));
}

/** In the order of the columns. */
function cellsOf(line: GrantLine): readonly Cell[] {
  const text = (value: string | null) => ({ text: value });
  const sum = (value: number | null) => ({ pence: value === null ? null : pence(value) });
  const day = (at: string | null) => ({ on: at === null ? null : londonDate(at as Instant) });
  return [
    text(line.reference),
    text(line.party.name),
    text(line.pot.name),
    text(statusOfStage(line.stage, line.onHold, 'staff').words),
    text(line.owner?.name ?? null),
    sum(line.askedPence),
    sum(line.awardedPence),
    sum(line.paidPence),
    sum(line.leftPence),
    day(line.submittedAt),
    { on: line.decidedOn },
    day(line.reportDueAt),
    text(line.reportState === null ? null : (reportWords[line.reportState] ?? null)),
    day(line.nextDueAt),
  ];
}

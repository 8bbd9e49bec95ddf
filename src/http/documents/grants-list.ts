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
import { rolesToldOfPeople } from '../../domain/people/reading';
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
  // Who looks after it is told to nobody who only funds: no empty column says that somebody does.
  const isTold = asker.roles.some((role) => rolesToldOfPeople.includes(role.name));
  const told = <Part>(parts: Readonly<Record<Column, Part>>): readonly Part[] =>
    (Object.keys(words.columns) as Column[])
      .filter((column) => column !== 'owner' || isTold)
      .map((column) => parts[column]);
  const sheet: Sheet = {
    name: words.sheet,
    columns: told(words.columns),
    lines: lines.map((line) => told(cellsOf(line))),
    note,
  };
  const name = words.sheet;
  return kind === 'csv'
    ? new Download(`${name}.csv`, 'text/csv; charset=utf-8', csvOf(sheet))
    : new Download(`${name}.xlsx`, fileKinds.xlsx, await xlsxOf(sheet));
}

type Column = keyof typeof words.columns;

function cellsOf(line: GrantLine): Readonly<Record<Column, Cell>> {
  const text = (value: string | null) => ({ text: value });
  const sum = (value: number | null) => ({ pence: value === null ? null : pence(value) });
  const day = (at: string | null) => ({ on: at === null ? null : londonDate(at as Instant) });
  return {
    reference: text(line.reference),
    group: text(line.party.name),
    pot: text(line.pot.name),
    stage: text(statusOfStage(line.stage, line.onHold, 'staff').words),
    owner: text(line.owner?.name ?? null),
    asked: sum(line.askedPence),
    awarded: sum(line.awardedPence),
    paid: sum(line.paidPence),
    left: sum(line.leftPence),
    submitted: day(line.submittedAt),
    decided: { on: line.decidedOn },
    reportDue: day(line.reportDueAt),
    report: text(line.reportState === null ? null : (reportWords[line.reportState] ?? null)),
    next: day(line.nextDueAt),
  };
}

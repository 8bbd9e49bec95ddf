import { stringify } from 'csv-stringify/sync';
import writeExcelFile, { type Row } from 'write-excel-file/node';
import type { CalendarDate } from '../domain/calendar/calendar';
import type { Pence } from '../domain/money/money';

/** A cell: a text, a sum, a day in London, or nothing. */
export type Cell =
  { readonly text: string | null } | { readonly pence: Pence | null } | { readonly on: CalendarDate | null };

/** A sheet: what its columns are called, and its lines. */
export interface Sheet {
  readonly name: string;
  readonly columns: readonly string[];
  readonly lines: readonly (readonly Cell[])[];
  /** A sentence below the last line. */
  readonly note?: string | undefined;
}

/**
 * As CSV for a spreadsheet: sums in pounds with two decimals, days as `YYYY-MM-DD`, and what a spreadsheet would take for a formula made a
 * text. It begins with the mark by which Excel knows UTF-8.
 */
export function csvOf({ columns, lines, note }: Sheet): Buffer {
  const records = [columns, ...lines.map((line) => line.map(plain)), ...(note === undefined ? [] : [[note]])];
  return Buffer.from(
    stringify(records as string[][], { escape_formulas: true, bom: true, record_delimiter: 'windows' }),
  );
}

const pounds = (pence: number): string => (pence / 100).toFixed(2);

function plain(cell: Cell): string {
  if ('text' in cell) return cell.text ?? '';
  if ('pence' in cell) return cell.pence === null ? '' : pounds(cell.pence);
  return cell.on ?? '';
}

/** As an Excel file: sums and days are numbers that can be added and sorted; a text stays a text, whatever it begins with. */
export async function xlsxOf({ name, columns, lines, note }: Sheet): Promise<Buffer> {
  const rows: Row[] = [
    columns.map((value) => ({ value, fontWeight: 'bold' as const })),
    ...lines.map((line) => line.map(excelCell)),
    ...(note === undefined ? [] : [[{ value: note, type: String }]]),
  ];
  return writeExcelFile(rows, {
    sheet: name,
    stickyRowsCount: 1,
    columns: columns.map(() => ({ width: 18 })),
  }).toBuffer();
}

function excelCell(cell: Cell): Row[number] {
  if ('text' in cell) return cell.text === null || cell.text === '' ? null : { value: cell.text, type: String };
  if ('pence' in cell)
    return cell.pence === null ? null : { value: cell.pence / 100, type: Number, format: '#,##0.00' };
  return cell.on === null ? null : { value: new Date(`${cell.on}T00:00:00.000Z`), type: Date, format: 'd mmm yyyy' };
}

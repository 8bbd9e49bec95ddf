import { stringify } from 'csv-stringify/sync';
import type { Tx } from '../../../db/client';
import { pence, type Pence } from '../../domain/money/money';

/** The states in which a run has been exported, so that its file may be read. */
const exported: readonly string[] = ['exported', 'sent', 'reconciled'];

const columns = ['Payee name', 'Sort code', 'Account number', 'Amount', 'Reference'] as const;

/** One line of a run's file: where a sum goes, as it was frozen when the run was built. */
export interface ExportLine {
  readonly accountName: string;
  readonly sortCode: string;
  readonly accountNumber: string;
  readonly amountPence: Pence;
  /** The grant's reference; empty where there is none. */
  readonly reference: string;
}

/** A line whose bank details cannot be opened: there is no paying it. */
export interface UnreadableLine {
  readonly paymentId: string;
}

/** Whether the file of a run in this state may be read. */
export const isExported = (state: string): boolean => exported.includes(state);

/** The lines of a run for the bank, with bank details; none of a run that is not {@link isExported}. */
export async function readExport(
  tx: Tx,
  { open }: { readonly open: (sealed: string) => string | undefined },
  tenantId: string,
  runId: string,
): Promise<readonly (ExportLine | UnreadableLine)[]> {
  const lines = await tx
    .selectFrom('payment_run_line as line')
    .innerJoin('payment_run as run', (join) =>
      join.onRef('run.tenant_id', '=', 'line.tenant_id').onRef('run.id', '=', 'line.run_id'),
    )
    .innerJoin('payment', (join) =>
      join.onRef('payment.tenant_id', '=', 'line.tenant_id').onRef('payment.id', '=', 'line.payment_id'),
    )
    .innerJoin('bank_account', (join) =>
      join.onRef('bank_account.tenant_id', '=', 'line.tenant_id').onRef('bank_account.id', '=', 'line.bank_account_id'),
    )
    .leftJoin('application', (join) =>
      join.onRef('application.tenant_id', '=', 'payment.tenant_id').onRef('application.id', '=', 'payment.grant_id'),
    )
    .select([
      'payment.id as payment_id',
      'bank_account.account_name',
      'bank_account.details_sealed',
      'line.amount_pence',
      'application.reference',
    ])
    .where('line.tenant_id', '=', tenantId)
    .where('line.run_id', '=', runId)
    .where('line.dropped_at', 'is', null)
    .where('run.state', 'in', exported)
    .orderBy('payment.sequence')
    .execute();
  return lines.map((line) => {
    const opened = open(line.details_sealed);
    if (opened === undefined) return { paymentId: line.payment_id };
    const { sortCode, accountNumber } = JSON.parse(opened) as Numbers;
    return {
      accountName: line.account_name,
      sortCode,
      accountNumber,
      amountPence: pence(line.amount_pence),
      reference: line.reference ?? '',
    };
  });
}

/**
 * The file of a run for the bank's upload: name, sort code, account number, amount in pounds, and the grant's reference. Cells that a
 * spreadsheet would take for a formula are defused.
 */
export function exportAsCsv(lines: readonly ExportLine[]): string {
  const rows = lines.map((line) => [
    line.accountName,
    line.sortCode,
    line.accountNumber,
    inPounds(line.amountPence),
    line.reference,
  ]);
  return stringify([[...columns], ...rows], { escape_formulas: true, record_delimiter: 'windows' });
}

/** What was sealed when the payee gave bank details. */
interface Numbers {
  readonly sortCode: string;
  readonly accountNumber: string;
}

/** As banks take it: `1999.50`, always with pennies, without a thousands separator or sign. */
function inPounds(amount: Pence): string {
  const pennies = amount % 100;
  return `${String((amount - pennies) / 100)}.${String(pennies).padStart(2, '0')}`;
}

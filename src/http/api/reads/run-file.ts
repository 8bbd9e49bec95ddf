import type { Database } from '../../../../db/client';
import type { Asker } from '../../../../db/queries/asker';
import { findPaymentRun } from '../../../../db/queries/money/payment-runs';
import { readInTenant } from '../../../../db/queries/reading';
import { isExported, readExport, type ExportLine } from '../../../commands/payments/export-csv';
import { seenHash } from '../../../commands/payments/seen-hash';
import { rolesReaching } from '../../../domain/lives/roles';
import { pence } from '../../../domain/money/money';
import { refuse } from '../../../domain/refusals/refusal';
import { ReadRefused } from '../../../domain/refusals/read-refused';

/** A payment run as it is read, with its lines. */
export type RunFound = NonNullable<Awaited<ReturnType<typeof findPaymentRun>>>;

/** The digest of exactly what a run holds, as whoever authorises it is shown it. */
export function hashOfRun({ id, lines }: RunFound): string {
  const held = lines.filter(({ droppedAt }) => droppedAt === null);
  return seenHash(
    id,
    held.map(({ id: paymentId, payee, bankAccountId, amountPence }) => ({
      id: paymentId,
      payeeId: payee.id,
      bankAccountId,
      amountPence: pence(amountPence),
    })),
  );
}

/**
 * A released run with the lines of its file, which hold bank details: for the payment makers of its pot only. Undefined for others, and
 * for a run that was not released.
 * @throws ReadRefused BANK_DETAILS_UNREADABLE when one of them cannot be opened: a file that lacks a payment would pay the others without anybody noticing
 */
export async function findRunFile(
  db: Database,
  open: (sealed: string) => string | undefined,
  asker: Asker,
  id: string,
): Promise<{ readonly run: RunFound; readonly lines: readonly ExportLine[] } | undefined> {
  const run = await findPaymentRun(db, asker, id);
  const isMaker = (potId: string) =>
    rolesReaching(asker.roles, { potId, parties: {} }).some((role) => role.name === 'payment_maker');
  if (run === undefined || !isMaker(run.potId) || !isExported(run.state)) return undefined;
  const lines = await readInTenant(db, asker.tenantId, (tx) => readExport(tx, { open }, asker.tenantId, run.id));
  const readable = lines.filter((line) => 'sortCode' in line);
  if (readable.length < lines.length) {
    const paymentIds = lines.flatMap((line) => ('sortCode' in line ? [] : [line.paymentId]));
    throw new ReadRefused(refuse('BANK_DETAILS_UNREADABLE', { facts: { paymentIds } }));
  }
  return { run, lines: readable };
}

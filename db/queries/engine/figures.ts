import { sql } from 'kysely';
import type { Database } from '../../client';

/** What waits, failed or is late over all organisations. Counts end at 10,000; ages are in seconds, 0 where nothing waits. */
export interface RecordFigures {
  readonly commandsWaiting: number;
  readonly oldestCommandSeconds: number;
  readonly commandsFailed: number;
  readonly subjectsStuck: number;
  /** How long ago the first due instant passed that nobody has taken. */
  readonly oldestDueSeconds: number;
  readonly mailsWaiting: number;
  readonly oldestMailSeconds: number;
  readonly mailsGivenUp: number;
  /** When the ledger was last verified to its end; null before the first time. */
  readonly ledgerCheckedAt: string | null;
  readonly ledgerDifferences: number | null;
}

/** No count goes further. */
const countedAtMost = 10_000;

/** Reads all figures in one statement, each from an index. @throws what the database says when it does not answer. */
export async function readFigures(db: Database): Promise<RecordFigures> {
  const { rows } = await sql<RecordFigures>`
    select commands_waiting as "commandsWaiting", oldest_command_seconds as "oldestCommandSeconds", commands_failed as "commandsFailed",
      subjects_stuck as "subjectsStuck", oldest_due_seconds as "oldestDueSeconds", mails_waiting as "mailsWaiting",
      oldest_mail_seconds as "oldestMailSeconds", mails_given_up as "mailsGivenUp",
      ledger_checked_at as "ledgerCheckedAt", ledger_differences as "ledgerDifferences"
    from app.figures(${countedAtMost})
  `.execute(db);
  const row = rows[0];
  if (row === undefined) throw new Error('the figures are one row');
  return row;
}

import { sql } from 'kysely';
import type { Database } from '../../client';

/** Whoever began a check and has not ended it after so long has died; the next one begins it again. */
const leaseHours = 1;

/**
 * Claims the next check of the ledger, if one is due: the last one ended longer ago than so many hours, and nobody is at it.
 * @returns whether it is the caller's to make.
 */
export async function claimLedgerCheck(db: Database, everyHours: number): Promise<boolean> {
  const { rows } = await sql`
    update app.ledger_check set began_at = app.now()
    where coalesce(ended_at < app.now() - make_interval(hours => ${everyHours}), true)
      and coalesce(began_at < app.now() - make_interval(hours => ${leaseHours}), true)
    returning true
  `.execute(db);
  return rows.length > 0;
}

/** Notes that a check has ended, and what it found. */
export async function noteLedgerCheck(db: Database, differences: number): Promise<void> {
  await sql`update app.ledger_check set ended_at = app.now(), differences = ${differences}, began_at = null`.execute(
    db,
  );
}

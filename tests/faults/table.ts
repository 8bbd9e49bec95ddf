import { appendFileSync } from 'node:fs';

/** A row of the table that `npm run test:faults` prints at its end. */
export interface FaultRow {
  /** What was done. */
  readonly fault: string;
  /** How often it met something that was under way. */
  readonly times: number;
  /** What was lost, done twice, or left waiting. */
  readonly lost: number;
  /** The longest time from a fault's end until Grantpot answered as before, in milliseconds. */
  readonly slowestRecoveryMs: number;
}

/** Name of the variable that says in which file rows are gathered. */
const fileVariable = 'GRANTPOT_FAULTS_TABLE';

/** Adds a row to the table; does nothing where no table is wanted, as in `npm test`. */
export function addToTable(row: FaultRow): void {
  const file = process.env[fileVariable];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(row)}\n`);
}

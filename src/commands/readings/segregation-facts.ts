import { sql } from 'kysely';
import type { Tx } from '../../../db/client';
import { connections, duties, type AskedAbout } from '../../../db/queries/grants/standing-facts';
import type { ConnectionFacts } from '../../domain/decision/connections';
import type { DutyDone } from '../../domain/people/segregation';

/** All that segregation of duties asks about one person's next step. */
export interface SegregationFacts {
  /** What was done on the subjects, and by whom. */
  readonly earlier: readonly DutyDone[];
  readonly facts: ConnectionFacts;
}

/** Reads what was done on some subjects together with the connections of the people and parties concerned, in one statement. */
export async function segregationFacts(
  tx: Tx,
  tenantId: string,
  { subjectIds, ...about }: AskedAbout & { readonly subjectIds: readonly string[] },
): Promise<SegregationFacts> {
  const { rows } = await sql<SegregationFacts>`
    select ${duties(tenantId, subjectIds)} as earlier, ${connections(tenantId, about)} as facts
  `.execute(tx);
  const [read] = rows;
  if (read === undefined) throw new Error('a select without a table gives one row');
  return read;
}

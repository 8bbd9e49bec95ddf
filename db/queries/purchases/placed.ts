import { sql, type RawBuilder } from 'kysely';

/**
 * In SQL: whether an order was placed, by the purchase under this name in the statement. Only then its provider hears of it: one that was given up
 * before is none of theirs.
 */
export const isPlaced = (name: 'p' | 's'): RawBuilder<boolean> => {
  const of = (column: string) => sql.ref(`${name}.${column}`);
  return sql<boolean>`(${of('state')} not in ('requested', 'authorised', 'refused') and (${of('state')} <> 'cancelled' or exists (
    select from event e where e.tenant_id = ${of('tenant_id')} and e.subject_id = ${of('id')} and e.type = 'purchase_ordered')))`;
};

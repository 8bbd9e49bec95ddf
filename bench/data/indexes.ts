import { escapeIdentifier, type Client } from 'pg';

interface Index {
  readonly name: string;
  readonly definition: string;
}

/**
 * Runs work that writes many rows while tables have only those indexes that a constraint or a uniqueness needs, and makes the others
 * again afterwards, as they were: sorting once is quicker than a million insertions.
 */
export async function withoutIndexes(owner: Client, isWorthIt: boolean, work: () => Promise<void>): Promise<void> {
  const { rows } = isWorthIt ? await owner.query<Index>(plain) : { rows: [] };
  for (const { name } of rows) await owner.query(`drop index ${escapeIdentifier(name)}`);
  await work();
  for (const { definition } of rows) await owner.query(definition);
}

const plain = `
  select i.relname as name, pg_get_indexdef(x.indexrelid) as definition
  from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
  where t.relnamespace = 'public'::regnamespace and not x.indisunique and not exists (select from pg_constraint c where c.conindid = x.indexrelid)
    and t.relname in ('application', 'party_check', 'question', 'decision', 'award', 'purchase', 'payment', 'payment_run', 'payment_run_line', 'refund', 'command', 'event', 'outbox', 'account', 'transfer')`;

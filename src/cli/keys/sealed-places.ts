import type { Client } from 'pg';

/**
 * Where the record keeps sealed text: two columns, and in what was typed every field whose name ends with `Sealed`. A form without a key's
 * id is called `nameless`: it is of the time when there was one key.
 */
const KEY_OF_EACH = `
  select case when sealed like 'v2.%' then split_part(sealed, '.', 2) else 'nameless' end as key, place from (
    select details_sealed, 'bank accounts' from bank_account
    union all select client_reference_sealed, 'client references' from purchase where client_reference_sealed is not null
    union all select field.value, 'stored commands' from command_body b,
      jsonb_each_text(case when jsonb_typeof(b.body) = 'object' then b.body else '{}' end) field where right(field.key, 6) = 'Sealed'
  ) every (sealed, place)`;

/** How much one key has sealed in one place. */
export interface SealedBy {
  readonly key: string;
  readonly place: string;
  readonly count: number;
}

/** How much each key has sealed, place by place. As the owner, who sees all organisations. */
export async function countSealed(client: Client): Promise<readonly SealedBy[]> {
  const { rows } = await client.query<SealedBy>(
    `select key, place, count(*)::int as count from (${KEY_OF_EACH}) each group by key, place order by key, place`,
  );
  return rows;
}

/** The ids of the keys without which something stays closed. */
export async function keysOfSealed(client: Client): Promise<readonly string[]> {
  return [...new Set((await countSealed(client)).map(({ key }) => key))];
}

import type { Client } from 'pg';

/**
 * Where the record keeps sealed text: bank accounts, those that money comes back to, client references and second factors, and in what was typed every field whose name ends with `Sealed`. A form without a key's
 * id is called `nameless`: it is of the time when there was one key.
 */
const keyOfEach = (further: string) => `
  select case when sealed like 'v2.%' then split_part(sealed, '.', 2) else 'nameless' end as key, place from (
    select details_sealed, 'bank accounts' from bank_account
    union all select client_reference_sealed, 'client references' from purchase where client_reference_sealed is not null
    union all select field.value, 'stored commands' from command_body b,
      jsonb_each_text(case when jsonb_typeof(b.body) = 'object' then b.body else '{}' end) field where right(field.key, 6) = 'Sealed' ${further}
  ) every (sealed, place)`;

/** What records of before people signed in do not have. */
const SECOND_FACTORS = `
    union all select secret_sealed, 'second factors' from second_factor where secret_sealed is not null
    union all select pending_sealed, 'second factors' from second_factor where pending_sealed is not null`;

/** What records of before money had an account to come back to do not have. */
const REFUND_ACCOUNTS = `
    union all select details_sealed, 'refund accounts' from refund_account`;

/** How much one key has sealed in one place. */
export interface SealedBy {
  readonly key: string;
  readonly place: string;
  readonly count: number;
}

/** How much each key has sealed, place by place. As the owner, who sees all organisations. */
export async function countSealed(client: Client): Promise<readonly SealedBy[]> {
  const there = await client.query<{ factors: boolean; refunds: boolean }>(
    "select to_regclass('second_factor') is not null as factors, to_regclass('refund_account') is not null as refunds",
  );
  const { factors, refunds } = there.rows[0] ?? {};
  const each = keyOfEach(`${factors === true ? SECOND_FACTORS : ''}${refunds === true ? REFUND_ACCOUNTS : ''}`);
  const { rows } = await client.query<SealedBy>(
    `select key, place, count(*)::int as count from (${each}) each group by key, place order by key, place`,
  );
  return rows;
}

/** How much each key has sealed of what passes by itself within the hour, and is never sealed anew: forms of people who have to sign in again, mails that let them in. */
export async function countPassing(client: Client): Promise<readonly SealedBy[]> {
  const { rows } = await client.query<SealedBy>(
    `select split_part(sealed, '.', 2) as key, place, count(*)::int as count from (
       select typed_sealed, 'kept forms' from kept_form where expires_at > app.now()
       union all select mail_sealed, 'mails to sign in' from sign_in where mail_sealed is not null and expires_at > app.now()
     ) every (sealed, place) group by key, place order by key, place`,
  );
  return rows;
}

/** The ids of the keys without which something stays closed. */
export async function keysOfSealed(client: Client): Promise<readonly string[]> {
  return [...new Set((await countSealed(client)).map(({ key }) => key))];
}

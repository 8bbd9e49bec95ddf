import { createHash, randomBytes } from 'node:crypto';
import { Client } from 'pg';

/**
 * Makes the secret of the address that sets an installation up, in place of an earlier one. As the owner: nobody else can.
 * @returns undefined when there is an organisation already
 */
export async function newSetUpSecret(migrationUrl: string): Promise<string | undefined> {
  const client = new Client({ connectionString: migrationUrl });
  client.on('error', () => undefined); // told by the query that it breaks
  await client.connect();
  try {
    const secret = randomBytes(32).toString('base64url');
    const { rowCount } = await client.query(
      `insert into app.set_up (token_hash) select $1 where not exists (select from tenant)
       on conflict (only_row) do update set token_hash = excluded.token_hash, made_at = app.now()`,
      [createHash('sha256').update(secret).digest()],
    );
    return rowCount === 0 ? undefined : secret;
  } finally {
    await client.end();
  }
}

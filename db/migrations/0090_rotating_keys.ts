import { sql, type Kysely } from 'kysely';

/**
 * When a key is rotated, what it sealed is sealed anew: the same words by another key. Bank details stay as they were given, so of their rows nothing else
 * may change; and only the owner can change that, for the application has no right to update them at all.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function app.refuse_change_but_of_seal() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and to_jsonb(new) - 'details_sealed' = to_jsonb(old) - 'details_sealed' then return new; end if;
      raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'GP001';
    end $$;
    drop trigger never_changed on bank_account;
    create trigger never_changed before update or delete on bank_account for each row execute function app.refuse_change_but_of_seal();
  `.execute(db);
}

import { sql, type Kysely } from 'kysely';

/**
 * What groups and applications are found by: words of names, and the postcode, addresses and telephone numbers of contacts. Rows of their own, kept by
 * triggers, because an index that looks into a text cannot be used behind row-level security: only plain comparisons are let through first.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table party_word (
      tenant_id uuid not null,
      word text collate "C" not null,
      party_id uuid not null,
      primary key (tenant_id, word, party_id),
      foreign key (tenant_id, party_id) references party (tenant_id, id)
    );
    create index party_word_of_party on party_word (tenant_id, party_id);

    create table contact_key (
      tenant_id uuid not null,
      key text collate "C" not null,
      application_id uuid not null,
      primary key (tenant_id, key, application_id),
      foreign key (tenant_id, application_id) references application (tenant_id, id)
    );
    create index contact_key_of_application on contact_key (tenant_id, application_id);

    select app.fence(t) from unnest(array['party_word', 'contact_key']::regclass[]) t;
    grant select, insert, delete on party_word, contact_key to grantpot_app;

    create function app.words_of(name text) returns setof text language sql immutable strict parallel safe
      begin atomic
        select distinct w from regexp_split_to_table(lower(regexp_replace(name, '[^[:alnum:][:space:]-]', '', 'g')), '[[:space:]-]+') w where w <> '';
      end;

    create function app.contact_keys_of(content jsonb) returns setof text language sql immutable strict parallel safe
      begin atomic
        select distinct k from (
          select 'p:' || upper(regexp_replace(content ->> 'postcode', '[^[:alnum:]]', '', 'g'))
          union all select 'e:' || lower(btrim(c ->> 'email'))
            from jsonb_array_elements(case when jsonb_typeof(content -> 'contacts') = 'array' then content -> 'contacts' else '[]'::jsonb end) c
          union all select 't:' || regexp_replace(regexp_replace(c ->> 'phone', '[^0-9]', '', 'g'), '^(0044|44)0?', '0')
            from jsonb_array_elements(case when jsonb_typeof(content -> 'contacts') = 'array' then content -> 'contacts' else '[]'::jsonb end) c
        ) keys (k) where length(k) >= 7;
      end;
    revoke execute on function app.words_of(text), app.contact_keys_of(jsonb) from public;
    grant execute on function app.words_of(text), app.contact_keys_of(jsonb) to grantpot_app;

    create function app.keep_party_words() returns trigger language plpgsql set search_path = public, app, pg_temp as $keep$
      begin
        if tg_op = 'UPDATE' then
          if new.name = old.name then return null; end if;
          delete from party_word where tenant_id = old.tenant_id and party_id = old.id;
        end if;
        insert into party_word select new.tenant_id, w, new.id from app.words_of(new.name) w;
        return null;
      end $keep$;
    create trigger keep_words after insert or update on party for each row execute function app.keep_party_words();

    create function app.keep_contact_keys() returns trigger language plpgsql set search_path = public, app, pg_temp as $keep$
      begin
        if tg_op <> 'INSERT' then
          delete from contact_key where tenant_id = old.tenant_id and application_id = old.application_id;
        end if;
        if tg_op <> 'DELETE' then
          insert into contact_key select new.tenant_id, k, new.application_id from app.contact_keys_of(new.content) k;
        end if;
        return null;
      end $keep$;
    create trigger keep_keys after insert or update or delete on application_content for each row execute function app.keep_contact_keys();

    insert into party_word select p.tenant_id, w, p.id from party p, app.words_of(p.name) w;
    insert into contact_key select c.tenant_id, k, c.application_id from application_content c, app.contact_keys_of(c.content) k;
  `.execute(db);
}

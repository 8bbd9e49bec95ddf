import { Client } from 'pg';

/** All that a database is: its rows as text, its sequences, and its structure down to rights, owners, policies and triggers. */
export interface Everything {
  readonly rows: Readonly<Record<string, readonly string[]>>;
  readonly sequences: readonly object[];
  readonly structure: readonly string[];
}

const ours = "in ('public'::regnamespace, 'app'::regnamespace)";

/** What there is of structure, each thing as a line. */
const structure = `
  select format('column %s.%s %s %s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
      pg_get_expr(adbin, adrelid)) as line
    from pg_attribute join pg_class c on c.oid = attrelid left join pg_attrdef d on d.adrelid = attrelid and d.adnum = attnum
    where c.relnamespace ${ours} and c.relkind = 'r' and attnum > 0 and not attisdropped
  union all select format('table %s %s %s %s %s', oid::regclass, relowner::regrole, relacl, relrowsecurity, relforcerowsecurity)
    from pg_class where relnamespace ${ours} and relkind in ('r', 'S')
  union all select format('column right %s.%s %s', attrelid::regclass, attname, attacl) from pg_attribute join pg_class c on c.oid = attrelid
    where c.relnamespace ${ours} and attacl is not null
  union all select format('constraint %s %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated)
    from pg_constraint where connamespace ${ours}
  union all select format('index %s', pg_get_indexdef(indexrelid)) from pg_index join pg_class c on c.oid = indrelid where c.relnamespace ${ours}
  union all select format('trigger %s %s', pg_get_triggerdef(t.oid), tgenabled) from pg_trigger t join pg_class c on c.oid = tgrelid
    where c.relnamespace ${ours} and not tgisinternal
  union all select format('policy %s %s %s %s %s %s', polrelid::regclass, polname, polcmd, polpermissive, polroles::regrole[], pg_get_expr(polqual, polrelid))
    from pg_policy
  union all select format('routine %s %s %s %s', oid::regprocedure, proowner::regrole, proacl, md5(prosrc || coalesce(pg_get_function_sqlbody(oid), '')))
    from pg_proc where pronamespace ${ours}
  union all select format('schema %s %s', nspname, nspacl) from pg_namespace where oid ${ours}
  union all select format('comment %s %s', objoid::regclass, description) from pg_description join pg_class c on c.oid = objoid
    where classoid = 'pg_class'::regclass and c.relnamespace ${ours}`;

/** Reads everything, as the superuser. */
export async function everythingIn(superuserUrl: string): Promise<Everything> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  const lines = async (sql: string) => (await client.query<{ line: string }>(sql)).rows.map(({ line }) => line);
  try {
    const tables = await lines(
      `select oid::regclass::text as line from pg_class where relnamespace ${ours} and relkind = 'r' and relname <> 'kysely_migration_lock' order by 1`,
    );
    const rows: Record<string, readonly string[]> = {};
    for (const table of tables) rows[table] = await lines(`select t::text as line from ${table} t order by 1`);
    const sequences = await client.query<object>(
      "select schemaname, sequencename, last_value from pg_sequences where schemaname in ('public', 'app') order by 1, 2",
    );
    return { rows, sequences: sequences.rows, structure: (await lines(structure)).toSorted() };
  } finally {
    await client.end();
  }
}

import type { Client } from 'pg';
import { StartupError } from '../../config/startup-error';

/** A table as a backup has it. All names are quoted where SQL needs it. */
export interface Table {
  /** With its schema. */
  readonly name: string;
  /** In the order in which they are written: all but those that are computed from others. */
  readonly columns: readonly string[];
  /** The order of the rows, which makes two backups of the same rows the same: by the primary key. */
  readonly order: string;
}

/** A sequence and how far it has counted. */
export interface Sequence {
  readonly name: string;
  readonly lastValue: string;
  readonly isCalled: boolean;
}

/** What only keeps two migrations from running at once; and what waits an hour for somebody who is signing in, whom a restoring signs out. */
const NOT_KEPT = ['kept_form', 'kysely_migration_lock'];

/** What a Grantpot writes by itself, also where nobody works yet: its clock, its notes, its migrations. A database with no other rows is empty. */
const isItsOwn = ({ name }: Table): boolean => name.startsWith('app.') || name === 'kysely_migration';

/** How values are written down and read: the same whatever the server's settings are. */
export const SESSION = `set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set timezone = 'UTC'; set extra_float_digits = 1;
  set bytea_output = 'hex'; set client_encoding = 'UTF8'; set statement_timeout = 0; set search_path = public; set jit = off`;

/** All tables of the record, by name. */
export async function readTables(client: Client): Promise<readonly Table[]> {
  const { rows } = await client.query<Table>(
    `select c.oid::regclass::text as name,
      (select array_agg(quote_ident(a.attname) order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      coalesce((select string_agg(quote_ident(a.attname) || case when a.attcollation = 0 then '' else ' collate "C"' end, ', ' order by k.place)
        from pg_index i cross join unnest(i.indkey) with ordinality k(number, place)
          join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
        where i.indrelid = c.oid and i.indisprimary), 't::text collate "C"') as "order"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'app') and c.relkind = 'r' and c.relname <> all ($1)
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by n.nspname, c.relname collate "C"`,
    [NOT_KEPT],
  );
  return rows;
}

/** All sequences of the record. They count on outside of any transaction: never behind what the rows say. */
export async function readSequences(client: Client): Promise<readonly Sequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'app') and c.relkind = 'S' order by 1`,
  );
  const sequences: Sequence[] = [];
  for (const { name } of rows) {
    const counted = await client.query<{ last_value: string; is_called: boolean }>(
      `select last_value::text, is_called from ${name}`,
    );
    const [at] = counted.rows;
    if (at !== undefined) sequences.push({ name, lastValue: at.last_value, isCalled: at.is_called });
  }
  return sequences;
}

/** The migrations that a database has had, in order, by name. */
export async function readMigrations(client: Client): Promise<readonly string[]> {
  const there = await client.query<{ there: boolean }>(
    "select to_regclass('public.kysely_migration') is not null as there",
  );
  if (there.rows[0]?.there !== true) return [];
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration order by name collate "C"');
  return rows.map(({ name }) => name);
}

/** The tables that hold rows, besides what a Grantpot writes by itself. */
export async function tablesWithRows(client: Client, tables: readonly Table[]): Promise<readonly string[]> {
  const filled: string[] = [];
  for (const { name } of tables.filter((table) => !isItsOwn(table))) {
    const { rows } = await client.query<{ some: boolean }>(`select exists (select from ${name}) as some`);
    if (rows[0]?.some === true) filled.push(name);
  }
  return filled;
}

/**
 * Makes sure that a login sees every row: row-level security would keep the others back without a word, from a backup too.
 *
 * @throws StartupError that names the first table of which it may not see all
 */
export async function refuseUnlessAllIsSeen(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles me on me.rolname = current_user
     where n.nspname in ('public', 'app') and c.relkind = 'r' and not me.rolsuper and not me.rolbypassrls and c.relname <> all ($1)
       and (not pg_has_role(c.relowner, 'USAGE') or (c.relrowsecurity and c.relforcerowsecurity and not exists (
         select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r') and pg_get_expr(p.polqual, p.polrelid) = 'true'
           and exists (select from unnest(p.polroles) role where role = 0 or pg_has_role(role, 'USAGE'))))
         or exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive))
     order by 1 limit 1`,
    [NOT_KEPT],
  );
  if (rows[0] === undefined) return;
  throw new StartupError(
    `The login of DATABASE_MIGRATION_URL may not see every row of ${rows[0].name}, so a backup would lack some: set it to the owner's login, which grantpot setup makes.`,
  );
}

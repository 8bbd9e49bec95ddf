import type { Inbox } from './inbox';

/** All rows of all tables as text, table by table; but not those of the tables named. */
export async function contentsOf(
  inbox: Pick<Inbox, 'look'>,
  except: readonly string[] = [],
): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = await inbox.look<{ name: string }>(
    "select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all ($1) order by 1",
    [except],
  );
  const contents: Record<string, readonly string[]> = {};
  for (const { name } of tables) {
    const rows = await inbox.look<{ row: string }>(`select t::text as row from "${name}" t order by 1`);
    contents[name] = rows.map(({ row }) => row);
  }
  return contents;
}

import { randomUUID } from 'node:crypto';

import { sql } from 'kysely';
import { Client } from 'pg';

import { openDatabase } from '../../db/client';
import { refuseUnsafeRole, UnsafeRole } from '../../db/role-check';
import { ROLES } from '../../db/setup';
import { inTenant } from '../../db/transaction';
import { aGroup, aProvider } from '../builders/group';
import { anOrganisation, type Organisation } from '../builders/organisation';
import { aPot } from '../builders/pot';
import { aToken } from '../support/token';
import { openInbox, type Inbox } from '../support/inbox';

let inbox: Inbox;
let organisations: readonly [Organisation, Organisation];

beforeAll(async () => {
  inbox = await openInbox();
  const furnish = async (): Promise<Organisation> => {
    const organisation = await anOrganisation(inbox);
    await aPot(inbox, organisation, { budgetPence: 100_000 });
    await aGroup(inbox, organisation);
    await aProvider(inbox, organisation);
    await aToken(inbox, organisation.manager);
    return organisation;
  };
  organisations = [await furnish(), await furnish()];
});
afterAll(() => inbox.close());

/** A table that does not keep the rule, and why not. */
interface Fault {
  readonly table: string;
  readonly fault: string;
}

const ownTenant = (column: string) =>
  `(${column} = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)`;

/** Every table that neither shows each organisation its own rows only, nor says in a comment why it belongs to none. */
async function unfenced(look: Inbox['look']): Promise<Fault[]> {
  const tables = await look<{
    table: string;
    comment: string | null;
    forced: boolean;
    has_tenant: boolean;
    is_tenant: boolean;
    policies: {
      name: string;
      roles: string[];
      command: string;
      using: string;
      checked: string | null;
      permissive: boolean;
    }[];
  }>(`
    select c.oid::regclass::text as table, obj_description(c.oid, 'pg_class') as comment, c.relrowsecurity and c.relforcerowsecurity as forced,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull and not a.attisdropped) as has_tenant,
      c.relname = 'tenant' as is_tenant,
      coalesce((select jsonb_agg(jsonb_build_object('name', p.polname, 'command', p.polcmd, 'permissive', p.polpermissive,
        'roles', (select jsonb_agg(coalesce(r.rolname, 'public')) from unnest(p.polroles) o left join pg_roles r on r.oid = o),
        'using', pg_get_expr(p.polqual, p.polrelid), 'checked', pg_get_expr(p.polwithcheck, p.polrelid)))
        from pg_policy p where p.polrelid = c.oid), '[]') as policies
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relkind in ('r', 'p', 'f') order by 1`);
  return tables.flatMap(({ table, comment, forced, has_tenant, is_tenant, policies }) => {
    const fault = (text: string): Fault[] => [{ table, fault: text }];
    if (comment?.startsWith('No tenant:') === true)
      return has_tenant ? fault('says that it has no tenant, and has one') : [];
    if (!has_tenant && !is_tenant) return fault('has neither a tenant nor a comment that begins with "No tenant:"');
    if (!forced) return fault('has no forced row-level security');
    const forApp = policies.filter(({ roles }) => roles.includes(ROLES.app) || roles.includes('public'));
    const expected = ownTenant(is_tenant ? 'id' : 'tenant_id');
    const isFence =
      forApp.length === 1 &&
      forApp[0]?.using === expected &&
      [null, expected].includes(forApp[0].checked) &&
      forApp[0].command === '*';
    if (!isFence)
      return fault('does not have exactly one policy for the application, the one that compares the tenant');
    const looking = policies
      .filter(({ roles }) => roles.includes(ROLES.overseer))
      .every(({ command }) => command === 'r');
    return looking ? [] : fault('lets the overseer do more than look');
  });
}

describe('each table', () => {
  test('is fenced off by organisation, or says why it belongs to none', async () => {
    expect(await unfenced(inbox.look)).toEqual([]);
  });

  test.each([
    ['create table forgotten (tenant_id uuid not null)', 'has no forced row-level security'],
    ['create table forgotten (id uuid)', 'has neither a tenant'],
    [
      'create table forgotten (tenant_id uuid not null); alter table forgotten enable row level security',
      'has no forced row-level security',
    ],
    [
      "create table forgotten (tenant_id uuid not null); comment on table forgotten is 'No tenant: because'",
      'says that it has no tenant',
    ],
    [
      "create table forgotten (tenant_id uuid not null); select app.fence('forgotten'); create policy all_see on forgotten using (true)",
      'exactly one policy',
    ],
  ])('would be found otherwise: %s', async (make, fault) => {
    const owner = new Client({ connectionString: inbox.database.migrationUrl });
    await owner.connect();
    try {
      await owner.query('begin');
      await owner.query(make);
      const found = await unfenced(async <Row>(text: string) => (await owner.query(text)).rows as Row[]);
      expect(found).toEqual([{ table: 'forgotten', fault: expect.stringContaining(fault) }]);
    } finally {
      await owner.end();
    }
  });

  test('is looked at through no view that has its owner’s eyes', async () => {
    const views = await inbox.look(`
      select c.oid::regclass::text as view from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'app') and c.relkind in ('v', 'm') and not coalesce(c.reloptions::text like '%security_invoker=true%', false)`);
    expect(views).toEqual([]);
  });

  test('that has a tenant has it in its key, and in every reference to another that has one', async () => {
    const keys = await inbox.look(`
      select k.conrelid::regclass::text as table, k.conname from pg_constraint k
      join pg_attribute t on t.attrelid = k.conrelid and t.attname = 'tenant_id'
      where (k.contype = 'p' and not t.attnum = any (k.conkey))
         or (k.contype = 'f' and not t.attnum = any (k.conkey)
             and exists (select from pg_attribute o where o.attrelid = k.confrelid and o.attname = 'tenant_id'))
         or (k.contype = 'f' and exists (select from pg_attribute o where o.attrelid = k.confrelid and o.attname = 'tenant_id' and not o.attnum = any (k.confkey)))`);
    expect(keys).toEqual([]);
  });
});

describe('the application’s login', () => {
  const tenantTables = () =>
    inbox.look<{ name: string }>(`
      select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and has_table_privilege('${ROLES.app}', c.oid, 'select') order by 1`);

  test('sees nothing without an organisation, and with one its own rows and no others', async () => {
    let rows = 0;
    for (const { name } of await tenantTables()) {
      const count = sql<{ seen: number; foreign: number }>`
        select count(*)::int as seen, count(*) filter (where tenant_id <> ${organisations[0].tenantId})::int as foreign from ${sql.table(name)}`;
      expect([name, (await count.execute(inbox.db)).rows]).toEqual([name, [{ seen: 0, foreign: 0 }]]);
      const [own] = await inbox.look<{ count: number }>(`select count(*)::int from "${name}" where tenant_id = $1`, [
        organisations[0].tenantId,
      ]);
      const seen = await inTenant(inbox.db, organisations[0].tenantId, (tx) => count.execute(tx));
      expect([name, seen.rows]).toEqual([name, [{ seen: own?.count, foreign: 0 }]]);
      rows += own?.count ?? 0;
    }
    expect(rows).toBeGreaterThan(80);
  });

  test('sees of the organisations itself only the one it is in', async () => {
    const count = sql<{ id: string }>`select id from tenant`;
    expect((await count.execute(inbox.db)).rows).toEqual([]);
    expect((await inTenant(inbox.db, organisations[1].tenantId, (tx) => count.execute(tx))).rows).toEqual([
      { id: organisations[1].tenantId },
    ]);
  });

  test('writes no row of another organisation, and changes none', async () => {
    const [one, other] = organisations;
    await inTenant(inbox.db, one.tenantId, async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('party')
        .set({ name: 'Mine now' })
        .where('tenant_id', '=', other.tenantId)
        .executeTakeFirst();
      expect(numUpdatedRows).toBe(0n);
    });
    const party = { tenant_id: other.tenantId, id: randomUUID(), kind: 'group', name: 'Theirs' };
    await expect(
      inTenant(inbox.db, one.tenantId, (tx) => tx.insertInto('party').values(party).execute()),
    ).rejects.toThrow('row-level security');
    await expect(
      inTenant(inbox.db, one.tenantId, (tx) =>
        tx.updateTable('party').set({ tenant_id: other.tenantId }).where('tenant_id', '=', one.tenantId).execute(),
      ),
    ).rejects.toThrow('row-level security');
  });

  test('neither changes nor removes what is never changed', async () => {
    const guarded = await inbox.look<{ name: string; changes: boolean }>(`
      select c.relname as name, has_any_column_privilege('${ROLES.app}', c.oid, 'update') or has_table_privilege('${ROLES.app}', c.oid, 'delete, truncate') as changes
      from pg_trigger t join pg_class c on c.oid = t.tgrelid where t.tgname = 'never_changed' order by 1`);
    expect(guarded.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['bank_account', 'event', 'policy', 'transfer']),
    );
    expect(guarded.filter(({ changes }) => changes)).toEqual([]);
    const owner = new Client({ connectionString: inbox.database.migrationUrl });
    await owner.connect();
    try {
      // The owner may, by its rights; the trigger says no to everybody.
      for (const table of ['event', 'transfer', 'policy', 'bank_account']) {
        await expect(owner.query(`delete from ${table}`)).rejects.toMatchObject({ code: 'GP001' });
        const changed = `update ${table} set tenant_id = uuidv7()`;
        await expect(owner.query(changed)).rejects.toMatchObject({ code: 'GP001' });
      }
      // Bank details are sealed anew when a key is rotated; who gave what when stays.
      await expect(owner.query('update bank_account set details_sealed = details_sealed')).resolves.toBeDefined();
      await expect(owner.query("update bank_account set account_name = account_name || '.'")).rejects.toMatchObject({
        code: 'GP001',
      });
      await expect(owner.query('truncate transfer')).rejects.toMatchObject({ code: 'GP001' });
    } finally {
      await owner.end();
    }
  });

  test('does not move the clock, change a table’s structure, or become another role', async () => {
    await expect(sql`update app.clock set shift = interval '1 day'`.execute(inbox.db)).rejects.toThrow(
      'permission denied',
    );
    await expect(sql`insert into app.clock default values`.execute(inbox.db)).rejects.toThrow('permission denied');
    await expect(
      sql`create or replace function app.now() returns timestamptz language sql as 'select now()'`.execute(inbox.db),
    ).rejects.toThrow('permission denied');
    await expect(sql`alter table party disable row level security`.execute(inbox.db)).rejects.toThrow('must be owner');
    for (const role of [ROLES.overseer, ROLES.migrator]) {
      await expect(sql`set role ${sql.raw(role)}`.execute(inbox.db)).rejects.toThrow('permission denied');
    }
  });
});

describe('what looks over all organisations', () => {
  /** What these functions may tell: ids and instants, how a subject is called, what a token may do, and figures over all organisations together. */
  const mayTell = [
    'tenant_id',
    'id',
    'person_id',
    'token_id',
    'subject_type',
    'subject_id',
    'due_at',
    'version',
    'scopes',
    'last_used_at',
    'commands_waiting',
    'oldest_command_seconds',
    'commands_failed',
    'subjects_stuck',
    'oldest_due_seconds',
    'mails_waiting',
    'oldest_mail_seconds',
    'mails_given_up',
    'ledger_checked_at',
    'ledger_differences',
  ];

  test('is functions that tell ids and figures only, of a role that cannot log in', async () => {
    const functions = await inbox.look<{
      name: string;
      owner: string;
      login: boolean;
      path: string[] | null;
      open: boolean;
      told: string[] | null;
    }>(`
      select p.oid::regprocedure::text as name, r.rolname as owner, r.rolcanlogin or r.rolsuper or r.rolbypassrls as login, p.proconfig as path,
        exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0) as open,
        (select array_agg(p.proargnames[i]) from generate_subscripts(p.proargmodes, 1) i where p.proargmodes[i] in ('t', 'o', 'b')) as told
      from pg_proc p join pg_roles r on r.oid = p.proowner join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')`);
    expect(functions.length).toBeGreaterThan(4);
    // The one that makes the first organisation, and the one that says whether it would: the owner's, and worth nothing without the secret.
    const isOfSetUp = (name: string) => /^app\.(found_first|set_up_is_open)\(bytea/.test(name);
    const ofSetUp = functions.filter(({ name }) => isOfSetUp(name));
    expect(ofSetUp).toHaveLength(2);
    for (const { open, path } of ofSetUp)
      expect({ open, path: path?.[0]?.split('=')[0] }).toEqual({ open: false, path: 'search_path' });
    for (const { name, owner, login, path, open, told } of functions.filter((one) => !isOfSetUp(one.name))) {
      expect({ name, owner, login, open, fixed: path?.some((setting) => setting.startsWith('search_path=')) }).toEqual({
        name,
        owner: ROLES.overseer,
        login: false,
        open: false,
        fixed: true,
      });
      expect({ name, toldBeyondIds: (told ?? ['?']).filter((column) => !mayTell.includes(column)) }).toEqual({
        name,
        toldBeyondIds: [],
      });
    }
  });

  test('reads named columns only, writes nothing, and none of them is a name, an address or free text', async () => {
    const whole = await inbox.look(
      `select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and has_table_privilege('${ROLES.overseer}', c.oid, 'select, insert, update, delete, truncate')`,
    );
    expect(whole).toEqual([]);
    const columns = await inbox.look<{ name: string }>(
      `select distinct a.attname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and has_column_privilege('${ROLES.overseer}', c.oid, a.attnum, 'select')`,
    );
    const telling = ['name', 'email', 'body', 'text', 'label', 'facts', 'outcome', 'details_sealed', 'account_name'];
    expect(columns.map(({ name }) => name).filter((name) => telling.includes(name))).toEqual([]);
  });

  test('owns no table, and nor does the application', async () => {
    const owned = await inbox.look(
      `select c.relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname in ('${ROLES.app}', '${ROLES.overseer}')`,
    );
    expect(owned).toEqual([]);
    expect(
      await inbox.look(
        `select rolname from pg_roles where rolname like 'grantpot%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`,
      ),
    ).toEqual([]);
  });
});

describe('worker and web', () => {
  const asLogin = async (url: string) => {
    const db = openDatabase(url, { connections: 1 });
    try {
      await refuseUnsafeRole(db);
    } finally {
      await db.destroy();
    }
  };

  test('start as the application’s login', async () => {
    await asLogin(inbox.database.url);
  });

  test('refuse to start as a superuser or as the tables’ owner', async () => {
    await expect(asLogin(inbox.database.superuserUrl)).rejects.toThrow(UnsafeRole);
    await expect(asLogin(inbox.database.migrationUrl)).rejects.toThrow("the tables' owner");
  });

  test('refuse to start as a role that bypasses row-level security, or that can become the owner', async () => {
    const suffix = randomUUID().slice(0, 8);
    const roles = [
      [`bypassing_${suffix}`, 'login bypassrls', undefined],
      [`member_${suffix}`, 'login', ROLES.migrator],
    ] as const;
    for (const [name, attributes, member] of roles) {
      await inbox.look(`create role ${name} ${attributes} password 'secret'`);
      await inbox.look(`grant connect on database ${inbox.database.name} to ${name}`);
      if (member !== undefined) await inbox.look(`grant ${member} to ${name}`);
      try {
        const url = new URL(inbox.database.url);
        url.username = name;
        url.password = 'secret';
        await expect(asLogin(url.href)).rejects.toThrow(UnsafeRole);
      } finally {
        await inbox.look(`revoke connect on database ${inbox.database.name} from ${name}`);
        await inbox.look(`drop role ${name}`);
      }
    }
  });
});

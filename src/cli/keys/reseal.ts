import { Client } from 'pg';
import { fingerprinted, sealedBy, type Seal } from '../../../db/seal';

/** How far sealing anew has come. */
export interface Resealing {
  readonly place: string;
  /** How many rows of this place were sealed anew so far. */
  readonly done: number;
}

/** A row with something sealed: each sealed field by its name. */
interface SealedRow {
  readonly tenant_id: string;
  readonly id: string;
  readonly sealed: Readonly<Record<string, string>>;
}

/** One place of the record that holds sealed text; its statements take tenant, id, and then what is said. */
interface Place {
  readonly place: string;
  /** Rows behind this one that another key than the newest sealed ($3: what its seals begin with; $4: how many). */
  readonly find: string;
  /** What $3 of `find` is. */
  readonly beginning: (seal: Seal) => string;
  readonly anew: (seal: Seal, old: string) => string;
  /** Puts what is sealed anew ($3) in place of what was found ($4), unless that has changed meanwhile. */
  readonly replace: string;
}

const sealedAnew = (seal: Seal, old: string): string => {
  const text = seal.open(old);
  const anew = seal.seal(text);
  // Nobody could ever read it again otherwise: worth opening it once more.
  if (seal.open(anew) !== text) throw new Error('what was sealed anew does not open');
  return anew;
};

const sealed = { beginning: (seal: Seal) => sealedBy(seal.keyId), anew: sealedAnew };

const column = (place: string, table: string, name: string): Place => ({
  ...sealed,
  place,
  find: `select tenant_id, id, jsonb_build_object('${name}', ${name}) as sealed from ${table}
    where (tenant_id, id) > ($1::uuid, $2::uuid) and not starts_with(${name}, $3) order by tenant_id, id limit $4`,
  replace: `update ${table} set ${name} = $3::jsonb ->> '${name}'
    where tenant_id = $1 and id = $2 and ${name} = $4::jsonb ->> '${name}'`,
});

const places: readonly Place[] = [
  column('bank accounts', 'bank_account', 'details_sealed'),
  column('refund accounts', 'refund_account', 'details_sealed'),
  column('client references', 'purchase', 'client_reference_sealed'),
  {
    ...sealed,
    place: 'stored commands',
    find: `select b.tenant_id, b.command_id as id, s.sealed from command_body b cross join lateral (
        select jsonb_object_agg(key, value) as sealed, bool_or(not starts_with(value, $3)) as old 
          from jsonb_each_text(case when jsonb_typeof(b.body) = 'object' then b.body else '{}' end) where right(key, 6) = 'Sealed'
      ) s
      where (b.tenant_id, b.command_id) > ($1::uuid, $2::uuid) and s.old
      order by b.tenant_id, b.command_id limit $4`,
    replace:
      'update command_body set body = body || $3::jsonb where tenant_id = $1 and command_id = $2 and body @> $4::jsonb',
  },
  {
    ...sealed,
    place: 'second factors',
    find: `select '00000000-0000-0000-0000-000000000000'::uuid as tenant_id, login_id as id,
        jsonb_strip_nulls(jsonb_build_object('secret_sealed', secret_sealed, 'pending_sealed', pending_sealed)) as sealed
      from second_factor where ('00000000-0000-0000-0000-000000000000'::uuid, login_id) > ($1::uuid, $2::uuid)
        and (not starts_with(secret_sealed, $3) or not starts_with(pending_sealed, $3)) order by login_id limit $4`,
    replace: `update second_factor set secret_sealed = coalesce($3::jsonb ->> 'secret_sealed', secret_sealed),
        pending_sealed = coalesce($3::jsonb ->> 'pending_sealed', pending_sealed)
      where $1::uuid is not null and login_id = $2 and secret_sealed is not distinct from $4::jsonb ->> 'secret_sealed'
        and pending_sealed is not distinct from $4::jsonb ->> 'pending_sealed'`,
  },
  // Digests of before they were made with a key. One that an older key made stays as it is: it says nothing, and nobody asks the same for so long.
  {
    ...column('digests of requests', 'command', 'body_hash'),
    find: `select tenant_id, id, jsonb_build_object('body_hash', body_hash) as sealed from command
      where (tenant_id, id) > ($1::uuid, $2::uuid) and body_hash <> '' and not starts_with(body_hash, $3) order by tenant_id, id limit $4`,
    beginning: () => fingerprinted,
    anew: (seal, old) => seal.fingerprint(old),
  },
];

const first = '00000000-0000-0000-0000-000000000000';

/** What sealing anew needs. */
export interface ToReseal {
  /** The owner's login, who sees all organisations. */
  readonly migrationUrl: string;
  /** Seals with the newest key, and opens what older ones sealed. */
  readonly seal: Seal;
  /** How many rows a transaction changes at most. */
  readonly batch?: number;
  /** Told after each transaction. */
  readonly onProgress?: (progress: Resealing) => void;
}

/**
 * Seals anew whatever another key than the newest has sealed, a few rows in each transaction, while everything goes on. Cut off and
 * begun again it goes on where it was; what is sealed with the newest key is left alone. @returns how many rows it changed
 *
 * @throws KeyMissing, with the key's id, for what was sealed with a key that is not there; the rows before it stay changed
 */
export async function reseal({ migrationUrl, seal, batch = 200, onProgress }: ToReseal): Promise<number> {
  const client = new Client({ connectionString: migrationUrl, lock_timeout: 8_000 });
  client.on('error', () => undefined); // told by the query that it breaks
  await client.connect();
  let changed = 0;
  try {
    for (const { place, find, replace, beginning, anew: renew } of places) {
      let [after, done]: [readonly [string, string], number] = [[first, first], 0];
      for (;;) {
        const { rows } = await client.query<SealedRow>(find, [...after, beginning(seal), batch]);
        const last = rows.at(-1);
        if (last === undefined) break;
        const anew = rows.map((row) => ({ ...row, anew: eachAnew(row.sealed, (old) => renew(seal, old)) }));
        await client.query('begin');
        for (const row of anew) {
          const { rowCount } = await client.query(replace, [row.tenant_id, row.id, row.anew, row.sealed]);
          done += rowCount ?? 0;
        }
        await client.query('commit');
        after = [last.tenant_id, last.id];
        onProgress?.({ place, done });
      }
      changed += done;
    }
    return changed;
  } finally {
    await client.end();
  }
}

const eachAnew = (sealed: SealedRow['sealed'], renew: (old: string) => string): SealedRow['sealed'] =>
  Object.fromEntries(Object.entries(sealed).map(([name, old]) => [name, renew(old)]));

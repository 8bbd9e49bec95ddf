import type { Client } from 'pg';

/** What a key encrypts: fields of rows, or histories. */
export type KeyKind = 'field' | 'codec';

/** What is known of a key that a newer one has replaced. */
export interface RetiredKey {
  readonly kind: KeyKind;
  readonly key: string;
  readonly replacedAt: Date;
  /** Since when nothing in the record is sealed with it; null while something is, and for codec keys. */
  readonly unusedSince: Date | null;
}

/** The ids of one kind of keys, the newest first. */
export type KeyIds = Readonly<Record<KeyKind, readonly string[]>>;

/**
 * Notes that all keys but the newest of each kind have been replaced, those that are not noted yet as of now; one that is in front again is forgotten. To be
 * called once every worker and web has the newest in front, for histories that begin later are then encrypted with that.
 */
export async function noteReplacedKeys(owner: Client, ids: KeyIds): Promise<void> {
  for (const kind of ['field', 'codec'] as const) {
    const [newest, ...older] = ids[kind];
    await owner.query('delete from app.retired_key where kind = $1 and key_id = $2', [kind, newest]);
    await owner.query(
      `insert into app.retired_key (kind, key_id, replaced_at) select $1, key_id, app.now() from unnest($2::text[]) key_id on conflict do nothing`,
      [kind, older],
    );
  }
}

/**
 * Notes which of the replaced field keys seal nothing, those that are not noted yet as of now, and of which that is not so any more.
 *
 * @param sealing the ids of the keys that seal something
 * @returns what is known of each key that was replaced
 */
export async function noteUnusedKeys(owner: Client, sealing: readonly string[]): Promise<readonly RetiredKey[]> {
  const { rows } = await owner.query<RetiredKey>(
    `with noted as (
       update app.retired_key set unused_since = case when key_id = any ($1) then null else coalesce(unused_since, app.now()) end
       where kind = 'field' returning kind, key_id, replaced_at, unused_since
     )
     select kind, key_id as key, replaced_at as "replacedAt", unused_since as "unusedSince" from noted
     union all select kind, key_id, replaced_at, unused_since from app.retired_key where kind = 'codec'`,
    [sealing],
  );
  return rows;
}

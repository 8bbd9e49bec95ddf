import { sql } from 'kysely';
import { closenessTo } from '../../../src/domain/people/reading';
import type { Database } from '../../client';
import { compiledOnce } from '../../compiled-once';
import { readRow } from '../../read';
import { isOfStaff, type Asker } from '../asker';
import { isInside } from './grant';

/** An application of another group, as a link to it has it. */
export interface OtherApplication {
  readonly id: string;
  readonly reference: string | null;
  readonly partyId: string;
  readonly group: string;
}

/** More that is alike is not told of. */
export const likenessesAtMost = 20;

/** What in other groups' applications is the same as in this one. */
export interface Likenesses {
  /** By a contact's address or telephone number, or by the postcode; each key begins with its kind: `e:`, `t:` or `p:`. */
  readonly contacts: readonly (OtherApplication & { readonly key: string })[];
  /** This group's newest bank account, sealed; null where there is none. */
  readonly account: string | null;
  /** Accounts of other groups whose numbers end alike, sealed: whoever may open them compares them. */
  readonly accounts: readonly { readonly partyId: string; readonly group: string; readonly sealed: string }[];
}

const statement = compiledOnce(['tenantId', 'id'], (db, { tenantId, id }) =>
  sql<Likenesses & { potId: string; partyId: string }>`
    select a.pot_id as "potId", a.party_id as "partyId",
      (select coalesce(json_agg(json_build_object('key', s.key, 'id', s.id, 'reference', s.reference, 'partyId', s.party_id, 'group', s.name) order by s.key, s.reference), '[]'::json) from (
        select o.key, x.id, x.reference, x.party_id, g.name from contact_key k
          join contact_key o on o.tenant_id = k.tenant_id and o.key = k.key and o.application_id <> k.application_id
          join application x on x.tenant_id = o.tenant_id and x.id = o.application_id and x.party_id <> a.party_id and x.stage <> 'draft'
          join party g on g.tenant_id = x.tenant_id and g.id = x.party_id
        where k.tenant_id = a.tenant_id and k.application_id = a.id limit ${sql.lit(likenessesAtMost)}) s) as contacts,
      b.details_sealed as account,
      (select coalesce(json_agg(json_build_object('partyId', s.party_id, 'group', s.name, 'sealed', s.details_sealed)), '[]'::json) from (
        select o.party_id, g.name, o.details_sealed from bank_account o join party g on g.tenant_id = o.tenant_id and g.id = o.party_id
        where o.tenant_id = a.tenant_id and o.last_digits = b.last_digits and o.party_id <> a.party_id limit 200) s) as accounts
    from application a left join lateral (
      select n.details_sealed, n.last_digits from bank_account n where n.tenant_id = a.tenant_id and n.party_id = a.party_id
      order by n.version desc limit 1) b on true
    where a.tenant_id = ${tenantId} and a.id = ${id}
  `.compile(db),
);

/** What in other groups' applications is the same; undefined for a grant that is not there, or for who is not of the organisation that runs its pot. */
export async function readLikenesses(db: Database, asker: Asker, id: string): Promise<Likenesses | undefined> {
  if (!isOfStaff(asker)) return undefined;
  const row = await readRow(db, asker, statement(db, { tenantId: asker.tenantId, id }));
  if (row === undefined) return undefined;
  const closeness = closenessTo(asker, row);
  return closeness !== undefined && isInside(closeness) ? row : undefined;
}

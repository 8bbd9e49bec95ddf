import { sql, type RawBuilder } from 'kysely';
import type { Sought } from '../../../src/domain/lists/search';
import { namesToldTo } from '../../../src/domain/people/reading';
import type { Database } from '../../client';
import { readRows } from '../../read';
import type { Asker } from '../asker';
import { grantsSeenBy, withheldLine, type GrantFilters, type GrantListed } from './grants';
import { nameOf, nameOfAny, type Named } from '../named';
import { partyReaders } from '../groups/parties';
import { readWithholding } from './withheld';

/** What a search of grants is narrowed by, besides what is looked for. */
export interface SearchFilters extends GrantFilters {
  /** Only those whose report is overdue. */
  readonly overdue?: boolean | undefined;
}

/** More than this is not looked through: whoever looks types more. */
const foundAtMost = 500;
const partiesAtMost = 200;

/** The first text after all that begin with this one, in the order of code points. */
const after = (beginning: string): string => `${beginning}\u{10FFFF}`;

const begins = (word: string): RawBuilder<boolean> => sql<boolean>`w.word >= ${word} and w.word < ${after(word)}`;

/** In SQL: the ids of the grants that are looked for, from an index of each kind. */
function idsOf(tenantId: string, sought: Sought): RawBuilder<unknown> {
  switch (sought.kind) {
    case 'reference':
      return sql`select f.id from application f where f.tenant_id = ${tenantId}::uuid and f.reference = ${sought.reference}`;
    case 'contact':
      return sql`select k.application_id as id from contact_key k where k.tenant_id = ${tenantId}::uuid and k.key = ${sought.key} limit ${foundAtMost}`;
    case 'sum':
      return sql`(select f.id from application f where f.tenant_id = ${tenantId}::uuid and f.asked_pence = ${sought.sumPence}
          order by f.created_at desc, f.id desc limit ${foundAtMost})
        union (select v.id from award v where v.tenant_id = ${tenantId}::uuid and v.awarded_pence = ${sought.sumPence}
          order by v.decided_on desc, v.id limit ${foundAtMost})`;
    case 'name': {
      const [first = '', ...others] = sought.words;
      const also = others.map(
        (word) =>
          sql`and exists (select from party_word w where w.tenant_id = ${tenantId}::uuid and w.party_id = p.party_id and ${begins(word)})`,
      );
      return sql`select f.id from (
          select distinct p.party_id from (select w.party_id from party_word w where w.tenant_id = ${tenantId}::uuid and ${begins(first)}
            order by w.word limit ${foundAtMost}) p where true ${sql.join(also, sql` `)} limit ${partiesAtMost}
        ) g cross join lateral (select a.id from application a where a.tenant_id = ${tenantId}::uuid and a.party_id = g.party_id
          order by a.created_at desc, a.id desc limit 20) f`;
    }
  }
}

/** The grants that the asker may see and looks for, the newest first; one more than the limit where there are more. */
export async function searchGrants(
  db: Database,
  asker: Asker,
  sought: Sought | undefined,
  filters: SearchFilters,
  limit: number,
): Promise<readonly GrantListed[]> {
  const { tenantId } = asker;
  const byPerson = sought?.kind === 'contact' || filters.ownerId !== undefined;
  const overdue = sql`select r.grant_id as id from report r where r.tenant_id = ${tenantId}::uuid and r.state = 'overdue' order by r.due_at, r.grant_id limit ${foundAtMost}`;
  const found =
    sought === undefined
      ? overdue
      : filters.overdue === true
        ? sql`select f.id from (${idsOf(tenantId, sought)}) f where exists (
            select from report r where r.tenant_id = ${tenantId}::uuid and r.grant_id = f.id and r.state = 'overdue')`
        : idsOf(tenantId, sought);
  const narrowed = [
    filters.stage === undefined ? undefined : sql`and a.stage = ${filters.stage}`,
    filters.potId === undefined ? undefined : sql`and a.pot_id = ${filters.potId}::uuid`,
    filters.ownerId === undefined ? undefined : sql`and a.owner_id = ${filters.ownerId}::uuid`,
    filters.partyId === undefined ? undefined : sql`and a.party_id = ${filters.partyId}::uuid`,
    filters.roundId === undefined ? undefined : sql`and a.round_id = ${filters.roundId}::uuid`,
  ].filter((one) => one !== undefined);
  const { rows, isKept } = await readWithholding(
    db,
    asker,
    sql<GrantListed & { readonly hostId: string | null }>`
      with found as materialized (${found})
      select a.id, a.reference, a.stage, a.held_since is not null as "onHold", a.final, ${nameOf('pot', 'a.pot_id')} as pot,
        ${nameOf('party', 'a.party_id')} as party, ${nameOfAny('person', 'a.owner_id')} as owner, a.round_id as "roundId",
        a.asked_pence as "askedPence", v.awarded_pence as "awardedPence", a.created_at as "createdAt", a.submitted_at as "submittedAt",
        a.next_due_at as "nextDueAt", false as "isWithheld", a.host_id as "hostId"
      from found join application a on a.tenant_id = ${tenantId}::uuid and a.id = found.id
        left join award v on v.tenant_id = a.tenant_id and v.id = a.id
      where ${grantsSeenBy(asker, { byPerson })} ${sql.join(narrowed, sql` `)}
      order by a.created_at desc, a.id desc limit ${limit + 1}
    `.compile(db),
    'anew',
  );
  const isTold = namesToldTo(asker);
  const told = rows.map(({ hostId, owner, ...listed }) => {
    const place = { id: listed.id, potId: listed.pot.id, partyId: listed.party.id, hostId };
    const line = { ...listed, owner: isTold(place) ? owner : null };
    return isKept(place) ? withheldLine(line) : line;
  });
  // That it was found by its sum, its contact or its report would say what is kept.
  const mayBeFound =
    filters.overdue !== true && (sought === undefined || sought.kind === 'name' || sought.kind === 'reference');
  return mayBeFound ? told : told.filter(({ isWithheld }) => !isWithheld);
}

/** The parties whose names have words that begin so, by name, for who may see them all. */
export async function searchParties(
  db: Database,
  asker: Asker,
  words: readonly string[],
): Promise<readonly (Named & { readonly kind: string })[]> {
  const [first = '', ...others] = words;
  const { tenantId } = asker;
  const also = others.map(
    (word) =>
      sql`and exists (select from party_word w where w.tenant_id = ${tenantId}::uuid and w.party_id = g.id and ${begins(word)})`,
  );
  return readRows(
    db,
    asker,
    sql<Named & { readonly kind: string }>`
      select g.id, g.name, g.kind from (select distinct w.party_id from (select w.party_id from party_word w
          where w.tenant_id = ${tenantId}::uuid and ${begins(first)} order by w.word limit ${foundAtMost}) w) f
        join party g on g.tenant_id = ${tenantId}::uuid and g.id = f.party_id
      where ${mayReadParties(asker)} ${sql.join(also, sql` `)} order by lower(g.name), g.id limit ${partiesAtMost}
    `.compile(db),
    'anew',
  );
}

const mayReadParties = ({ roles }: Asker): RawBuilder<boolean> =>
  roles.some(({ name }) => partyReaders.includes(name)) ? sql<boolean>`true` : sql<boolean>`false`;

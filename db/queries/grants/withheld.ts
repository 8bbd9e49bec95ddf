import { sql, type CompiledQuery, type RawBuilder } from 'kysely';
import type { ConnectionFacts } from '../../../src/domain/decision/connections';
import { isWithheldFrom } from '../../../src/domain/decision/decision';
import { type Role, staffRoles } from '../../../src/domain/lives/roles';
import type { DeclaredInterest } from '../../../src/domain/decision/quorum';
import { ReadRefused } from '../../../src/domain/refusals/read-refused';
import { refuse } from '../../../src/domain/refusals/refusal';
import type { DutyDone } from '../../../src/domain/people/segregation';
import type { Database } from '../../client';
import { readRows, readRowsOfTwo } from '../../read';
import { partiesOf, potsReached, type Asker } from '../asker';
import { lastToRule } from './standing-facts';

/** What says which applications are kept from somebody: all that they, or those near to them, are to groups and did on applications. */
export interface Reader {
  readonly facts: ConnectionFacts;
  readonly acting: readonly { readonly personId: string; readonly partyId: string }[];
  readonly done: readonly (DutyDone & { readonly grantId: string })[];
  /** Their own interests. */
  readonly declared: readonly (Pick<DeclaredInterest, 'level' | 'ruling'> & { readonly grantId: string })[];
}

/** An application that may be kept from whoever reads. */
export interface Readable {
  readonly id: string;
  readonly partyId: string;
  readonly hostId: string | null;
}

/** In SQL: the {@link Reader} of somebody, from indexes of their own: it does not grow with the applications. */
export function readerFacts({ tenantId, personId }: Asker): RawBuilder<Reader> {
  const [tenant, person] = [sql`${tenantId}::uuid`, sql`${personId}::uuid`];
  const ofPerson = sql`c.tenant_id = ${tenant} and c.ended_at is null and (c.person_id = ${person} or c.other_id = ${person})`;
  const near = sql`(select ${person} as id union
    select case when c.person_id = ${person} then c.other_id else c.person_id end from person_connection c where ${ofPerson} and c.kind <> 'knows')`;
  const rows = (facts: RawBuilder<unknown>, from: RawBuilder<unknown>) =>
    sql`(select coalesce(json_agg(json_build_object(${facts})), '[]'::json) from ${from})`;
  return sql`json_build_object(
    'facts', json_build_object(
      'withPersons', ${rows(sql`'personId', c.person_id, 'otherPersonId', c.other_id, 'kind', c.kind`, sql`person_connection c where ${ofPerson}`)},
      'withParties', ${rows(
        sql`'personId', c.person_id, 'partyId', c.party_id, 'kind', c.kind`,
        sql`party_connection c where c.tenant_id = ${tenant} and c.ended_at is null and c.person_id in ${near}`,
      )}),
    'acting', ${rows(
      sql`'personId', r.person_id, 'partyId', r.party_id`,
      sql`role r where r.tenant_id = ${tenant} and r.ended_at is null and r.party_id is not null and r.person_id in ${near}`,
    )},
    'done', ${rows(
      sql`'grantId', d.subject_id, 'duty', d.duty, 'personId', d.person_id`,
      sql`duty d where d.tenant_id = ${tenant} and d.duty in ('applied', 'helped write') and d.person_id in ${near}`,
    )},
    'declared', ${rows(
      sql`'grantId', n.application_id, 'level', n.level, 'ruling', case when n.meeting_id = ${lastToRule} then n.ruling end`,
      sql`interest n where n.tenant_id = ${tenant} and n.person_id = ${person}`,
    )})`;
}

/** Whether an application is kept from whoever reads, by `isWithheldFrom`; null for staff. */
export function isWithheld(reader: Reader | null, personId: string, { id, partyId, hostId }: Readable): boolean {
  if (reader === null) return false;
  const { facts, acting, done, declared } = reader;
  const ofHost = facts.withParties.filter((one) => one.partyId === hostId).map((one) => ({ ...one, partyId }));
  const actingForIt = acting
    .filter((one) => one.partyId === partyId)
    .map((one) => ({ ...one, kind: 'employee' as const }));
  const item = {
    partyId,
    isAppeal: false,
    declared: declared.filter(({ grantId }) => grantId === id).map((one) => ({ ...one, personId })),
    done: done.filter(({ grantId }) => grantId === id),
    facts: { ...facts, withParties: [...facts.withParties, ...ofHost, ...actingForIt] },
  };
  return isWithheldFrom(item, personId);
}

/** Who only reads: applications may be kept from them. */
const onlyReading: readonly Role[] = ['panel_member', 'funder'];

/** An application with its pot: staff of it keep its papers, and its own group reads it as its group. */
type Placed = Readable & { readonly potId: string };

/** Says of applications whether they are kept from whoever asks. */
export type Withholding = (item: Placed) => boolean;

const nothingWithheld: Withholding = () => false;

function withholdingOf(asker: Asker, reader: Reader | undefined): Withholding {
  if (reader === undefined) return nothingWithheld;
  const staff = potsReached(asker, staffRoles);
  const own = partiesOf(asker, ['applicant', 'budget_holder']);
  return (item) =>
    !staff.potIds.includes(item.potId) && !own.includes(item.partyId) && isWithheld(reader, asker.personId, item);
}

/**
 * The rows of a statement, and what says which of its applications are kept from whoever asks: in its round trip. Nothing is looked up for
 * staff of the whole organisation, nor for who only acts for groups.
 */
export async function readWithholding<Row>(
  db: Database,
  asker: Asker,
  query: CompiledQuery<Row>,
  planning?: 'anew',
): Promise<{ readonly rows: Row[]; readonly isKept: Withholding }> {
  if (potsReached(asker, staffRoles).all || !asker.roles.some(({ name }) => onlyReading.includes(name)))
    return { rows: await readRows(db, asker, query, planning), isKept: nothingWithheld };
  const facts = sql<{ readonly reader: Reader }>`select ${readerFacts(asker)} as reader`.compile(db);
  const [[known], rows] = await readRowsOfTwo(db, asker, [facts, query], planning);
  return { rows, isKept: withholdingOf(asker, known?.reader) };
}

/**
 * The rows of a statement about one application, unless it is kept from whoever asks.
 *
 * @throws ReadRefused APPLICATION_WITHHELD
 */
export async function readUnlessWithheld<Row>(
  db: Database,
  asker: Asker,
  grantId: string,
  query: CompiledQuery<Row>,
): Promise<Row[]> {
  if (potsReached(asker, staffRoles).all || !asker.roles.some(({ name }) => onlyReading.includes(name)))
    return readRows(db, asker, query);
  const facts = sql<Placed & { readonly reader: Reader }>`
    select a.id, a.pot_id as "potId", a.party_id as "partyId", a.host_id as "hostId", ${readerFacts(asker)} as reader
    from application a where a.tenant_id = ${asker.tenantId}::uuid and a.id = ${grantId}::uuid`.compile(db);
  const [[item], rows] = await readRowsOfTwo(db, asker, [facts, query]);
  if (item !== undefined && withholdingOf(asker, item.reader)(item))
    throw new ReadRefused(refuse('APPLICATION_WITHHELD'));
  return rows;
}

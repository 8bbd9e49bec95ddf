import { sql, type RawBuilder } from 'kysely';
import {
  type FilePlace,
  type FilePurpose,
  type FileStanding,
  isConcernedWithFiles,
  maySeeFile,
} from '../../src/domain/files/files';
import { namesToldTo } from '../../src/domain/people/reading';
import { ReadRefused } from '../../src/domain/refusals/read-refused';
import { refuse } from '../../src/domain/refusals/refusal';
import { instant, type Instant } from '../../src/domain/calendar/calendar';
import type { Database, Tx } from '../client';
import { inTenant } from '../transaction';
import type { Asker } from './asker';
import { isThere } from './is-there';
import { nameOf, type Named } from './named';
import { readWithholding } from './grants/withheld';
import { isPlaced } from './purchases/placed';

/** What a file belongs to: an application or its grant, or a purchase of the grant. */
export type FileSubject = { readonly grantId: string } | { readonly purchaseId: string };

/** A file as lists show it. */
export interface FileListed {
  readonly id: string;
  readonly grantId: string;
  readonly purpose: FilePurpose;
  /** The key of the question, the id of the condition or the kind of the check that it is about. */
  readonly about: string | null;
  readonly purchaseId: string | null;
  /** What it was called when it was sent; only what it is, for who is told of no person. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
  readonly people: 'nobody' | 'agreed' | null;
  /** Null for who is told of no person. */
  readonly uploadedBy: Named | null;
  readonly uploadedAt: Instant;
}

/** A subject, with how it stands; what a file is about is looked up too. */
export interface SubjectFound extends FilePlace, FileStanding {
  readonly grantId: string;
  readonly purchaseId: string | null;
  /** How many files there are of the grant, and about the same thing for the same purpose. */
  readonly filesOfGrant: number;
  readonly filesAboutOne: number;
  /** Keys of the pot's questions, kinds of its checks. */
  readonly questionKeys: readonly string[];
  readonly checkKinds: readonly string[];
}

/** What says whether a file's application is kept from somebody. */
interface Placing {
  readonly grantId: string;
  readonly hostId: string | null;
}

type Row = FileListed & FilePlace & Placing;

const listed = (where: RawBuilder<unknown>) => sql<Row>`
  select f.id, f.grant_id as "grantId", f.purpose, coalesce(f.about, f.condition_id::text) as about, f.purchase_id as "purchaseId", f.name,
    f.media_type as "mediaType", f.bytes, encode(f.sha256, 'hex') as sha256, f.people, ${nameOf('person', 'f.uploaded_by')} as "uploadedBy",
    f.uploaded_at as "uploadedAt", a.pot_id as "potId", a.party_id as "partyId", a.stage, a.helped_by as "helpedBy", a.shared_at as "sharedAt",
    a.host_id as "hostId",
    (select p.provider_id from purchase p where p.tenant_id = f.tenant_id and p.id = f.purchase_id) as "providerId"
  from file f join application a on a.tenant_id = f.tenant_id and a.id = f.grant_id
  where f.removed_at is null and ${where}
  order by f.uploaded_at, f.id`;

/** A file without what only says who may see it; and without who sent it, and what they called it, for who is told of no person. */
function toList(asker: Asker): (row: Row) => FileListed {
  const isTold = namesToldTo(asker);
  return (row) => {
    const isNamed = isTold(row);
    return {
      id: row.id,
      grantId: row.grantId,
      purpose: row.purpose,
      about: row.about,
      purchaseId: row.purchaseId,
      name: isNamed ? row.name : nameOfNobody(row),
      mediaType: row.mediaType,
      bytes: row.bytes,
      sha256: row.sha256,
      people: row.people,
      uploadedBy: isNamed ? row.uploadedBy : null,
      uploadedAt: row.uploadedAt,
    };
  };
}

/** `photo.jpg`: what somebody called a file may say who they are, or who is in it. */
const nameOfNobody = ({ purpose, name }: Pick<FileListed, 'purpose' | 'name'>): string =>
  `${purpose}${/\.[^.]*$/.exec(name)?.[0] ?? ''}`;

const isSeenBy =
  ({ roles }: Pick<Asker, 'roles'>) =>
  (file: Row): boolean =>
    maySeeFile(roles, file, file.purpose, file.people);

/**
 * The files of an application and its grant with its purchases, or of one purchase, the first sent first: those that the asker may see.
 * Undefined where there is no such thing for them.
 *
 * @throws ReadRefused APPLICATION_WITHHELD
 */
export async function listFiles(
  db: Database,
  asker: Asker,
  of: FileSubject,
): Promise<readonly FileListed[] | undefined> {
  const tenant = sql`${asker.tenantId}::uuid`;
  const [subject, place] =
    'grantId' in of
      ? [
          sql`f.grant_id = ${of.grantId}::uuid`,
          sql`select a.pot_id as "potId", a.party_id as "partyId", a.stage, a.helped_by as "helpedBy", a.shared_at as "sharedAt", null::uuid as "providerId", a.id as "grantId", a.host_id as "hostId"
            from application a where a.tenant_id = ${tenant} and a.id = ${of.grantId}::uuid`,
        ]
      : [
          sql`f.purchase_id = ${of.purchaseId}::uuid`,
          sql`select a.pot_id as "potId", a.party_id as "partyId", a.stage, a.helped_by as "helpedBy", a.shared_at as "sharedAt", case when ${isPlaced('p')} then p.provider_id end as "providerId", a.id as "grantId", a.host_id as "hostId"
            from purchase p join application a on a.tenant_id = p.tenant_id and a.id = p.grant_id
            where p.tenant_id = ${tenant} and p.id = ${of.purchaseId}::uuid`,
        ];
  const { rows, isKept } = await readWithholding(
    db,
    asker,
    sql<
      FilePlace & Placing & { readonly file: Partial<Row> | null }
    >`select place.*, to_json(f) as file from (${place}) place
      left join lateral (${listed(sql`f.tenant_id = ${tenant} and ${subject}`)}) f on true`.compile(db),
  );
  const [found] = rows;
  if (found === undefined) return undefined;
  const mayHaveSome =
    'grantId' in of ? isConcernedWithFiles(asker.roles, found) : maySeeFile(asker.roles, found, 'invoice', null);
  if (!mayHaveSome) return undefined;
  if (isKept({ ...found, id: found.grantId })) throw new ReadRefused(refuse('APPLICATION_WITHHELD'));
  return rows
    .flatMap(({ file }) => (file === null ? [] : [{ ...(file as Row), uploadedAt: instant(file.uploadedAt ?? '') }]))
    .filter(isSeenBy(asker))
    .map(toList(asker));
}

/**
 * What is said of one file. Undefined for one that is not there for the asker.
 *
 * @throws ReadRefused APPLICATION_WITHHELD
 */
export async function describeFile(db: Database, asker: Asker, id: string): Promise<FileListed | undefined> {
  const { rows, isKept } = await readWithholding(
    db,
    asker,
    listed(sql`f.tenant_id = ${asker.tenantId}::uuid and f.id = ${id}::uuid`).compile(db),
  );
  const [row] = rows;
  if (row === undefined || !isSeenBy(asker)(row)) return undefined;
  if (isKept({ ...row, id: row.grantId })) throw new ReadRefused(refuse('APPLICATION_WITHHELD'));
  return toList(asker)(row);
}

/** One file, with what is in it, as {@link describeFile} says it. */
export async function findFile(
  db: Database,
  asker: Asker,
  id: string,
): Promise<{ readonly file: FileListed; readonly content: Buffer } | undefined> {
  const file = await describeFile(db, asker, id);
  if (file === undefined) return undefined;
  const content = await inTenant(db, asker.tenantId, (tx) =>
    tx
      .selectFrom('file_content')
      .select('content')
      .where('tenant_id', '=', asker.tenantId)
      .where('file_id', '=', id)
      .executeTakeFirst(),
  );
  return content === undefined ? undefined : { file, content: content.content };
}

/**
 * How things stand with what a file is for. The application's row is locked against whoever would settle it meanwhile, and lets others
 * read and add.
 */
export async function findFileSubject(
  tx: Tx,
  tenantId: string,
  of: FileSubject,
  { purpose, about }: { readonly purpose: FilePurpose; readonly about: string | null },
): Promise<SubjectFound | undefined> {
  const grantId =
    'grantId' in of
      ? sql`${of.grantId}::uuid`
      : sql`(select p.grant_id from purchase p where p.tenant_id = ${tenantId}::uuid and p.id = ${of.purchaseId}::uuid)`;
  const locked =
    await sql`select from application where tenant_id = ${tenantId}::uuid and id = ${grantId} for share`.execute(tx);
  if (locked.rows.length === 0) return undefined;
  const purchaseId = 'purchaseId' in of ? of.purchaseId : null;
  const { rows } = await sql<SubjectFound>`
    select a.id as "grantId", a.pot_id as "potId", a.party_id as "partyId", a.stage, a.helped_by as "helpedBy", a.shared_at as "sharedAt", p.id as "purchaseId", p.provider_id as "providerId",
      p.state as "purchaseState", r.state as "reportState",
      ${isThere(sql`question q where q.tenant_id = a.tenant_id and q.application_id = a.id and q.answered_at is null`)}
        and a.stage in ('checking', 'assessing') as "hasOpenQuestion",
      (select k.state from condition k where k.tenant_id = a.tenant_id and k.grant_id = a.id and k.id::text = ${about}) as "conditionState",
      (select count(*) from file f where f.tenant_id = a.tenant_id and f.grant_id = a.id and f.removed_at is null) as "filesOfGrant",
      (select count(*) from file f where f.tenant_id = a.tenant_id and f.grant_id = a.id and f.removed_at is null
        and f.purpose = ${purpose} and coalesce(f.about, f.condition_id::text) is not distinct from ${about}
        and f.purchase_id is not distinct from p.id) as "filesAboutOne",
      (select coalesce(json_agg(q ->> 'key'), '[]'::json) from jsonb_array_elements(policy.body -> 'questions') q) as "questionKeys",
      (select coalesce(json_agg(k ->> 'kind'), '[]'::json) from jsonb_array_elements(policy.body -> 'checks') k) as "checkKinds"
    from application a
    join pot on pot.tenant_id = a.tenant_id and pot.id = a.pot_id
    join policy on policy.tenant_id = a.tenant_id and policy.pot_id = a.pot_id
      and policy.version = coalesce(a.policy_version, pot.policy_version)
    left join report r on r.tenant_id = a.tenant_id and r.grant_id = a.id
    left join purchase p on p.tenant_id = a.tenant_id and p.grant_id = a.id and p.id = ${purchaseId}::uuid
    where a.tenant_id = ${tenantId}::uuid and a.id = ${grantId}
  `.execute(tx);
  return rows[0];
}

/** How long an invoice's file waits for the invoice that it belongs to. */
const waitsFor = '7 days';

/** Takes away files that nothing came of: of invoices that nobody sent. They are taken away by nobody. @returns how many */
export async function forgetUnusedFiles(db: Database): Promise<number> {
  const { rows } = await sql<{ tenant_id: string; id: string }>`
    select tenant_id, id from app.files_unused(app.now() - ${waitsFor}::interval, 1000)
  `.execute(db);
  for (const { tenant_id: tenantId, id } of rows)
    await inTenant(db, tenantId, async (tx) => {
      // The invoice may arrive at this moment: then its file stays.
      const still = await sql`select from file f join purchase p on p.tenant_id = f.tenant_id and p.id = f.purchase_id
        where f.tenant_id = ${tenantId}::uuid and f.id = ${id}::uuid and f.removed_at is null and p.invoiced_on is null for share of p`.execute(
        tx,
      );
      if (still.rows.length === 0) return;
      await sql`update file set removed_at = app.now() where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
        tx,
      );
      await sql`delete from file_content where tenant_id = ${tenantId}::uuid and file_id = ${id}::uuid`.execute(tx);
    });
  return rows.length;
}

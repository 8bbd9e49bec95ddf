import { createHash } from 'node:crypto';
import { sql, type CompiledQuery } from 'kysely';
import type { Database, Tx } from '../../../db/client';
import { type Fence, readRow, readRowsOfTwo } from '../../../db/read';
import { agreementText, type AgreedCondition, type AgreedContent } from '../../documents/text/agreement';
import type { Document } from '../../documents/text/document';
import type { CalendarDate, Instant } from '../../domain/calendar/calendar';
import { isDrawnDownByPurchases } from '../../domain/award/drawn-down';
import { pence } from '../../domain/money/money';
import type { Policy } from '../../domain/policy/policy';

/** The agreement of a grant, by its fingerprint. */
export interface Agreement {
  /** SHA-256 of the document as JSON with sorted keys, in hexadecimal digits: what signatures cover. */
  readonly hash: string;
  readonly document: Document;
  /** When it was first signed, and so fixed; null while it is only offered. */
  readonly fixedAt: Instant | null;
}

interface Row {
  readonly stage: string;
  readonly needsNewBudget: boolean;
  readonly reference: string;
  readonly organisation: string;
  readonly group: string;
  readonly host: string | null;
  readonly partyKind: string;
  readonly pot: string;
  readonly funder: string;
  readonly awardedPence: number;
  readonly decidedOn: CalendarDate;
  readonly content: AgreedContent;
  readonly policy: Policy;
  readonly conditions: readonly AgreedCondition[];
  readonly hash: string | null;
  readonly fixedAt: Instant | null;
  readonly document: Document | null;
}

/** Looked up, not joined: all belong to one tenant, so Postgres would weigh each order of eleven tables, which takes it a hundred times as long as reading them. */
const asked = (tenantId: string, grantId: string) => sql<Row>`
    select a.stage, w.needs_new_budget as "needsNewBudget", a.reference, party.name as "group", party.kind as "partyKind",
      (select host.name from party host where host.tenant_id = a.tenant_id and host.id = a.host_id) as host,
      (select tenant.name from tenant where tenant.id = w.tenant_id) as organisation,
      (select pot.name from pot where pot.tenant_id = w.tenant_id and pot.id = w.pot_id) as pot,
      (select funder.name from pot
        join fund on fund.tenant_id = pot.tenant_id and fund.id = pot.fund_id
        join party funder on funder.tenant_id = fund.tenant_id and funder.id = fund.funder_id
        where pot.tenant_id = w.tenant_id and pot.id = w.pot_id) as funder,
      w.awarded_pence as "awardedPence", w.decided_on as "decidedOn", c.content,
      (select policy.body from policy
        where policy.tenant_id = w.tenant_id and policy.pot_id = w.pot_id and policy.version = a.policy_version) as policy,
      (select coalesce(json_agg(json_build_object('number', k.number, 'wording', k.wording, 'dueWithin', k.due_within) order by k.number), '[]'::json)
        from condition k where k.tenant_id = w.tenant_id and k.grant_id = w.id) as conditions,
      (select g.sha256 from agreement g where g.tenant_id = w.tenant_id and g.grant_id = w.id) as hash,
      (select g.fixed_at from agreement g where g.tenant_id = w.tenant_id and g.grant_id = w.id) as "fixedAt",
      (select t.document from agreement_text t where t.tenant_id = w.tenant_id and t.grant_id = w.id) as document
    from award w
    join application a on a.tenant_id = w.tenant_id and a.id = w.id
    join application_content c on c.tenant_id = w.tenant_id and c.application_id = w.id
    join party on party.tenant_id = w.tenant_id and party.id = w.party_id
    where w.tenant_id = ${tenantId}::uuid and w.id = ${grantId}::uuid
  `;

/**
 * The agreement of a grant: as it was signed, or as it is offered now. Undefined where there is none: nothing is awarded, a new budget is
 * still to be agreed, the offer is over, it was accepted before agreements were kept, or its text has been erased.
 */
export async function readAgreement(tx: Tx, tenantId: string, grantId: string): Promise<Agreement | undefined> {
  const { rows } = await asked(tenantId, grantId).execute(tx);
  return rows[0] && agreementFrom(rows[0]);
}

/** The same for whoever looks: in one round trip, and in no transaction. */
export async function lookAtAgreement(
  db: Database,
  { tenantId }: Fence,
  grantId: string,
): Promise<Agreement | undefined> {
  const row = await readRow(db, { tenantId }, asked(tenantId, grantId).compile(db));
  return row && agreementFrom(row);
}

/** The same, and the rows of one more statement, in one round trip. */
export async function lookAtAgreementBeside<Other>(
  db: Database,
  { tenantId }: Fence,
  grantId: string,
  other: CompiledQuery<Other>,
): Promise<readonly [Agreement | undefined, readonly Other[]]> {
  const [[row], others] = await readRowsOfTwo(db, { tenantId }, [asked(tenantId, grantId).compile(db), other]);
  return [row && agreementFrom(row), others];
}

function agreementFrom(row: Row): Agreement | undefined {
  const { hash, document: signed, fixedAt } = row;
  if (hash !== null) return signed === null ? undefined : { hash, document: signed, fixedAt };
  if (row.stage !== 'offered' || row.needsNewBudget) return undefined;
  const offered = agreementText({
    ...row,
    awardedPence: pence(row.awardedPence),
    isDrawnDown: isDrawnDownByPurchases(row.partyKind, row.policy),
  });
  return { hash: hashOf(offered), document: offered, fixedAt: null };
}

/** The text as JSON with its keys in the order of the alphabet, so that what was kept can be checked against its fingerprint. */
const hashOf = (document: Document): string =>
  createHash('sha256')
    .update(JSON.stringify(document, (_key, value: unknown) => inOrder(value)))
    .digest('hex');

const inOrder = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));

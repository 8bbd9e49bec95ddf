import { sql } from 'kysely';
import type { CalendarDate, Instant } from '../../../src/domain/calendar/calendar';
import type { GrantStage } from '../../../src/domain/lives/grant-life';
import { closenessTo, readings } from '../../../src/domain/people/reading';
import type { Database } from '../../client';
import { inTenant } from '../../transaction';
import type { Asker } from '../asker';
import { readUnlessWithheld } from './withheld';

/** Who accepted: the name on record, and what was typed. */
export interface SignatureKept {
  readonly name: string;
  readonly typed: string | null;
  readonly acceptedAt: Instant;
  /** The day that stands beside a signature on paper; null for one that was typed. */
  readonly onPaperOn: CalendarDate | null;
}

/** A grant's place in the agreement's life. */
export interface AgreementPlace {
  readonly stage: GrantStage;
  readonly reference: string | null;
  readonly offeredAt: Instant | null;
  readonly signatures: readonly SignatureKept[];
  /** The PDF that was made once all had accepted. */
  readonly pdf: Buffer | null;
}

/**
 * Who accepted a grant, and the PDF that is kept of it. Undefined for one that is not there for the asker, as for a funder: it has signatures.
 *
 * @throws ReadRefused APPLICATION_WITHHELD
 */
export async function findAgreementPlace(
  db: Database,
  asker: Asker,
  grantId: string,
  { withPdf }: { readonly withPdf: boolean },
): Promise<AgreementPlace | undefined> {
  const [row] = await readUnlessWithheld(
    db,
    asker,
    grantId,
    sql<AgreementPlace & { readonly potId: string; readonly partyId: string }>`
      select a.stage, a.reference, a.pot_id as "potId", a.party_id as "partyId", w.offered_at as "offeredAt",
        (select coalesce(json_agg(json_build_object('name', p.name, 'typed', g.typed_name, 'onPaperOn', k.signed_on,
            'acceptedAt', to_char(s.accepted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by s.accepted_at, s.person_id), '[]'::json)
          from acceptance s join person p on p.tenant_id = s.tenant_id and p.id = s.person_id
          left join acceptance_signature g on g.tenant_id = s.tenant_id and g.grant_id = s.grant_id and g.person_id = s.person_id
          left join paper_acceptance k on k.tenant_id = s.tenant_id and k.id = s.paper_acceptance_id
          where s.tenant_id = a.tenant_id and s.grant_id = a.id) as signatures,
        ${withPdf ? sql`(select t.pdf from agreement_text t where t.tenant_id = a.tenant_id and t.grant_id = a.id)` : sql`null::bytea`} as pdf
      from application a left join award w on w.tenant_id = a.tenant_id and w.id = a.id
      where a.tenant_id = ${asker.tenantId}::uuid and a.id = ${grantId}::uuid
    `.compile(db),
  );
  if (row === undefined) return undefined;
  const { potId, partyId, ...place } = row;
  const closeness = closenessTo(asker, { potId, partyId });
  return closeness !== undefined && readings[closeness].correspondence ? place : undefined;
}

/** Keeps the PDF of an agreement that all have accepted, and gives back the one that is kept: of two who make it at once, the first. */
export async function keepAgreementPdf(db: Database, tenantId: string, grantId: string, pdf: Buffer): Promise<Buffer> {
  return inTenant(db, tenantId, async (tx) => {
    await sql`update agreement_text set pdf = ${pdf}, pdf_made_at = app.now()
      where tenant_id = ${tenantId}::uuid and grant_id = ${grantId}::uuid and pdf is null`.execute(tx);
    const { rows } = await sql<{ pdf: Buffer | null }>`select pdf from agreement_text
      where tenant_id = ${tenantId}::uuid and grant_id = ${grantId}::uuid`.execute(tx);
    return rows[0]?.pdf ?? pdf;
  });
}

import { sql } from 'kysely';
import type { CalendarDate, Instant } from '../../../src/domain/calendar/calendar';
import { closenessTo } from '../../../src/domain/people/reading';
import type { Database } from '../../client';
import type { Asker } from '../asker';
import { iso, isoOrNull } from '../instants';
import { nameOf, nameOfAny, type Named } from '../named';
import { isInside } from './grant';
import { readUnlessWithheld } from './withheld';

/** What was recorded last of an agreement that was signed on paper. */
export interface PaperAcceptance {
  readonly id: string;
  readonly fileId: string;
  /** What the scan is called; null once it was taken away. */
  readonly fileName: string | null;
  readonly agreementHash: string;
  readonly signatories: readonly Named[];
  readonly signedOn: CalendarDate;
  readonly recordedBy: Named;
  readonly recordedAt: Instant;
  /** Who looked at the scan besides; null until then. */
  readonly confirmedBy: Named | null;
  readonly confirmedAt: Instant | null;
}

/** A scan that can be what was signed. */
export interface Scan {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly uploadedBy: Named;
  readonly uploadedAt: Instant;
}

/** All that is known of a grant's agreement on paper. */
export interface PaperAround {
  readonly paper: PaperAcceptance | null;
  /** The first sent first. */
  readonly scans: readonly Scan[];
  /** Who is connected with the group so that their signature binds it, and has not accepted; by their names. */
  readonly maySign: readonly (Named & { readonly position: string | null })[];
}

const of = sql`k.tenant_id = a.tenant_id and k.grant_id = a.id`;

/** As it is read, with what says who may read it. */
export type PaperRow = PaperAround & { readonly potId: string; readonly partyId: string };

/** In SQL: what is known of a grant's agreement on paper. `mayBind` is what ties somebody to the group so that their signature binds it. */
export const paperAround = (tenantId: string, grantId: string, mayBind: readonly string[]) => sql<PaperRow>`
      select a.pot_id as "potId", a.party_id as "partyId",
        (select json_build_object('id', k.id, 'fileId', k.file_id, 'agreementHash', k.agreement_sha256, 'signedOn', k.signed_on,
            'fileName', (select f.name from file f where f.tenant_id = k.tenant_id and f.id = k.file_id and f.removed_at is null),
            'recordedBy', ${nameOf('person', 'k.recorded_by')}, 'recordedAt', ${iso('k.recorded_at')},
            'confirmedBy', ${nameOfAny('person', 'k.confirmed_by')}, 'confirmedAt', ${isoOrNull('k.confirmed_at')},
            'signatories', (select json_agg(json_build_object('id', p.id, 'name', p.name) order by p.name, p.id)
              from paper_acceptance_signatory s join person p on p.tenant_id = s.tenant_id and p.id = s.person_id
              where s.tenant_id = k.tenant_id and s.paper_acceptance_id = k.id))
          from paper_acceptance k where ${of} order by k.recorded_at desc, k.id desc limit 1) as paper,
        (select coalesce(json_agg(json_build_object('id', k.id, 'name', k.name, 'mediaType', k.media_type, 'bytes', k.bytes,
            'uploadedBy', ${nameOf('person', 'k.uploaded_by')}, 'uploadedAt', ${iso('k.uploaded_at')}) order by k.uploaded_at, k.id), '[]'::json)
          from file k where ${of} and k.purpose = 'agreement' and k.removed_at is null) as scans,
        (select coalesce(json_agg(json_build_object('id', t.id, 'name', t.name, 'position', t.position) order by t.name, t.id), '[]'::json)
          from (select p.id, p.name, max(c.position) as position from party_connection c
            join person p on p.tenant_id = c.tenant_id and p.id = c.person_id
            where c.tenant_id = a.tenant_id and c.party_id = a.party_id and c.ended_at is null and p.left_at is null
              and c.kind = any(${[...mayBind]}::text[])
              and not exists (select from acceptance k where ${of} and k.person_id = p.id)
            group by p.id, p.name order by p.name, p.id limit 50) t) as "maySign"
      from application a where a.tenant_id = ${tenantId}::uuid and a.id = ${grantId}::uuid and a.stage <> 'draft'
  `;

/** The same as it is told: for staff, since it says who signed, and who of them looked at it; undefined for anybody else. */
export function paperToldTo(asker: Asker, row: PaperRow | undefined): PaperAround | undefined {
  if (row === undefined) return undefined;
  const { potId, partyId, ...around } = row;
  const closeness = closenessTo(asker, { potId, partyId });
  return closeness !== undefined && isInside(closeness) ? around : undefined;
}

/**
 * What is known of a grant's agreement on paper, in one round trip: {@link paperToldTo}.
 *
 * @throws ReadRefused APPLICATION_WITHHELD
 */
export async function readPaperAround(
  db: Database,
  asker: Asker,
  grantId: string,
  mayBind: readonly string[],
): Promise<PaperAround | undefined> {
  const query = paperAround(asker.tenantId, grantId, mayBind).compile(db);
  const [row] = await readUnlessWithheld(db, asker, grantId, query);
  return paperToldTo(asker, row);
}

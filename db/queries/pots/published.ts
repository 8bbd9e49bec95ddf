import { sql } from 'kysely';
import type { Instant } from '../../../src/domain/calendar/calendar';
import type { PotState } from '../../../src/domain/lives/clockless-lives';
import type { Policy } from '../../../src/domain/policy/policy';
import type { Database } from '../../client';
import { readRow } from '../../read';
import { iso, isoOrNull } from '../instants';
import { lookOf, type Look, type OrganisationContact } from '../look';

/** An organisation as anybody may see it. */
export interface PublishedOrganisation {
  readonly slug: string;
  readonly name: string;
}

/** More organisations than are run by one Grantpot are a list of another kind. */
const atMost = 200;

/** Every organisation that has a pot open, by name. One round trip. */
export async function listPublished(db: Database): Promise<readonly PublishedOrganisation[]> {
  const { rows } = await sql<PublishedOrganisation>`
    select p.slug, p.name from app.tenants() t cross join lateral app.published(t.tenant_id) p order by p.name, p.slug limit ${atMost}
  `.execute(db);
  return rows;
}

/** A pot as anybody may see it. */
export interface PublishedPot {
  readonly id: string;
  readonly name: string;
  readonly state: PotState;
  readonly funder: string;
  readonly policy: Policy;
  /** The round that takes applications now: which it is, and its dates. */
  readonly roundId: string | null;
  readonly closesAt: Instant | null;
  readonly decideBy: Instant | null;
  /** The rounds that are planned, the next first. */
  readonly coming: readonly ComingRound[];
}

/** A round that is planned and not open yet, as anybody may see it. */
export interface ComingRound {
  readonly id: string;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly decideBy: Instant;
}

/** Nobody plans by what is further away. */
const comingAtMost = 4;

/** What an organisation publishes of itself. */
export interface Published extends PublishedOrganisation {
  readonly tenantId: string;
  readonly look: Look;
  readonly contact: OrganisationContact;
  readonly now: Instant;
  readonly pots: readonly PublishedPot[];
}

/** An organisation and its pots, or one of them, for whoever has no account; published columns and no others. Undefined where there is none. */
export async function findPublished(db: Database, tenantId: string, potId?: string): Promise<Published | undefined> {
  return readRow(
    db,
    { tenantId },
    sql<Published>`
      select t.id as "tenantId", t.slug, t.name, ${lookOf} as look, app.now() as now,
        (select json_build_object('telephone', g.telephone, 'email', g.email, 'address', g.address) from organisation g where g.tenant_id = t.id) as contact, coalesce((
        select json_agg(json_build_object('id', p.id, 'name', p.name, 'state', p.state, 'policy', y.body,
          'funder', (select f.name from fund u join party f on f.tenant_id = u.tenant_id and f.id = u.funder_id where u.tenant_id = p.tenant_id and u.id = p.fund_id),
          'roundId', o.id, 'closesAt', ${isoOrNull('o.closes_at')}, 'decideBy', ${isoOrNull('o.decide_by')},
          'coming', (select coalesce(json_agg(json_build_object('id', n.id, 'opensAt', ${iso('n.opens_at')}, 'closesAt', ${iso('n.closes_at')},
              'decideBy', ${iso('n.decide_by')}) order by n.opens_at, n.id), '[]'::json)
            from (select r.* from round r where r.tenant_id = p.tenant_id and r.pot_id = p.id and r.state = 'draft' and r.opens_at > app.now()
              order by r.opens_at, r.id limit ${comingAtMost}) n)) order by lower(p.name), p.id)
        from pot p join policy y on y.tenant_id = p.tenant_id and y.pot_id = p.id and y.version = p.policy_version
        left join lateral (select r.id, r.closes_at, r.decide_by from round r where r.tenant_id = p.tenant_id and r.pot_id = p.id
          and r.state = 'open' and r.closes_at > app.now() order by r.closes_at limit 1) o on true
        where p.tenant_id = t.id and (${potId ?? null}::uuid is null or p.id = ${potId ?? null}::uuid)), '[]'::json) as pots
      from tenant t where t.id = ${tenantId}::uuid
    `.compile(db),
  );
}

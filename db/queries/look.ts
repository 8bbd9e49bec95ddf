import { sql } from 'kysely';
import type { Switch } from '../../src/domain/organisation/switches';
import type { Database } from '../client';
import { readRow } from '../read';
import type { Asker } from './asker';

/** How an organisation shows itself. */
export interface Look {
  readonly id: string;
  /** As its addresses have it. */
  readonly slug: string;
  readonly name: string;
  /** `#rrggbb`; null for Grantpot's own. */
  readonly colour: string | null;
  readonly logoId: string | null;
}

/** How groups reach an organisation; null for what it does not say. */
export interface OrganisationContact {
  readonly telephone: string | null;
  readonly email: string | null;
  readonly address: string | null;
}

/** What an organisation has switched on. */
interface Switched {
  readonly switchedOn: readonly Switch[];
}

/** A look as JSON, out of the row of `tenant` that is called `t`. */
export const lookOf = sql`json_build_object('id', t.id, 'name', t.name, 'slug', t.slug, 
  'colour', (select g.colour from organisation g where g.tenant_id = t.id), 'logoId', (select g.logo_id from organisation g where g.tenant_id = t.id))`;

/** The organisation of whoever asks, as it shows itself. */
export async function findOrganisation(
  db: Database,
  asker: Pick<Asker, 'tenantId'>,
): Promise<(Look & OrganisationContact & Switched & { readonly version: number }) | undefined> {
  return readRow(
    db,
    asker,
    sql<Look & OrganisationContact & Switched & { version: number }>`
      select t.id, t.slug, t.name, g.version, g.colour, g.logo_id as "logoId", g.telephone, g.email, g.address, g.switched_on as "switchedOn" from tenant t join organisation g on g.tenant_id = t.id where t.id = ${asker.tenantId}::uuid
    `.compile(db),
  );
}

/** A logo as it is shown: a PNG. Undefined where there is none by this id. */
export async function findLogo(db: Database, tenantId: string, id: string): Promise<Buffer | undefined> {
  const row = await readRow(
    db,
    { tenantId },
    sql<{ content: Buffer }>`
      select content from logo where tenant_id = ${tenantId}::uuid and id = ${id}::uuid
    `.compile(db),
  );
  return row?.content;
}

/** How documents of an organisation look: its colour, and its logo with what it says. */
export async function findDocumentLook(
  db: Database,
  { tenantId }: Pick<Asker, 'tenantId'>,
): Promise<{ readonly name: string; readonly colour: string | null; readonly logo: Buffer | null } | undefined> {
  return readRow(
    db,
    { tenantId },
    sql<{ name: string; colour: string | null; logo: Buffer | null }>`
      select t.name, g.colour, l.content as logo from tenant t join organisation g on g.tenant_id = t.id
        left join logo l on l.tenant_id = g.tenant_id and l.id = g.logo_id where t.id = ${tenantId}::uuid
    `.compile(db),
  );
}

import { sql } from 'kysely';
import { v7 as newId } from 'uuid';
import type { Database } from '../../../db/client';
import { inTenant } from '../../../db/transaction';
import type { HeldRole, Role } from '../../domain/lives/roles';
import type { Refusal } from '../../domain/refusals/refusal';
import { wholeOrganisationRefusal } from '../people/whole-organisation';

/** Who may change how the organisation looks; each for the whole of it, not for one pot. */
export const lookChangers: readonly Role[] = ['administrator', 'fund_manager'];

/** A logo that was made anew of what was sent: a PNG, its size in points, and the SHA-256 of the picture that it was made of. */
interface Logo {
  readonly content: Buffer;
  readonly sha256: Buffer;
  readonly width: number;
  readonly height: number;
}

interface Sender {
  readonly tenantId: string;
  readonly personId: string;
  readonly roles: readonly HeldRole[];
}

/**
 * Keeps a logo, and shows it from now on. No command, as no file is; who sent it, and when, is in its own row. The same one sent again
 * is kept once. @returns its id; refused with NOT_FOR_ONE_POT
 */
export async function keepLogo(
  db: Database,
  { tenantId, personId, roles }: Sender,
  { content, sha256, width, height }: Logo,
): Promise<{ readonly logoId: string } | Refusal> {
  const refused = wholeOrganisationRefusal(roles, ...lookChangers);
  if (refused !== undefined) return refused;
  return inTenant(db, tenantId, async (tx) => {
    // One at a time, so that two do not both look for what neither has written yet.
    await sql`select from organisation where tenant_id = ${tenantId}::uuid for no key update`.execute(tx);
    const known = await tx
      .selectFrom('logo')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    const logoId = known?.id ?? newId();
    if (known === undefined)
      await tx
        .insertInto('logo')
        .values({
          tenant_id: tenantId,
          id: logoId,
          content,
          sha256,
          width,
          height,
          uploaded_by: personId,
          uploaded_at: sql<string>`app.now()`,
        })
        .execute();
    await sql`update organisation set logo_id = ${logoId}::uuid, version = version + 1 where tenant_id = ${tenantId}::uuid and logo_id is distinct from ${logoId}::uuid`.execute(
      tx,
    );
    return { logoId };
  });
}

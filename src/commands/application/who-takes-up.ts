import { sql } from 'kysely';
import type { Tx } from '../../../db/client';
import { rolesFor } from '../../domain/lives';

/** Who may take an application up. */
export interface Hands {
  /** Everybody of the organisation who helped to write it: they neither assess nor decide it. */
  readonly helpers: readonly string[];
  /** Who checks applications of its pot, in the order of their ids. */
  readonly checkers: readonly string[];
}

/** Who helped to write an application, and who checks those of its pot; in one statement. */
export async function handsOf(
  tx: Tx,
  tenantId: string,
  { grantId, potId }: { readonly grantId: string; readonly potId: string },
): Promise<Hands> {
  const { rows } = await sql<Hands>`
    select (select coalesce(jsonb_agg(distinct d.person_id), '[]') from duty d
        where d.tenant_id = ${tenantId} and d.subject_id = ${grantId} and d.duty = 'helped write') as helpers,
      (select coalesce(jsonb_agg(distinct r.person_id order by r.person_id), '[]') from role r
        join person p on p.tenant_id = r.tenant_id and p.id = r.person_id
        where r.tenant_id = ${tenantId} and r.name = any(${rolesFor('startChecking')}::text[]) and r.ended_at is null
          and (r.pot_id is null or r.pot_id = ${potId}) and p.left_at is null) as checkers
  `.execute(tx);
  const [hands] = rows;
  if (hands === undefined) throw new Error('a select without a table gives one row');
  return hands;
}

/** Whom to tell of an application that is to be checked: its owner; and everybody else who may take it up, where the owner may not. */
export function toldToCheck(ownerId: string | null, { helpers, checkers }: Hands): readonly string[] {
  const takers = checkers.filter((personId) => !helpers.includes(personId));
  if (ownerId === null) return takers;
  return takers.includes(ownerId) ? [ownerId] : [ownerId, ...takers];
}

/** The same once it is late: whoever looks after it may be away, so everybody who may take it up is told. */
export function toldThatLate(ownerId: string | null, { helpers, checkers }: Hands): readonly string[] {
  const takers = checkers.filter((personId) => !helpers.includes(personId) && personId !== ownerId);
  return ownerId === null ? takers : [ownerId, ...takers];
}

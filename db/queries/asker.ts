import { sql, type RawBuilder } from 'kysely';
import { staffRoles, type HeldRole, type Role } from '../../src/domain/lives/roles';

import type { Fence } from '../read';

/** Who asks to see something, with the roles held now. */
export interface Asker extends Fence {
  readonly personId: string;
  readonly roles: readonly HeldRole[];
}

/** The pots that some roles reach: all of the tenant's, or those named. */
export interface PotReach {
  readonly all: boolean;
  readonly potIds: readonly string[];
}

/** The pots that the asker's roles of these names reach. */
export function potsReached({ roles }: Asker, names: readonly Role[]): PotReach {
  const held = roles.filter((role) => names.includes(role.name));
  return {
    all: held.some((role) => role.potId === null),
    potIds: [...new Set(held.flatMap((role) => role.potId ?? []))],
  };
}

/** The parties on whose behalf the asker holds one of these roles. */
export function partiesOf({ roles }: Asker, names: readonly Role[]): readonly string[] {
  return [...new Set(roles.filter((role) => names.includes(role.name)).flatMap((role) => role.partyId ?? []))];
}

/** In SQL: whether a column's pot is within reach. */
export function potWithin(column: string, reach: PotReach): RawBuilder<boolean> {
  if (reach.all) return sql<boolean>`true`;
  if (reach.potIds.length === 0) return sql<boolean>`false`;
  return sql<boolean>`${sql.ref(column)} = any(${reach.potIds}::uuid[])`;
}

/** In SQL: whether a column's party is one of these. */
export function partyWithin(column: string, partyIds: readonly string[]): RawBuilder<boolean> {
  if (partyIds.length === 0) return sql<boolean>`false`;
  return sql<boolean>`${sql.ref(column)} = any(${partyIds}::uuid[])`;
}

/** Whether somebody is staff of any pot: for others nothing that is internal is looked up. */
export const isOfStaff = ({ roles }: Pick<Asker, 'roles'>): boolean =>
  roles.some(({ name }) => staffRoles.includes(name));

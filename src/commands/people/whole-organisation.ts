import type { HeldRole, Role } from '../../domain/lives/roles';
import { refuse, type Refusal } from '../../domain/refusals/refusal';

/** NOT_FOR_ONE_POT, unless one of these roles is held for the whole organisation. */
export function wholeOrganisationRefusal(held: readonly HeldRole[], ...names: readonly Role[]): Refusal | undefined {
  return held.some((role) => names.includes(role.name) && role.potId === null) ? undefined : refuse('NOT_FOR_ONE_POT');
}

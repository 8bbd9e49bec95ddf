import { findPerson } from '../../../../db/queries/people/people';
import { isId } from '../../../contracts/ids';
import type { HeldRole } from '../../../domain/lives/roles';
import { type Refusal, refuse } from '../../../domain/refusals/refusal';
import { roleAuthorityRefusal } from '../../../domain/people/role-granting';
import type { StandingNow } from '../frame/command-form';
import type { PageContext } from '../frame/page';

/** Somebody who works with the organisation. */
export type Person = NonNullable<Awaited<ReturnType<typeof findPerson>>>;

/** The person of the address. */
export const readPerson = async ({ parts, asker, params }: PageContext): Promise<Person | undefined> => {
  const id = params['id'] ?? '';
  return isId(id) ? findPerson(parts.reading.db, asker, id) : undefined;
};

/** How a person stands, for the forms about them. */
export const standingOf = ({ leftAt }: Pick<Person, 'leftAt'>): StandingNow => ({
  state: leftAt === null ? 'known' : 'left',
  scope: { potId: null, parties: {} },
});

/** Why somebody with these roles may not end a role, if so: who may give it may. */
export const endingRefusal = (
  held: readonly HeldRole[],
  { role, pot, party }: Person['roles'][number],
): Refusal | undefined =>
  roleAuthorityRefusal(held, { name: role, potId: pot?.id ?? null, partyId: party?.id ?? null, ownLimitPence: null });

/** Whether it is the role of an administrator of the whole organisation, without whom nobody could be let in. */
export const isWholeAdministrator = ({ role, pot }: Person['roles'][number]): boolean =>
  role === 'administrator' && pot === null;

/**
 * Why somebody cannot leave now, whoever takes over: ROLE_NOT_YOURS_TO_GIVE where not all their roles are the asker's to end,
 * LAST_ADMINISTRATOR where nobody else administers the organisation. The command asks the same.
 */
export function leavingRefusal(
  { roles }: Pick<Person, 'roles'>,
  held: readonly HeldRole[],
  hasOtherAdministrator: boolean,
): Refusal | undefined {
  const notTheirs = roles.map((role) => endingRefusal(held, role)).find((refusal) => refusal !== undefined);
  if (notTheirs !== undefined) return notTheirs;
  return !hasOtherAdministrator && roles.some(isWholeAdministrator) ? refuse('LAST_ADMINISTRATOR') : undefined;
}

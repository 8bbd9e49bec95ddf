/** Who may give whom which role: whoever could give themselves every role would need no second person for anything. */
import { type HeldRole, partyRoles, type Role } from '../lives/roles';
import { type Refusal, refuse } from '../refusals/refusal';

/** The kinds of organisation that people act for or are connected to. */
export const partyKinds = ['group', 'provider', 'funder', 'host', 'employer'] as const;
export type PartyKind = (typeof partyKinds)[number];

/** A role that somebody is to hold. */
export type RoleWanted = HeldRole;

/** The roles of people outside, whom an officer may let in. */
const officerMayGive: readonly Role[] = ['applicant', 'provider'];

/** The kinds of party for which a role can be held. */
const fitFor: Readonly<Partial<Record<Role, readonly PartyKind[]>>> = {
  applicant: ['group', 'employer', 'host'],
  budget_holder: ['group', 'employer', 'host'],
  provider: ['provider'],
};

/**
 * What is wrong with a role as it is wanted: ROLE_NEEDS_PARTY, ROLE_TAKES_NO_PARTY, ROLE_TAKES_NO_POT, ROLE_TAKES_NO_LIMIT,
 * ROLE_UNFIT_FOR_PARTY. `partyKind` is that of the party it is for, if there is one.
 */
export function roleRefusals(wanted: RoleWanted, partyKind: PartyKind | null): readonly Refusal[] {
  const found: Refusal[] = [];
  if (partyRoles.includes(wanted.name)) {
    if (wanted.partyId === null) found.push(refuse('ROLE_NEEDS_PARTY', { field: '/partyId' }));
    else if (partyKind !== null && fitFor[wanted.name]?.includes(partyKind) !== true) {
      found.push(refuse('ROLE_UNFIT_FOR_PARTY', { field: '/partyId', facts: { role: wanted.name, kind: partyKind } }));
    }
    if (wanted.potId !== null) found.push(refuse('ROLE_TAKES_NO_POT', { field: '/potId' }));
  } else if (wanted.partyId !== null) {
    found.push(refuse('ROLE_TAKES_NO_PARTY', { field: '/partyId' }));
  }
  if (wanted.ownLimitPence !== null && wanted.name !== 'budget_holder') {
    found.push(refuse('ROLE_TAKES_NO_LIMIT', { field: '/ownLimitPence' }));
  }
  return found;
}

/**
 * Why somebody may not give or end a role, ROLE_NOT_YOURS_TO_GIVE: an administrator may any; a fund manager any but an
 * administrator's, and with a role for one pot only those of that pot and of parties; an officer those of people outside.
 */
export function roleAuthorityRefusal(held: readonly HeldRole[], wanted: RoleWanted): Refusal | undefined {
  const may = held.some((role) => {
    if (role.name === 'administrator') return true;
    if (role.name === 'grants_officer') return officerMayGive.includes(wanted.name);
    if (role.name !== 'fund_manager' || wanted.name === 'administrator') return false;
    return role.potId === null || role.potId === wanted.potId || partyRoles.includes(wanted.name);
  });
  return may ? undefined : refuse('ROLE_NOT_YOURS_TO_GIVE', { facts: { role: wanted.name } });
}
